"""Working days as rules know them. Rules are given a `Calendar`; the one of mainland China is `shared.holidays`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

SATURDAY = 5
# 全国年节及纪念日放假办法: holidays on the same date of every year.
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True)
class Workday:
    """Whether a day is worked. Not `known`: nobody has said yet, and a date that rests on it should say so."""

    worked: bool
    known: bool = True


Calendar = Callable[[date], Workday]


def guess(day: date) -> Workday:
    """What stands in until the year's notice is known: Monday to Friday but for the fixed holidays."""
    return Workday(day.weekday() < SATURDAY and (day.month, day.day) not in FIXED, known=False)
