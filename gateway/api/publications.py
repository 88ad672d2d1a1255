"""Publications (刊发) of works and their metrics (传播数据)."""

from __future__ import annotations

from typing import Any

from gateway.api import submission_examples as examples
from gateway.api.ask import ask
from gateway.api.examples import ID, page
from gateway.api.submissions import SEES, WRITES
from gateway.auth.access import STAFF, only
from gateway.current import asking
from gateway.files.references import described
from gateway.http.area import Area
from gateway.http.reading import Data
from gateway.runtime import runtime
from shared import validation
from shared.context import Role
from shared.contracts import submission as contracts

area = Area("publications", zh="刊发与传播数据", en="Publications and metrics", service="submission")

RULES = only(Role.LIAISON)
SNAPSHOT: dict[str, Any] = {
    "answer": contracts.MetricsView(), "etag": True, "answer_example": examples.METRICS,
}  # fmt: skip


@area.post(
    "/submissions/<id:submission>/publications", access=WRITES, status=201, example=examples.PUBLICATION_INPUT,
    body=contracts.ReportPublication(exclude=("submission",)), answer=contracts.PublicationView(),
    answer_example=examples.PUBLICATION,
    zh="上报刊发\n只限已通过的作品，首次刊发即为已刊发；转载注明来源并归为一组；早于许可或解禁时间的会标明。",
    en="Report a publication\nOf an approved work, which the first one makes a published one. A reprint names its "
       "source and is grouped with it; what was earlier than permit or embargo allow is marked.",
)  # fmt: skip
def publish(submission: str, data: Data) -> Data:
    given = {**data, "submission": submission}
    return ask("submission.publish", _with_own_proof(contracts.ReportPublication(), given))


@area.get(
    "/submissions/<id:submission>/publications", access=SEES, answer=contracts.PublicationList(),
    answer_example=page(examples.PUBLICATION),
    zh="刊发列表\n按上报先后。",
    en="Publications\nIn the order in which they were reported.",
)  # fmt: skip
def publications(submission: str) -> Data:
    return ask("submission.publications", {"submission": submission})


@area.post(
    "/publications/<id:publication>/metrics", access=WRITES, status=201, example=examples.METRICS_INPUT,
    body=contracts.ReportMetrics(exclude=("publication",)), **SNAPSHOT,
    zh="上报传播数据\n某一时刻的阅读、点赞、转发、评论、在看；同一时刻同样的数值再报一次不产生变化，下降与异常增长会标明。",
    en="Report metrics\nReads, likes, shares, comments and in-views at one moment. The same again changes nothing; "
       "drops and jumps are flagged.",
)  # fmt: skip
def report_metrics(publication: str, data: Data) -> Data:
    given = {**data, "publication": publication}
    return ask("submission.report_metrics", _with_own_proof(contracts.ReportMetrics(), given))


@area.get(
    "/publications/<id:publication>/metrics", access=SEES, answer=contracts.MetricsList(),
    answer_example=page(examples.METRICS),
    zh="一次刊发的传播数据\n按数据时间。",
    en="Metrics of a publication\nBy the moment that they are of.",
)  # fmt: skip
def publication_metrics(publication: str) -> Data:
    return ask("submission.publication_metrics", {"publication": publication})


@area.get(
    "/metrics", access=STAFF, query=contracts.MetricsQueue(), answer=contracts.MetricsPage(), paged=True,
    answer_example=page(examples.METRICS),
    zh="待核实的传播数据\n按上报先后；可只看有标记的或某一媒体的。",
    en="Metrics to verify\nIn the order in which they were reported; flagged ones or an outlet's alone, if wanted.",
)  # fmt: skip
def metrics_queue(data: Data) -> Data:
    return ask("submission.metrics_queue", data)


@area.post(
    "/metrics/verification", access=RULES, body=contracts.VerifyManyMetrics(), answer=contracts.VerificationResult(),
    example={"metrics": [ID]}, answer_example={"verified": [ID], "refused": []},
    zh="批量核实传播数据\n最多 200 条；不能核实的会列出原因，不影响其余。",
    en="Verify many\n200 at most; what cannot be verified is told with its reason and does not stop the others.",
)  # fmt: skip
def verify_many(data: Data) -> Data:
    return ask("submission.verify_many_metrics", data)


@area.post(
    "/metrics/<id:metrics>/verification", access=RULES, **SNAPSHOT,
    zh="核实传播数据\n核实后计入；不能核实本人所属媒体的数据。",
    en="Verify metrics\nThey count from then on; not those of an outlet that one belongs to.",
)  # fmt: skip
def verify(metrics: str) -> Data:
    return ask("submission.verify_metrics", {"metrics": metrics})


@area.post(
    "/metrics/<id:metrics>/refusal", access=RULES, body=contracts.RefuseMetrics(exclude=("metrics",)),
    example={"reason": "截图时间与上报时间不符。"}, **SNAPSHOT,
    zh="不予采信\n说明理由；该时刻可以重新上报。",
    en="Refuse metrics\nWith a reason; other numbers may be reported for the same moment.",
)  # fmt: skip
def refuse(metrics: str, data: Data) -> Data:
    return ask("submission.refuse_metrics", {**data, "metrics": metrics})


def _with_own_proof(form: Any, data: Data) -> Data:
    """The data, whose proof are files of one's own. Raises: Invalid."""
    if data.get("proof"):
        validation.load(form, data)
        described(runtime().files, asking(), data["proof"], "/proof", contracts.MAX_ATTACHMENT)
    return data
