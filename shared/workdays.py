"""Working days as rules know them. Rules are given a `Calendar`: a bureau's entries over the notices that
`shared.holidays` knows, over a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
# 全国年节及纪念日放假办法: holidays on the same date of every year.
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True)
class Workday:
    """Whether a day is worked. Not `known`: nobody has said yet, and a date that rests on it should say so."""

    worked: bool
    known: bool = True


Calendar = Callable[[date], Workday]
# Of each year that a bureau entered, the days that are not as their weekday is: date → whether it is worked.
Entries = Mapping[int, Mapping[date, bool]]


@dataclass(frozen=True)
class Counting:
    """A bureau's calendar as it is now. `mark` names this state of it: what was counted by another one is counted anew
    where it still may change."""

    workday: Calendar
    mark: str = ""


def ordinary(day: date) -> bool:
    """Whether a day is worked when nothing is said of it: Monday to Friday."""
    return day.weekday() < SATURDAY


def guess(day: date) -> Workday:
    """What stands in until the year's notice is known: Monday to Friday but for the fixed holidays."""
    return Workday(ordinary(day) and (day.month, day.day) not in FIXED, known=False)


def over(entries: Entries, beneath: Calendar) -> Calendar:
    """The calendar of a bureau: a year that it entered counts by its entries alone, any other as `beneath` says."""

    def workday(day: date) -> Workday:
        year = entries.get(day.year)
        return beneath(day) if year is None else Workday(year.get(day, ordinary(day)))

    return workday


def days_of(year: int) -> Iterator[date]:
    """Every day of a year, in order."""
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)
