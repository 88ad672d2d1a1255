"""Reviews (审核): the queue, decisions at each stage, findings of screening, golden ideas. For staff alone."""

from __future__ import annotations

from typing import Any

from gateway.api import review_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import ID, page
from gateway.api.reasons import worded
from gateway.auth.access import only
from gateway.http.area import Area
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import review as contracts

area = Area("reviews", zh="审核", en="Reviews", service="review")

REVIEWERS = (Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL)
# A bureau's policy may have leaders decide what is major.
DECIDES = only(*REVIEWERS, Role.LEADER)
READS = only(*REVIEWERS, Role.LEADER)
# How all are reviewed is read by who keeps it, too.
READS_RULES = only(*REVIEWERS, Role.LEADER, Role.SECURITY_ADMIN)
PATH = ("review",)
ONE: dict[str, Any] = {"answer": contracts.ReviewView(), "etag": True, "answer_example": examples.REVIEW}


@area.get(
    "/reviews/queue", access=READS, query=contracts.ReviewQueue(), answer=contracts.ReviewPage(), paged=True,
    answer_example=page(examples.SUMMARY),
    zh="审核队列\n等待处理的，先到期的在前；审核人员只看到自己可以决定的，局领导看到全部。条件可以组合。",
    en="Queue\nWhat waits, what is due first first. Reviewers see what they may decide, leaders all. "
       "Filters are combined.",
)  # fmt: skip
def queue(data: Data) -> Data:
    return ask("review.queue", data)


@area.get(
    "/reviews/counts", access=READS_RULES, query=contracts.CountReviews(), answer=contracts.ReviewCounts(),
    answer_example=examples.COUNTS,
    zh="审核队列计数\n本人审核队列的总数及按各条件的数目，与队列同一查询：未领取、本人领取、逾期、退改重报等。",
    en="Counts of the queue\nAll of one's queue and what each filter leaves of it, by the list's own query: free, "
       "one's own, overdue, back after changes and so on.",
)  # fmt: skip
def counts(data: Data) -> Data:
    return ask("review.counts", data)


@area.post(
    "/reviews/next", access=DECIDES, body=contracts.ClaimNext(), example={"stage": "first"}, errors=(404,), **ONE,
    zh="领取下一件\n领取本人队列中第一件无人领取的（先到期的在前，可加条件）；两人同时领取得到不同的两件。"
       "没有可领取的返回 404（`review.nothing_waits`）。",
    en="Claim the next one\nThe first of one's queue that nobody has claimed, what is due first first, within filters; "
       "two who ask at once get two different ones. 404 (`review.nothing_waits`) when there is none.",
)  # fmt: skip
def claim_next(data: Data) -> Data:
    return ask("review.claim_next", data)


@area.get(
    "/reviews/left", access=only(Role.REVIEWER_FINAL), query=contracts.LeftReviews(), answer=contracts.ReviewPage(),
    paged=True,
    answer_example=page({**examples.SUMMARY, "left_by": ID}),
    zh="离任后待改派的审核\n领取人已停用账号、失去职务或加入该媒体，且尚无人接手的；先到期的在前。",
    en="Left open\nWhoever had it in hand was closed, lost the role or joined the outlet, and nobody has taken it "
       "since; what is due first first.",
)  # fmt: skip
def left(data: Data) -> Data:
    return ask("review.left", data)


@area.get(
    "/reviews/workload", access=only(Role.REVIEWER_FINAL, Role.LEADER), answer=contracts.Workload(),
    answer_example=examples.WORKLOAD,
    zh="审核工作量\n各审核人员手上的件数、其中逾期的，以及近 30 日内参与决定的件数；手上多的在前。改派时可据此选人。",
    en="Workload\nHow much each reviewer has in hand, how much of it is late, and of how many rounds of the last 30 "
       "days they decided a stage; who has most in hand first.",
)  # fmt: skip
def workload() -> Data:
    return ask("review.workload", {})


