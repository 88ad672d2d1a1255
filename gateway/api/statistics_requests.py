"""Statistics of requests: how fast the bureau responds, and how content outlets are."""

from __future__ import annotations

from gateway.api.ask import ask
from gateway.api.statistics import area
from gateway.api.statistics_requests_examples import STATISTICS
from gateway.auth.access import SIGNED_IN
from gateway.http.reading import Data
from shared.contracts import liaison as contracts


@area.get(
    "/statistics/requests", access=SIGNED_IN, service="liaison", query=contracts.RequestStatisticsQuery(),
    answer=contracts.RequestStatistics(), answer_example=STATISTICS,
    zh="需求办理统计\n按月、需求类别和办理单位：受理和答复的件数、用时（工作分钟的中位数与九成数）、按时率，以及满意度；"
       "对接民警和局领导另见经办人。媒体维权事项不计入任何数字。可与上一个等长时段并列（`compare=previous`）。",
    en="Response times\nBy month, kind and unit: how many requests were acknowledged and answered, how long that took "
       "(median and 90th percentile of working minutes), how many in time, and how content their askers are; to "
       "liaisons and leaders by person, too. Rights protection is in none of the numbers. With the "
       "period of the same length before beside it (`compare=previous`).",
)  # fmt: skip
def requests(data: Data) -> Data:
    return ask("liaison.statistics", data)
