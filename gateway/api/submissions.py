"""Submissions (投稿): works and golden ideas, from the draft to the decision. The submission service decides."""

from __future__ import annotations

from typing import Any

from flask import Response

from gateway.api import submission_examples as examples
from gateway.api.ask import ask
from gateway.api.downloads import served, small
from gateway.api.examples import page
from gateway.api.reasons import worded
from gateway.auth.access import SIGNED_IN, Access, only
from gateway.current import asking
from gateway.files.records import FileRecord
from gateway.files.references import described
from gateway.files.schemas import Download, Thumbnail
from gateway.files.thumbnails import MEDIA_TYPE
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.context import BUSINESS_ROLES, Role
from shared.contracts import submission as contracts
from shared.contracts.read_files import MAX_READ
from shared.contracts.submission_terms import SubmissionKind
from shared.errors import Conflict

area = Area("submissions", zh="投稿", en="Submissions", service="submission")

OWN = frozenset({Role.OUTLET_MEMBER, Role.OUTLET_OWNER})
WRITES = Access(OWN)
SEES = Access(OWN | BUSINESS_ROLES)

PATH = ("submission",)
# What the service says of a work with files that were not read yet.
UNREAD = "submission.files_unread"
ONE: dict[str, Any] = {
    "answer": contracts.SubmissionView(), "etag": True, "answer_example": examples.SUBMISSION,
}  # fmt: skip


@area.post(
    "/submissions", access=WRITES, body=contracts.SubmissionInput(), status=201, location="/v1/submissions/{id}",
    errors=(404,), example=examples.INPUT, **ONE,
    zh="新建投稿\n作品从草稿开始；金点子即刻提交。只有已认证媒体的成员可以投稿；作者份额之和须等于 shares_of。",
    en="Begin a submission\nA work begins as a draft, a golden idea is handed in at once. For people of a verified "
       "outlet; the authors' shares add up to shares_of.",
)  # fmt: skip
def create(data: Data) -> Data:
    given = _with_files(contracts.SubmissionInput(), data)
    if data.get("kind") == SubmissionKind.GOLDEN_IDEA:  # which is handed in with this
        given = {**given, "readings": _readings([each["file"] for each in given.get("attachments") or ()])}
    return worded(ask("submission.create", given))


@area.get(
    "/submissions", access=SIGNED_IN, query=contracts.SearchSubmissions(), answer=contracts.SubmissionPage(),
    paged=True, answer_example=page(examples.SUMMARY),
    zh="查找投稿\n媒体成员看到本媒体的与共同署名的，民警看到已提交的；条件可以组合，status 可写多个。q 为编号、标题或"
       "正文的任一部分，一个字也可；按提交时间（由新到旧或由旧到新）、标题或最近变动排序。",
    en="Find submissions\nPeople of outlets see their own and those that they share in, staff what was handed in; "
       "filters are combined, and there may be several of status. q is any part of number, title or text, be it one "
       "character; sorted by when it was handed in, by title, or by what changed last.",
)  # fmt: skip
def search(data: Data) -> Data:
    return worded(ask("submission.search", data))


@area.get(
    "/submissions/counts", access=SIGNED_IN, query=contracts.SubmissionCountsQuery(),
    answer=contracts.SubmissionCounts(), answer_example=examples.COUNTS,
    zh="投稿数量\n按状态与待办（已通过未报刊发、退回修改、应报数据）计数，与按同一条件查找的结果一致；民警另见待核实的刊发与数据。",
    en="Counts of submissions\nBy state and by what is to be done (approved and not reported, changes requested, "
       "numbers due), each what the list shows with the same filters; for staff the queues besides.",
)  # fmt: skip
def counts(data: Data) -> Data:
    return ask("submission.counts", data)


@area.get(
    "/submissions/<id:submission>", access=SEES, **ONE,
    zh="查看投稿\n本媒体看到最新修订，其他人看到最近一次提交的修订。",
    en="One submission\nIts outlet sees the newest revision, others the one that was handed in last.",
)  # fmt: skip
def get(submission: str) -> Data:
    return worded(ask("submission.get", {"submission": submission}))