@area.get(
    "/reviews", access=READS, query=contracts.SearchReviews(), answer=contracts.ReviewPage(), paged=True,
    answer_example=page(examples.SUMMARY),
    zh="查找审核\n默认由新到旧，条件可以组合（本人领取、本人决定过、逾期等）；不含本人所属媒体的。",
    en="Find reviews\nNewest first unless asked otherwise, filters are combined (claimed or decided by oneself, "
       "overdue and so on); none of outlets that one acts for.",
)  # fmt: skip
def search(data: Data) -> Data:
    return ask("review.search", data)


@area.get(
    "/reviews/<id:review>", access=READS, **ONE,
    zh="查看审核\n正文、初筛结果、各阶段决定与经过；`moves` 是该状态下可以做的，`may` 是本人现在可以做的。",
    en="One review\nThe text, what screening found, what was decided and what happened; `moves` is what can be done to "
       "it, `may` what whoever asks may do now.",
)  # fmt: skip
def get(review: str) -> Data:
    return ask("review.get", {"review": review})


@area.get(
    "/reviews/<id:review>/history", access=READS, query=contracts.ReviewHistoryQuery(exclude=PATH),
    answer=contracts.ReviewHistoryPage(), paged=True, answer_example=page(examples.ACT),
    zh="审核经过\n由新到旧：谁、何时、何事、为何。",
    en="History\nNewest first: who, when, what, why.",
)  # fmt: skip
def history(review: str, data: Data) -> Data:
    return worded(ask("review.history", {**data, "review": review}))


@area.post(
    "/reviews/<id:review>/claim", access=DECIDES, **ONE,
    zh="领取\n在租期内由本人处理，办理即续期，过期自动退回队列；已由他人领取的返回 409。",
    en="Claim\nIt is one's own for a time, which acting renews; then it is free again. 409 while somebody else has it.",
)  # fmt: skip
def claim(review: str) -> Data:
    return ask("review.claim", {"review": review})


@area.post(
    "/reviews/<id:review>/release", access=DECIDES, **ONE,
    zh="退回队列\n放弃领取。",
    en="Release\nGive it back to the queue.",
)  # fmt: skip
def release(review: str) -> Data:
    return ask("review.release", {"review": review})


@area.post(
    "/reviews/<id:review>/reassignment", access=only(Role.REVIEWER_FINAL), body=contracts.ReassignReview(exclude=PATH),
    example={"account": ID}, **ONE,
    zh="改派\n交给另一人处理：须为在用账号，担任本级审核，且与该作品的媒体无关；不填账号则退回队列。",
    en="Reassign\nGive it to somebody else, with an open account and the stage's role, who has no part in the outlet; "
       "without an account it goes back to the queue.",
)  # fmt: skip
def reassign(review: str, data: Data) -> Data:
    return ask("review.reassign", {**data, "review": review})


@area.post(
    "/reviews/<id:review>/recusal", access=DECIDES, body=contracts.RecuseReview(exclude=PATH),
    example={"reason": "与作者有利害关系。"}, **ONE,
    zh="回避\n本人不再参与该作品本轮及以后各轮的审核。",
    en="Recuse\nOne has no part in the rest of the round, nor in later ones of the work.",
)  # fmt: skip
def recuse(review: str, data: Data) -> Data:
    return ask("review.recuse", {**data, "review": review})


@area.post(
    "/reviews/<id:review>/sensitivity", access=DECIDES, body=contracts.SetSensitivity(exclude=PATH),
    example={"sensitivity": "sensitive"}, **ONE,
    zh="设定敏感程度\n须先领取。初审可任意设定，其后只能提高；提高会增加阶段，已作出的决定保留。"
       "修改后再次提交的，沿用上一轮的敏感程度。",
    en="Set the sensitivity\nNeeds the claim. The first stage sets it freely, later ones raise it, which adds stages; "
       "what was decided stays. A work that comes back for another round keeps it.",
)  # fmt: skip
def set_sensitivity(review: str, data: Data) -> Data:
    return ask("review.set_sensitivity", {**data, "review": review})


