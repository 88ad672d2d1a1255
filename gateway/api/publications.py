"""Publications (刊发) of works and their metrics (传播数据)."""

from __future__ import annotations

from typing import Any

from gateway.api import submission_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import ID, page
from gateway.api.proof import with_own_proof
from gateway.api.publication_worth import PublicationWorth, PublicationWorths, QueuedWorths, with_worth
from gateway.api.submissions import SEES, WRITES
from gateway.auth.access import STAFF, Access, only
from gateway.http.area import Area
from gateway.http.conditional import IfMatch
from gateway.http.reading import Data
from shared.context import Role
from shared.contracts import submission as contracts

area = Area("publications", zh="刊发与传播数据", en="Publications and metrics", service="submission")

RULES = only(Role.LIAISON)
CORRECTS = Access(WRITES.roles | RULES.roles)
PLACE: dict[str, Any] = {
    "answer": contracts.PublicationView(), "etag": True, "answer_example": examples.PUBLICATION,
}  # fmt: skip
SNAPSHOT: dict[str, Any] = {
    "answer": contracts.MetricsView(), "etag": True, "answer_example": examples.METRICS,
}  # fmt: skip


@area.post(
    "/submissions/<id:submission>/publications", access=WRITES, status=201, example=examples.PUBLICATION_INPUT,
    body=contracts.ReportPublication(exclude=("submission",)), **PLACE,
    zh="上报刊发\n只限已通过的作品，首次刊发即为已刊发；经对接民警核实后计分。指明媒体名录中的媒体（编号或任一写法的名称）或本媒体"
       "已核验的渠道，级别以名录或渠道为准，不由上报人填写。转载注明来源并归为一组；早于许可或解禁时间、链接与媒体不符的会标明。",
    en="Report a publication\nOf an approved work, which the first one makes a published one; it counts once a liaison "
       "has verified it. It names a medium of the directory (by id, or by name in any spelling) or a verified channel "
       "of the outlet; the level is theirs. A reprint names its source and is grouped with it; what was earlier than "
       "permit or embargo allow, or at an address that is not the medium's, is marked.",
)  # fmt: skip
def publish(submission: str, data: Data) -> Data:
    given = {**data, "submission": submission}
    return ask("submission.publish", with_own_proof(contracts.ReportPublication(), given))


@area.get(
    "/submissions/<id:submission>/publications", access=SEES, answer=PublicationWorths(),
    answer_example=page(examples.PUBLICATION_WORTH),
    zh="刊发列表\n按上报先后；待核实的附核实后的得分。",
    en="Publications\nIn the order in which they were reported; those that wait with what they would earn.",
)  # fmt: skip
def publications(submission: str) -> Data:
    found = ask("submission.publications", {"submission": submission})
    return found | {"items": with_worth(found["items"])}


@area.get(
    "/publications", access=STAFF, query=contracts.PublicationsQueue(), answer=QueuedWorths(), paged=True,
    answer_example=page(examples.QUEUED_PUBLICATION),
    zh="待核实的刊发\n按上报先后，已核实刊发的更正也在内；附核实后按现行计分办法的得分。媒体或渠道的级别已不同于上报时的，有标明（level_differs、level_now）。"
       "可只看某一媒体或平台的、链接与媒体不符的（host_differs），或其他状态的；可倒序。",
    en="Publications to verify\nIn the order in which they were reported, corrections of verified ones among them, "
       "with what each would earn by the scheme in force, and marked where medium or channel have another level by now "
       "than was reported (level_differs, level_now); an outlet's or a platform's alone, those alone whose "
       "address is not the medium's (host_differs), those in another state, or the newest first, if wanted.",
)  # fmt: skip
def publications_queue(data: Data) -> Data:
    found = ask("submission.publications_queue", data)
    return found | {"items": with_worth(found["items"])}


@area.get(
    "/publications/<id:publication>", access=SEES, answer=PublicationWorth(), etag=True,
    answer_example=examples.PUBLICATION_WORTH,
    zh="查看刊发\n现行版本；待核实的更正一并列出。",
    en="One publication\nIts newest version, with the correction that waits beside it.",
)  # fmt: skip
def publication(publication: str) -> Data:
    found = ask("submission.publication", {"publication": publication})
    return with_worth([found])[0]


@area.get(
    "/publications/<id:publication>/versions", access=SEES, query=contracts.PublicationVersionsQuery(
        exclude=("publication",)), answer=contracts.PublicationVersionPage(), paged=True,
    answer_example=page(examples.PUBLICATION_VERSION),
    zh="刊发的各版本\n由新到旧：每次上报、更正、核实与撤回，及其时间与原因。",
    en="Versions of a publication\nNewest first: each report, correction, ruling and withdrawal, when and why.",
)  # fmt: skip
def publication_versions(publication: str, data: Data) -> Data:
    return ask("submission.publication_versions", {**data, "publication": publication})


