"""Statistics (统计) of works, publications and how far they reached. The submission service counts."""

from __future__ import annotations

from gateway.api import submission_examples as examples
from gateway.api.ask import ask
from gateway.api.statistics import area
from gateway.auth.access import STAFF
from gateway.http.reading import Data
from shared.contracts import submission as contracts


@area.get(
    "/statistics/works", access=STAFF, service="submission", query=contracts.StatisticsQuery(),
    answer=contracts.WorkStatistics(), answer_example=examples.STATISTICS,
    zh="作品统计\n按月（北京时间）：投稿、通过、刊发的作品，按媒体类别、议题、种类；已核实的刊发，按级别、平台；各平台的传播数据；有投稿的媒体数。"
       "compare=previous 附之前同样长的时段。",
    en="Statistics of works\nBy month (Asia/Shanghai): works handed in, approved and published, by category of outlet, "
       "topic and kind; verified publications by level and platform; what they reached; how many outlets handed in. "
       "compare=previous adds as many months before.",
)  # fmt: skip
def works(data: Data) -> Data:
    return ask("submission.statistics", data)