@area.post(
    "/reviews/<id:review>/decision", access=DECIDES, body=contracts.DecideStage(exclude=PATH),
    example=examples.CHANGES, **ONE,
    zh="作出决定\n须先领取。通过、退回修改或不予通过；最后阶段评定等级（D 即不予通过）、解禁时间与附加条件，"
       "重大作品、上次通过所设解禁时间未到的作品须明确解禁。同一轮的两个阶段不能由同一人决定，也不能审核本人所属媒体的作品。",
    en="Decide\nNeeds the claim. Pass, changes or reject. The last stage sets grade (D is a rejection), embargo and "
       "conditions; a major work, or one whose last approval had an embargo that has not ended, needs an explicit "
       "embargo decision. No two stages of a round by one person, none for an outlet that one acts for.",
)  # fmt: skip
def decide(review: str, data: Data) -> Data:
    return ask("review.decide", {**data, "review": review})


@area.post(
    "/reviews/<id:review>/findings/<id:finding>/confirmation", access=DECIDES, **ONE,
    body=contracts.ConfirmFinding(exclude=("review", "finding")), example={"reason": "确为当事人电话。"},
    zh="确认初筛结果\n须先领取，并说明理由。已确认的身份证号、电话、银行卡号、号牌与禁用词须从文中删改后才能通过。",
    en="Confirm a finding\nNeeds the claim and a reason. A confirmed identity number, phone, bank card, licence "
       "plate or banned word must leave the text before it passes.",
)  # fmt: skip
def confirm_finding(review: str, finding: str, data: Data) -> Data:
    return ask("review.confirm_finding", {**data, "review": review, "finding": finding})


@area.post(
    "/reviews/<id:review>/findings/<id:finding>/dismissal", access=DECIDES, **ONE,
    body=contracts.DismissFinding(exclude=("review", "finding")), example={"reason": "公开的报警电话。"},
    zh="排除初筛结果\n须先领取，并说明理由。",
    en="Dismiss a finding\nNeeds the claim, and a reason.",
)  # fmt: skip
def dismiss_finding(review: str, finding: str, data: Data) -> Data:
    return ask("review.dismiss_finding", {**data, "review": review, "finding": finding})


@area.post(
    "/reviews/<id:review>/findings/dismissal", access=DECIDES, body=contracts.DismissFindings(exclude=PATH),
    example={"findings": ["f1", "f2"], "reason": "均为公开的服务电话。"}, **ONE,
    zh="批量排除初筛结果\n须先领取；全部排除或一条也不排除。",
    en="Dismiss several findings\nNeeds the claim; all of them or none.",
)  # fmt: skip
def dismiss_findings(review: str, data: Data) -> Data:
    return ask("review.dismiss_findings", {**data, "review": review})


@area.post(
    "/reviews/<id:review>/assessment", access=DECIDES, body=contracts.AssessIdea(exclude=PATH),
    example={"novelty": 85, "feasibility": 70, "benefit": 90, "comment": "可先在两个所试行。"}, **ONE,
    zh="评估金点子\n创新性、可行性、效益各 0 至 100 分；达到规定人数后按均分采纳或不采纳。不需要领取。",
    en="Assess a golden idea\nNovelty, feasibility and benefit, 0 to 100 each. With enough assessors the mean adopts "
       "or declines. Needs no claim.",
)  # fmt: skip
def assess(review: str, data: Data) -> Data:
    return ask("review.assess", {**data, "review": review})


@area.post(
    "/reviews/<id:review>/revocation", access=only(Role.REVIEWER_FINAL), example={"reason": "关键事实有误。"},
    body=contracts.RevokeApproval(exclude=PATH), **ONE,
    zh="撤销许可\n由终审在刊发之前撤销，发布许可随即失效。",
    en="Revoke\nBy the final reviewer, before publication; the permit is void from then on.",
)  # fmt: skip
def revoke(review: str, data: Data) -> Data:
    return ask("review.revoke", {**data, "review": review})