@area.patch(
    "/publications/<id:publication>", access=CORRECTS, body=contracts.CorrectPublication(exclude=("publication",)),
    example={"placement": "front_page", "reason": "漏选版面。"}, **PLACE,
    zh="更正刊发\n只改所给各项。核实前即为上报内容；核实后须说明原因，媒体的更正待对接民警核实，此前照旧计分；"
       "无利害关系的对接民警更正即为核实。",
    en="Correct a publication\nWhat is given is changed. Before the ruling it is what is reported; afterwards it needs "
       "a reason, and an outlet's waits for a liaison while the verified version counts. A liaison's own, who gains "
       "nothing by it, is verified at once.",
)  # fmt: skip
def correct_publication(publication: str, data: Data) -> Data:
    given = {**data, "publication": publication}
    return ask("submission.correct_publication", with_own_proof(contracts.CorrectPublication(), given))


@area.post(
    "/publications/verification", access=RULES, body=contracts.VerifyManyPublications(),
    answer=contracts.PublicationsVerified(), example={"publications": [{"publication": ID, "version": 1}]},
    answer_example={"verified": [ID], "refused": []},
    zh="批量核实刊发\n最多 200 条，各注明所看到的版本；不能核实的、此后有更正的会列出原因，不影响其余。",
    en="Verify many publications\n200 at most, each in the version that was looked at; what cannot be verified, or was "
       "corrected since, is told with its reason and does not stop the others.",
)  # fmt: skip
def verify_publications(data: Data) -> Data:
    return ask("submission.verify_many_publications", data)


@area.post(
    "/publications/<id:publication>/verification", access=RULES, if_match=IfMatch.REQUIRED,
    body=contracts.VerifyPublication(exclude=("publication",)), example={}, **PLACE,
    zh="核实刊发\n核实所看到的版本（If-Match），核实后计分；有待核实的更正即核实更正。上报后媒体或渠道的级别有变的（level_differs），"
       "须注明现级别（level），按现级别计分；渠道已取消核验的不能核实。"
       "不能核实本人所属媒体（含合作媒体）的或本人上报的刊发。",
    en="Verify a publication\nIn the version that was looked at (If-Match): it counts from then on, a waiting "
       "correction in place of what it corrects. Where medium or channel have another level by now (level_differs), "
       "that is named (level) and counts; on a channel that is verified no longer nothing is verified. Not of an "
       "outlet that one belongs to, co-authors' included, nor what one reported.",
)  # fmt: skip
def verify_publication(publication: str, data: Data) -> Data:
    return ask("submission.verify_publication", {**data, "publication": publication})


@area.post(
    "/publications/<id:publication>/refusal", access=RULES, body=contracts.RefusePublication(exclude=("publication",)),
    if_match=IfMatch.REQUIRED, example={"reason": "链接打不开，版面无此文。"}, **PLACE,
    zh="不予核实\n说明理由，并注明所看到的版本（If-Match）。所拒为待核实的上报或更正（原刊发照旧计分）；无待核实的，即取消核实，不再计分。该处可重新上报。",
    en="Refuse a publication\nWith a reason, in the version that was looked at (If-Match). Refused is what waits: a "
       "report, or a correction, and then it counts as before; with nothing waiting, what was verified counts no "
       "longer. The place can be reported anew.",
)  # fmt: skip
def refuse_publication(publication: str, data: Data) -> Data:
    return ask("submission.refuse_publication", {**data, "publication": publication})


@area.post(
    "/publications/<id:publication>/withdrawal", access=WRITES,
    body=contracts.WithdrawPublication(exclude=("publication",)), if_match=IfMatch.REQUIRED,
    example={"reason": "重复上报。"}, **PLACE,
    zh="撤回刊发\n核实前撤回上报，或撤回待核实的更正，注明所看到的版本（If-Match）；已核实的不能撤回。",
    en="Withdraw a publication\nA report before it is verified, or a correction that waits, in the version that was "
       "looked at (If-Match); not what was verified.",
)  # fmt: skip
def withdraw_publication(publication: str, data: Data) -> Data:
    return ask("submission.withdraw_publication", {**data, "publication": publication})


@area.post(
    "/publications/<id:publication>/metrics", access=WRITES, status=201, example=examples.METRICS_INPUT,
    body=contracts.ReportMetrics(exclude=("publication",)), **SNAPSHOT,
    zh="上报传播数据\n某一时刻的阅读、点赞、转发、评论、在看；同一时刻同样的数值再报一次，只补充所附证据，下降与异常增长会标明。",
    en="Report metrics\nReads, likes, shares, comments and in-views at one moment. The same again changes nothing, but "
       "adds its proof; drops and jumps are flagged.",
)  # fmt: skip
def report_metrics(publication: str, data: Data) -> Data:
    given = {**data, "publication": publication}
    return ask("submission.report_metrics", with_own_proof(contracts.ReportMetrics(), given))