@area.patch(
    "/submissions/<id:submission>", access=WRITES, body=contracts.RevisionInput(exclude=PATH),
    example={"title": "夜巡三公里（修订）"}, **ONE,
    zh="修改投稿\n只改给出的字段，形成新的修订；已通过的作品一经修改，审核结论即失效，回到草稿。",
    en="Revise a submission\nWhat is left out stays; it makes a new revision. An approved work that is revised is a "
       "draft again: the approval is void.",
)  # fmt: skip
def revise(submission: str, data: Data) -> Data:
    known = {}
    if "attachments" in data:
        # Files that a colleague attached may stay, though only who sent a file can attach it.
        present = ask("submission.get", {"submission": submission})
        known = {each["file"]: each for each in present["attachments"]}
    given = {**data, "submission": submission}
    return worded(ask("submission.revise", _with_files(contracts.RevisionInput(), given, known)))


@area.get(
    "/submissions/<id:submission>/revisions", access=SEES, query=contracts.RevisionsQuery(exclude=PATH),
    answer=contracts.RevisionPage(), paged=True,
    zh="修订列表\n由新到旧；媒体之外的人只看到已提交的。",
    en="Revisions\nNewest first; others than the outlet see those up to the one that was handed in.",
)  # fmt: skip
def revisions(submission: str, data: Data) -> Data:
    return ask("submission.revisions", {**data, "submission": submission})


@area.get(
    "/submissions/<id:submission>/revisions/<id:revision>", access=SEES, answer=contracts.RevisionView(),
    zh="查看修订\n某一修订的全文，永不改变；hash 为规范形式的 SHA-256。",
    en="One revision\nIn full; it never changes. hash is SHA-256 over its canonical form.",
)  # fmt: skip
def revision(submission: str, revision: str) -> Data:
    return ask("submission.revision", {"submission": submission, "revision": revision})


@area.get(
    "/submissions/<id:submission>/comparison", access=SEES, query=contracts.CompareQuery(exclude=PATH),
    answer=contracts.ComparisonView(), answer_example=examples.COMPARISON,
    zh="比较修订\n任意两个修订之间的差异：逐行、逐字与附件；改动一个数字即只标出这一个数字，段落再长也是如此。"
       "移动了的段落列在 moves，注明从哪一行到哪一行，移动时略有改动的也在内。",
    en="Compare revisions\nWhat differs between any two: by lines, by characters, and the files. One digit that "
       "changed is shown as one digit, however long the paragraph. Paragraphs that were moved are in `moves`, with "
       "where from and where to, also when they were edited a little on the way.",
)  # fmt: skip
def compare(submission: str, data: Data) -> Data:
    return ask("submission.compare", {**data, "submission": submission})


@area.get(
    "/submissions/<id:submission>/attachments/<id:file>", access=SEES, audited=True, media_type="*/*", query=Download(),
    ranged=True,
    zh="下载附件\n限可以查看该投稿的人，含其可见的历次修订中的附件；每次下载均留痕。",
    en="Download an attachment\nFor those who may see the submission; those of earlier revisions that they may see as "
       "well. Every download is on the audit trail.",
)  # fmt: skip
def attachment(submission: str, file: str, data: Data) -> Response:
    inline = validation.load(Download(), data)["inline"]
    return served(attached(submission, file), inline=inline)


@area.get(
    "/submissions/<id:submission>/attachments/<id:file>/thumbnail", access=SEES, audited=True, media_type=MEDIA_TYPE,
    query=Thumbnail(),
    zh="附件缩略图\n照片、PDF 首页、视频首帧，WebP，长边 256 或 512 像素；"
       "权限与下载该附件相同，同样留痕。不能生成时 404。",
    en="A small picture of an attachment\nOf a picture, a PDF's first page, a video's first frame, as WebP with 256 or "
       "512 pixels on its longer side; for those who may download the attachment, and on the audit trail as well. 404 "
       "where there can be none.",
)  # fmt: skip
def thumbnail(submission: str, file: str, data: Data) -> Response:
    return small(attached(submission, file), validation.load(Thumbnail(), data)["size"])


