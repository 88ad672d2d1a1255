"""What outlets ask of the bureau (对接需求): material, interviews, experts, protection of rights, rumour reports."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from gateway.api import requests_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import page
from gateway.auth.access import SIGNED_IN, STAFF, Access, only
from gateway.current import asking
from gateway.files.references import described
from gateway.http.area import Area
from gateway.http.declaration import Veiled
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.context import BUSINESS_ROLES, Role
from shared.contracts import liaison as contracts
from shared.contracts.read_files import MAX_READ
from shared.contracts.submission import MAX_ATTACHMENT

# Whoever reads the trail is not to learn from it who asked for what is confidential.
area = Area("requests", zh="对接需求", en="Requests", service="liaison", veiled=Veiled.OUTLETS)

OUTLETS = Access(frozenset({Role.OUTLET_OWNER, Role.OUTLET_MEMBER}))
CONCERNED = Access(OUTLETS.roles | BUSINESS_ROLES)
ASKS: dict[str, Any] = {"access": OUTLETS, "veiled": Veiled.EVERYBODY}
REQUEST: dict[str, Any] = {
    "answer": contracts.RequestView(), "etag": True, "answer_example": examples.REQUEST,
}  # fmt: skip


def with_own_files(form: Any, data: Data) -> Data:
    """The data, whose files are uploads of one's own that nothing else names. `form`: what may be sent; what the
    gateway adds for the service may not. Raises: Invalid."""
    if files := validation.load(form, data)["files"]:
        described(runtime().files, asking(), files, "/files", MAX_ATTACHMENT, private=True)
    return data


@area.post(
    "/requests", **ASKS, status=201, body=contracts.OpenRequest(), location="/v1/requests/{id}",
    errors=(404, 429), private_files=True,
    example=examples.REQUEST_INPUT, **REQUEST,
    zh="提出需求\n由已认证媒体的成员提出。媒体维权（rights）只有本人和专办民警可见，列表、统计、通知中均不出现；"
       "尚无专办民警可办理时不予接收。所附文件此后只能经该需求查看；已用于他处的文件不予接收，须重新上传。有频次限制。",
    en="Ask for something\nBy people of a verified outlet. Rights protection (rights) is seen by its asker and by the "
       "officers who are named for it alone: no list, count or notice tells of it. While nobody is named who could "
       "deal with it, it is refused. Once it is taken in, its files are read through the request alone; one that is "
       "named elsewhere already is refused, and has to be uploaded again. So many an hour.",
)  # fmt: skip
def add(data: Data) -> Data:
    runtime().rates.hit("request", asking().account)
    return ask("liaison.open_request", with_own_files(contracts.OpenRequest(), data))


@area.get(
    "/requests", access=SIGNED_IN, query=contracts.RequestListQuery(), paged=True, answer=contracts.RequestPage(),
    answer_example=page(examples.SUMMARY) | {"may": ["add"]},
    zh="需求列表\n媒体成员看到本媒体的；对接民警、各单位办理人、领导看到全部；其他民警看不到。"
       "open=true 按时限由近及远，否则由新到旧。q 为编号、标题或正文的任一部分，与其他条件可以组合。不含媒体维权。",
    en="Requests\nPeople of outlets see their own; liaisons, officers of units and leaders see all, "
       "other staff none. open=true is by what is due first, else newest first. q is any part of number, title or "
       "text, together with other filters. No rights protection.",
)  # fmt: skip
def search(data: Data) -> Data:
    return ask("liaison.requests_list", data)


@area.get(
    "/requests/counts", access=SIGNED_IN, answer=contracts.RequestCounts(), answer_example=examples.COUNTS,
    zh="待办需求数\n待受理、待分派、待本人答复、超时（全部、本人、本人负责的单位）、待评价的数量。",
    en="How many requests wait\nTo be acknowledged, assigned, answered by oneself, late (all, one's own, of the units "
       "that one heads), to be rated.",
)  # fmt: skip
def counts() -> Data:
    return ask("liaison.request_counts", {})


@area.get(
    "/cases", access=SIGNED_IN, query=contracts.CaseListQuery(), paged=True, answer=contracts.RequestPage(),
    audited=True, answer_example=page(examples.SUMMARY) | {"may": ["add"]},
    zh="媒体维权事项\n本人提出的；专办民警看到全部。q 为编号、标题或正文的任一部分。每次查看均留痕。",
    en="Rights protection\nThose that one asked for oneself; who is named for them sees all. q is any part of number, "
       "title or text. Each look is on the audit trail.",
)  # fmt: skip
def cases(data: Data) -> Data:
    return ask("liaison.cases", data)


@area.get(
    "/requests/<id:request>", access=CONCERNED, audited=True, **REQUEST,
    zh="查看需求\n媒体成员只能看本媒体的；媒体维权只有本人和专办民警可见。每次查看均留痕。",
    en="One request\nPeople of outlets see their own; rights protection is its asker's and that of who is named. Each "
       "look is on the audit trail.",
)  # fmt: skip
def one(request: str) -> Data:
    return ask("liaison.request", {"request": request})


@area.post(
    "/requests/<id:request>/acknowledgement", access=STAFF, **REQUEST,
    zh="受理\n由对接民警（媒体维权由专办民警）；答复时限自提出之时起算。",
    en="Acknowledge\nBy a liaison, of rights protection by who is named. The time for the answer runs since it was "
       "asked.",
)  # fmt: skip
def acknowledge(request: str) -> Data:
    return ask("liaison.acknowledge_request", {"request": request})


@area.post(
    "/requests/<id:request>/assignment", access=STAFF, body=contracts.AssignRequest(exclude=("request",)),
    example=examples.ASSIGNMENT, **REQUEST,
    zh="分派、转办\n分给某单位的办理人或负责人；时限照常计算。",
    en="Assign or forward\nTo an officer of a unit or its head; the time goes on.",
)  # fmt: skip
def assign(request: str, data: Data) -> Data:
    return ask("liaison.assign_request", {**data, "request": request})


@area.post(
    "/requests/<id:request>/hand-back", access=STAFF, body=contracts.HandBackRequest(exclude=("request",)),
    example=examples.BACK, **REQUEST,
    zh="交回\n由办理人交回单位负责人并说明理由；负责人本人交回的，或负责人不能办理的，由对接民警重新分派。时限照常计算。",
    en="Hand back\nBy who has it in hand, to the head of the unit, with the reason; what the head hands back, or "
       "cannot deal with, a liaison assigns anew. The time goes on.",
)  # fmt: skip
def hand_back(request: str, data: Data) -> Data:
    return ask("liaison.hand_back_request", {**data, "request": request})


@area.post(
    "/requests/<id:request>/answer", access=STAFF, body=contracts.AnswerInput(exclude=("request",)),
    private_files=True,
    example=examples.ANSWER, **REQUEST,
    zh="答复\n由办理人或其单位负责人：提供素材、约定时间地点、书面答复或说明理由不予提供；合并办理的一并答复。"
       "意见建议说明采纳与否（adopted），采纳的记为媒体参与协作，一家一次。"
       "素材的文字、署名、地点，以及任何答复所附文件的名称和内容先经筛查，含公民身份号码、电话、银行卡号、号牌或禁用词的"
       "指出位置、不予发出；"
       "读不出文字的文件须由办理人看过并确认（looked）。",
    en="Answer\nBy who it is assigned to or the head of the unit: material, a date and place, words, or a refusal with "
       "its reason. Requests that were joined to it get the same answer. Of a suggestion it says whether it "
       "is adopted (adopted), which is recorded as taking part, once for an outlet. Of material the text, source line "
       "and place, of any answer the names of files and text of documents are screened: with an identity number, "
       "phone, card, plate or banned word in it, each told with its place, nothing is released. Files that cannot be "
       "read one says to have looked at (looked).",
)  # fmt: skip
def answer(request: str, data: Data) -> Data:
    given = with_own_files(contracts.AnswerInput(), {**data, "request": request})
    return ask("liaison.answer_request", {**given, "documents": texts(given)})


def texts(data: Data) -> list[Data]:
    """What is written in the files of an answer or a message."""
    records = [runtime().files.find(each["file"], asking().bureau) for each in data.get("files") or ()]
    return [asdict(each) for each in runtime().texts.of(records, MAX_READ)]


@area.post(
    "/requests/<id:request>/joining", access=only(Role.LIAISON),
    body=contracts.JoinRequest(exclude=("request",)), example=examples.JOINING, **REQUEST,
    zh="合并办理\n与同类的另一件未办结需求一并答复。",
    en="Join\nHave it answered with another open one of its kind.",
)  # fmt: skip
def join(request: str, data: Data) -> Data:
    return ask("liaison.join_request", {**data, "request": request})


@area.post(
    "/requests/<id:request>/parting", access=only(Role.LIAISON), **REQUEST,
    zh="取消合并\n改为单独答复。",
    en="Part\nHave it answered by itself again.",
)  # fmt: skip
def part(request: str) -> Data:
    return ask("liaison.part_request", {"request": request})


@area.post(
    "/requests/<id:request>/rating", **ASKS, body=contracts.RateRequest(exclude=("request",)),
    example=examples.RATING, **REQUEST,
    zh="评价并办结\n一至五星，限一次；重新提出后可再评。",
    en="Rate and close\nOne star to five, once; again after it was re-opened.",
)  # fmt: skip
def rate(request: str, data: Data) -> Data:
    return ask("liaison.rate_request", {**data, "request": request})


@area.post(
    "/requests/<id:request>/reopening", **ASKS, body=contracts.ReopenRequest(exclude=("request",)),
    example=examples.REASON, **REQUEST,
    zh="重新提出\n对答复不满意的，说明缺什么；自此起重新计算答复时限。",
    en="Re-open\nSay what the answer lacks; the time for an answer begins anew.",
)  # fmt: skip
def reopen(request: str, data: Data) -> Data:
    return ask("liaison.reopen_request", {**data, "request": request})


@area.post(
    "/requests/<id:request>/withdrawal", **ASKS, body=contracts.WithdrawRequest(exclude=("request",)),
    example=examples.REASON, **REQUEST,
    zh="撤回需求\n答复之前可以撤回。",
    en="Withdraw\nUntil it is answered.",
)  # fmt: skip
def withdraw(request: str, data: Data) -> Data:
    return ask("liaison.withdraw_request", {**data, "request": request})


@area.post(
    "/requests/<id:request>/messages", access=CONCERNED, status=201, answer=contracts.SaidView(),
    body=contracts.SayInput(exclude=("request",)), example=examples.MESSAGE_INPUT, private_files=True, errors=(429,),
    answer_example=examples.MESSAGE,
    zh="留言\n双方可见，可附文件；媒体看不到民警姓名。公安机关一方的留言和附件与素材一样先经筛查，有不能对外提供的内容的"
       "指出位置、不予发出；读不出文字的文件须看过并确认（looked）。媒体的留言不筛查。有频次限制。",
    en="Leave a message\nBoth sides see it; outlets are not told who of the bureau wrote it. What the bureau writes is "
       "screened as material is, files included: nothing is sent while something is found, each told with its place. "
       "Files that cannot be read one says to have looked at (looked). What an outlet writes is not screened. So "
       "many an hour.",
)  # fmt: skip
def say(request: str, data: Data) -> Data:
    runtime().rates.hit("message", asking().account)
    given = with_own_files(contracts.SayInput(), {**data, "request": request})
    return ask("liaison.say_on_request", {**given, "documents": texts(given) if asking().actor.is_staff else []})


@area.get(
    "/requests/<id:request>/messages", access=CONCERNED, query=contracts.RequestMessagesQuery(exclude=("request",)),
    paged=True, audited=True, answer=contracts.SaidPage(), answer_example=page(examples.MESSAGE),
    zh="留言列表\n由新到旧。每次查看均留痕。",
    en="Messages\nNewest first. Each look is on the audit trail.",
)  # fmt: skip
def messages(request: str, data: Data) -> Data:
    return ask("liaison.request_messages", {**data, "request": request})


@area.post(
    "/requests/<id:request>/notes", access=STAFF, status=201, answer=contracts.SaidView(),
    body=contracts.NoteOnRequest(exclude=("request",)), example=examples.MESSAGE_INPUT, answer_example=examples.NOTE,
    private_files=True,
    zh="内部备注\n仅公安机关可见，与留言分开存放，不会误发给媒体；可附文件，看得到备注的人才能打开，"
       "此后不能再用于留言、答复或新的需求（422）。",
    en="Leave a note\nFor the bureau alone, kept apart from the messages: none is sent by mistake. Its files are "
       "opened by who sees the notes, and can be named in no message, answer or request afterwards (422).",
)  # fmt: skip
def note(request: str, data: Data) -> Data:
    return ask("liaison.note_on_request", with_own_files(contracts.NoteOnRequest(), {**data, "request": request}))


@area.get(
    "/requests/<id:request>/notes", access=STAFF, query=contracts.RequestNotesQuery(exclude=("request",)), paged=True,
    audited=True, answer=contracts.SaidPage(), answer_example=page(examples.NOTE),
    zh="内部备注列表\n由新到旧，仅公安机关可见。每次查看均留痕。",
    en="Notes\nNewest first, for the bureau alone. Each look is on the audit trail.",
)  # fmt: skip
def notes(request: str, data: Data) -> Data:
    return ask("liaison.request_notes", {**data, "request": request})


@area.get(
    "/requests/<id:request>/acts", access=CONCERNED, query=contracts.RequestActsQuery(exclude=("request",)), paged=True,
    audited=True, answer=contracts.RequestActPage(), answer_example=page(examples.ACT),
    zh="办理过程\n由新到旧；媒体看不到经办人和内部说明。每次查看均留痕。",
    en="What happened\nNewest first; outlets are not told by whom, nor what officers said to each other. Each look is "
       "on the audit trail.",
)  # fmt: skip
def acts(request: str, data: Data) -> Data:
    return ask("liaison.request_acts", {**data, "request": request})
