"""A bureau's working days (工作日历): its holidays and make-up days of a year, adopted for the whole year at once.

Every correction is a numbered version, and holds from the day after it: what is over counts as it did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from shared.contracts.workday_terms import Basis, DayKind
from shared.errors import FieldProblem, Invalid
from shared.events import DayState, WorkdaysState
from shared.workdays import FIXED, Calendar, days_of, ordinary, over

# 国务院办公厅 gives notice of the next year's holidays from the end of October to the end of November.
NOTICE = (11, 15)
AHEAD = 1
# Each is a holiday of every year (全国年节及纪念日放假办法), on a day between these two: 清明 by the sun, the
# others by the moon.
MOVING: Mapping[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "spring_festival": ((1, 21), (2, 21)),
    "qingming": ((4, 4), (4, 6)),
    "dragon_boat": ((5, 25), (6, 26)),
}


@dataclass(frozen=True)
class Day:
    """A day that is not as its weekday is, or that is a holiday on a weekend; `name` is what for (春节)."""

    date: date
    kind: DayKind
    name: str = ""

    @property
    def worked(self) -> bool:
        """Whether it is worked."""
        return self.kind is DayKind.MAKEUP


@dataclass(frozen=True)
class Made:
    """Who made a version, when and why; `source` is the notice that it follows, such as 国办发明电〔2026〕7号."""

    by: str = ""
    at: datetime | None = None
    source: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Year:
    """The working days of a bureau's year in one version; 0: nobody entered any.

    `days` are those that were entered. `counted` is how the days count that are not as their weekday is, those included
    that were over by `since`: from that day on it is `days` that count.
    """

    year: int
    version: int
    basis: Basis
    days: tuple[Day, ...]
    made: Made = Made()
    since: date | None = None
    counted: Mapping[date, bool] | None = None

    def state(self) -> WorkdaysState:
        """What other services may know."""
        counted = sorted((self.counted or {}).items())
        return WorkdaysState(self.year, tuple(DayState(day, worked) for day, worked in counted), self.made.source)


def expected(today: date) -> int:
    """The year whose days should be known by now: from 15 November on the next one, else this one."""
    return today.year + ((today.month, today.day) >= NOTICE)


def adopt(before: Year, days: Sequence[Day], made: Made, today: date, beneath: Calendar) -> Year:
    """The next version; the same one when it says nothing new. `beneath`: how days count that nobody entered.

    Raises: Invalid with every place that does not fit.
    """
    entered = tuple(sorted(days, key=lambda day: day.date))
    if problems := [*_year(before.year, today), *_days(before.year, days), *_missing(days)]:
        raise Invalid("validation", problems=problems)
    if before.version and (entered, made.source) == (before.days, before.made.source):
        return before
    known = {before.year: before.counted} if before.counted is not None else {}
    counted = _counted(before.year, entered, today, over(known, beneath))
    since = today + timedelta(days=1)
    return Year(before.year, before.version + 1, Basis.ENTERED, entered, made, since, counted)


def _counted(year: int, entered: Sequence[Day], today: date, before: Calendar) -> dict[date, bool]:
    said = {day.date: day.worked for day in entered}
    worked = {
        day: before(day).worked if day <= today else said.get(day, ordinary(day))
        for day in days_of(year)
    }  # fmt: skip
    return {day: value for day, value in worked.items() if value != ordinary(day)}


def _year(year: int, today: date) -> Iterator[FieldProblem]:
    if not today.year <= year <= today.year + AHEAD:
        yield FieldProblem("/year", "workdays.year", {"first": today.year, "last": today.year + AHEAD})


def _days(year: int, days: Sequence[Day]) -> Iterator[FieldProblem]:
    seen: dict[date, int] = {}
    for number, day in enumerate(days):
        if day.date.year != year:
            yield FieldProblem(f"/days/{number}/date", "workdays.other_year", {"year": year})
        elif day.date in seen:
            yield FieldProblem(f"/days/{number}/date", "workdays.twice", _place(seen[day.date]))
        elif day.worked and ordinary(day.date) and (day.date.month, day.date.day) not in FIXED:
            yield FieldProblem(f"/days/{number}/date", "workdays.makeup_on_workday")
        seen.setdefault(day.date, number)


def _place(number: int) -> dict[str, Any]:
    return {"place": f"/days/{number}", "number": number + 1}


def _missing(days: Sequence[Day]) -> Iterator[FieldProblem]:
    """A list that lacks a holiday of every year is not that of a whole year. 中秋 may lie within 国庆, so it is not
    looked for."""
    named = {(day.date.month, day.date.day) for day in days}
    off = {(day.date.month, day.date.day) for day in days if not day.worked}
    lacking = [f"{month:02}-{day:02}" for month, day in sorted(FIXED - named)]
    lacking += [name for name, (first, last) in MOVING.items() if not any(first <= each <= last for each in off)]
    if lacking:
        yield FieldProblem("/days", "workdays.incomplete", {"missing": lacking})