@area.get(
    "/publications/<id:publication>/metrics", access=SEES, answer=contracts.MetricsList(),
    answer_example=page(examples.METRICS | {"may": ["correct_metrics"]}),
    zh="一次刊发的传播数据\n按数据时间。",
    en="Metrics of a publication\nBy the moment that they are of.",
)  # fmt: skip
def publication_metrics(publication: str) -> Data:
    return ask("submission.publication_metrics", {"publication": publication})


@area.get(
    "/metrics", access=STAFF, query=contracts.MetricsQueue(), answer=contracts.MetricsPage(), paged=True,
    answer_example=page(examples.QUEUED_METRICS),
    zh="待核实的传播数据\n按上报先后（或倒序），附作品、媒体、链接与上一次的数据；刊发不予核实或撤回的，其数据失效（lapsed），不再待核实。"
       "可只看有标记的、某一媒体的或某一平台的。",
    en="Metrics to verify\nIn the order in which they were reported, or the other way round, with work, outlet, "
       "address and the snapshot before; those of a publication that was refused or withdrawn have lapsed and wait no "
       "more. Flagged ones, an outlet's or a platform's alone, if wanted.",
)  # fmt: skip
def metrics_queue(data: Data) -> Data:
    return ask("submission.metrics_queue", data)


@area.get(
    "/metrics/<id:metrics>", access=SEES, answer=contracts.QueuedMetrics(), etag=True,
    answer_example=examples.QUEUED_METRICS,
    zh="查看一次传播数据\n附作品、媒体、链接、上一次的数据，以及可行操作。",
    en="One snapshot\nWith work, outlet, address, the snapshot before, and what may be done with it.",
)  # fmt: skip
def metrics(metrics: str) -> Data:
    return ask("submission.metrics", {"metrics": metrics})


@area.patch(
    "/metrics/<id:metrics>", access=WRITES, body=contracts.CorrectMetrics(exclude=("metrics",)),
    example={"reads": 5200, "reason": "误将总阅读量填入。"}, **SNAPSHOT,
    zh="更正传播数据\n只改所给各项。核实前即为上报内容；核实后更正数值须说明原因，待对接民警核实，此前照旧计入。",
    en="Correct metrics\nWhat is given is changed. Before the ruling it is what is reported; afterwards numbers need a "
       "reason, and wait for a liaison while the verified ones count.",
)  # fmt: skip
def correct_metrics(metrics: str, data: Data) -> Data:
    return ask("submission.correct_metrics", with_own_proof(contracts.CorrectMetrics(), {**data, "metrics": metrics}))


@area.post(
    "/metrics/verification", access=RULES, body=contracts.VerifyManyMetrics(), answer=contracts.VerificationResult(),
    example={"metrics": [{"metrics": ID, "version": 1}]}, answer_example={"verified": [ID], "refused": []},
    zh="批量核实传播数据\n最多 200 条，各注明所看到的版本；不能核实的、此后有更正的会列出原因，不影响其余。",
    en="Verify many\n200 at most, each in the version that was looked at; what cannot be verified, or was corrected "
       "since, is told with its reason and does not stop the others.",
)  # fmt: skip
def verify_many(data: Data) -> Data:
    return ask("submission.verify_many_metrics", data)


@area.post(
    "/metrics/<id:metrics>/verification", access=RULES, if_match=IfMatch.REQUIRED, **SNAPSHOT,
    zh="核实传播数据\n核实所看到的版本（If-Match），核实后计入；有待核实的更正即核实更正。不能核实本人所属媒体的数据。",
    en="Verify metrics\nIn the version that was looked at (If-Match): they count from then on, a waiting correction in "
       "place of what it corrects. Not those of an outlet that one belongs to.",
)  # fmt: skip
def verify(metrics: str) -> Data:
    return ask("submission.verify_metrics", {"metrics": metrics})


@area.post(
    "/metrics/<id:metrics>/refusal", access=RULES, body=contracts.RefuseMetrics(exclude=("metrics",)),
    if_match=IfMatch.REQUIRED, example={"reason": "截图时间与上报时间不符。"}, **SNAPSHOT,
    zh="不予采信\n说明理由，并注明所看到的版本（If-Match）。所拒为待核实的上报或更正（原数据照旧计入）；无待核实的，即取消核实，"
       "不再计入，积分以冲销方式收回。该时刻可以重新上报。",
    en="Refuse metrics\nWith a reason, in the version that was looked at (If-Match). Refused is what waits: a "
       "report, or a correction, and then they count as before; with nothing waiting, what was verified counts no "
       "longer, and points follow by reversal. Other numbers may be reported for the same moment.",
)  # fmt: skip
def refuse(metrics: str, data: Data) -> Data:
    return ask("submission.refuse_metrics", {**data, "metrics": metrics})