@area.get(
    "/submissions/<id:submission>/history", access=SEES, query=contracts.SubmissionHistoryQuery(exclude=PATH),
    answer=contracts.SubmissionHistoryPage(), paged=True,
    zh="投稿经过\n由新到旧：谁、何时、何事、为何；媒体看不到审核、核实的民警是谁。",
    en="History\nNewest first: who, when, what, why. Outlets are not told who of the bureau acted.",
)  # fmt: skip
def history(submission: str, data: Data) -> Data:
    return worded(ask("submission.history", {**data, "submission": submission}))


@area.post(
    "/submissions/<id:submission>/submission", access=WRITES, **ONE,
    zh="提交审核\n草稿或退回修改的作品，首次或再次提交。",
    en="Hand in\nA draft, or a work for which changes were requested; for the first time or again.",
)  # fmt: skip
def submit(submission: str) -> Data:
    given = {"submission": submission}
    try:
        return worded(ask("submission.submit", given))
    except Conflict as refused:
        if refused.code != UNREAD:
            raise
        return worded(ask("submission.submit", {**given, "readings": _readings(refused.params["files"])}))


@area.post(
    "/submissions/<id:submission>/withdrawal", access=WRITES, body=contracts.WithdrawSubmission(exclude=PATH),
    example={"reason": "线索有变，暂不刊发。"}, **ONE,
    zh="撤回投稿\n刊发之前均可撤回。",
    en="Withdraw\nAt any time before publication.",
)  # fmt: skip
def withdraw(submission: str, data: Data) -> Data:
    return worded(ask("submission.withdraw", {**data, "submission": submission}))


@area.post(
    "/submissions/<id:submission>/authorship", access=WRITES, body=contracts.AnswerAuthorship(exclude=PATH),
    errors=(404,), example={"outlet": examples.SUBMISSION["outlet"], "accept": True}, **ONE,
    zh="答复联合署名\n被列为联合作者的媒体同意（accept）或拒绝（须说明理由）。同意后其份额才计分，不答复、拒绝的不计入任何一家；"
       "份额改动的须重新答复。投稿未通过或已撤回的不再答复。",
    en="Answer for co-authors\nAn outlet that is named as a co-author agrees (accept) or refuses (with a reason). Its "
       "part counts once it agreed; unanswered or refused it counts for nobody. Another part is asked for anew. Not "
       "once the work was rejected or withdrawn.",
)  # fmt: skip
def answer_authorship(submission: str, data: Data) -> Data:
    return worded(ask("submission.answer_authorship", {**data, "submission": submission}))


@area.post(
    "/submissions/<id:submission>/implementation", access=only(Role.LIAISON), example={"note": "已在三个派出所推行。"},
    body=contracts.ImplementIdea(exclude=PATH), **ONE,
    zh="金点子落地\n已采纳的金点子已付诸实施。",
    en="An idea was put into practice\nOne that was adopted.",
)  # fmt: skip
def implement(submission: str, data: Data) -> Data:
    return worded(ask("submission.implement", {**data, "submission": submission}))


def attached(submission: str, file: str) -> FileRecord:
    """A file of a revision that the caller may see. Raises: NotFound."""
    named = ask("submission.attachment", {"submission": submission, "file": file})["file"]
    return runtime().files.find(named, asking().bureau)


def _readings(ids: list[str]) -> list[Data]:
    """What is written in files that a submission has."""
    files = [runtime().files.find(each, asking().bureau) for each in ids]
    read = runtime().texts.of(files, MAX_READ)
    return [{"file": each.file, "text": each.text, "unread": each.unread} for each in read]


def _with_files(form: Any, data: Data, known: dict[str, Any] | None = None) -> Data:
    """The data with what the gateway knows of the attached files. Raises: Invalid."""
    if not data.get("attachments"):
        return data
    validation.load(form, data)
    given, most = data["attachments"], contracts.MAX_ATTACHMENT
    return {**data, "attachments": described(runtime().files, asking(), given, "/attachments", most, known=known)}
