"""Statistics as they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from services.review.domain.statistics import Figures, Tally, figures
from shared.contracts.review.statistics import MOST_TOPICS
from shared.contracts.review_terms import Outcome
from shared.histograms import MEDIAN, P90, percent
from shared.months import Period


def statistics_view(period: Period, tallies: Sequence[Tally], before: Sequence[Tally] | None) -> dict[str, Any]:
    """`ReviewStatistics`; `before` is of the period before, if that is asked for."""
    previous = None if before is None else _period_view(period.previous, before)
    return _period_view(period, tallies) | {"previous": previous}


def _period_view(period: Period, tallies: Sequence[Tally]) -> dict[str, Any]:
    categories = sorted({each.category for each in tallies})
    decided: Counter[str] = Counter()
    for each in tallies:
        decided[each.topic] += sum(each.outcomes.values())
    topics = sorted(decided, key=lambda topic: (-decided[topic], topic))[:MOST_TOPICS]
    return {
        "from": period.first,
        "to": period.last,
        "stages": _stages(tallies),
        "months": [
            {"month": month, "stages": _stages(each for each in tallies if each.month == month)}
            for month in period.months
        ],
        "categories": [
            {"category": category, "stages": _stages(each for each in tallies if each.category == category)}
            for category in categories
        ],
        "topics": [
            {"topic": topic, "stages": _stages(each for each in tallies if each.topic == topic)} for topic in topics
        ],
    }


def _stages(tallies: Iterable[Tally]) -> list[dict[str, Any]]:
    return [_figures_view(each) for each in figures(tallies)]


def _figures_view(each: Figures) -> dict[str, Any]:
    return {
        "stage": each.stage,
        "decided": each.decided,
        **{outcome.value: each.outcomes.get(outcome.value, 0) for outcome in Outcome},
        "timed": each.timed,
        "median_minutes": each.within(MEDIAN),
        "p90_minutes": each.within(P90),
        "overdue": each.overdue,
        "overdue_percent": percent(each.overdue, each.decided),
    }
