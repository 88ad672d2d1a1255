"""Statistics of review: decided how, how fast, how often too late."""

from __future__ import annotations

from gateway.api import review_examples as examples
from gateway.api.ask import ask
from gateway.api.statistics import area
from gateway.auth.access import STAFF
from gateway.http.reading import Data
from shared.contracts import review as contracts


@area.get(
    "/statistics/reviews", access=STAFF, service="review", query=contracts.ReviewStatisticsQuery(),
    answer=contracts.ReviewStatistics(), answer_example=examples.STATISTICS,
    zh="审核统计\n按月（作出决定的月份）、阶段、媒体类别和议题：决定数及结果、用时（工作分钟的中位数与九成数）、逾期数与占比；"
       "可与上一个等长时段并列（`compare=previous`）。",
    en="Statistics of review\nBy month (of the decision), stage, category of outlet and topic: how many were decided "
       "and how, how long they took (median and 90th percentile of working minutes), how many too late; with "
       "the period of the same length before beside it (`compare=previous`).",
)  # fmt: skip
def reviews(data: Data) -> Data:
    return ask("review.statistics", data)
