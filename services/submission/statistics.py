"""Statistics: from counted cells to views."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from services.submission.domain import tally
from services.submission.domain.snapshot import NUMBERS
from shared.contracts.outlet_terms import Category, Level, Platform
from shared.contracts.submission_terms import SubmissionKind

Called = Callable[[str], str]


def span_view(counted: Mapping[str, tally.Tally], months: list[str], called: Called) -> dict[str, Any]:
    """`SpanTally` of some months, of all that is counted. `called`: what a topic is called now."""
    return {"from": months[0], "to": months[-1], **_view((counted[month] for month in months), called)}


def month_view(month: str, counted: tally.Tally, called: Called) -> dict[str, Any]:
    """`MonthTally`."""
    return {"month": month, **_view([counted], called)}


def _view(tallies: Iterable[tally.Tally], called: Called) -> dict[str, Any]:
    found: Counter[tuple[str, str, str]] = Counter()
    for each in tallies:
        for (_month, *rest), number in each.items():
            measure, by, value = rest
            found[measure, by, value] += number
    works = {measure: _works(found, measure, called) for measure in ("handed_in", "approved", "published")}
    publications = {
        "all": found["publications", tally.ALL, ""],
        "by_level": _by(found, "publications", "level", Level),
        "by_platform": _by(found, "publications", "platform", Platform),
    }
    reach = [
        {"platform": each.value, **{name: found["reach", name, each.value] for name in ("measured", *NUMBERS)}}
        for each in Platform
        if found["reach", "measured", each.value]
    ]
    active = [cell for cell, number in found.items() if cell[:2] == ("handed_in", "outlet") and number]
    return {**works, "publications": publications, "reach": reach, "active_outlets": len(active)}


def _works(found: Mapping[tuple[str, str, str], int], measure: str, called: Called) -> dict[str, Any]:
    topics: Counter[str] = Counter()
    for cell, number in found.items():
        if cell[:2] == (measure, "topic"):
            topics[called(cell[2])] += number
    return {
        "all": found[measure, tally.ALL, ""],
        "by_category": _by(found, measure, "category", Category),
        # The most frequent first.
        "by_topic": dict(
            sorted(((value, n) for value, n in topics.items() if n), key=lambda each: (-each[1], each[0]))
        ),
        "by_kind": _by(found, measure, "kind", SubmissionKind),
    }


def _by(found: Mapping[tuple[str, str, str], int], measure: str, by: str, terms: type[StrEnum]) -> dict[str, int]:
    return {each.value: found[measure, by, each.value] for each in terms}
