"""Quarters and years in Asia/Shanghai, by their ids: 2026-Q3, 2026. A quarter's id sorts by its time."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from shared.clock import local_date
from shared.contracts.scoring_terms import PeriodKind

PERIOD = re.compile(r"20[0-9]{2}(-Q[1-4])?")


def quarter_of(moment: datetime) -> str:
    """The quarter that an aware moment is in."""
    return quarter_on(local_date(moment))


def quarter_on(day: date) -> str:
    """The quarter that a day is in."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def year_of(period: str) -> str:
    """The year of a quarter."""
    return period[:4]


def kind_of(period: str) -> PeriodKind:
    """Whether an id is a quarter's or a year's."""
    return PeriodKind.QUARTER if "Q" in period else PeriodKind.YEAR


def starts(period: str) -> date:
    """The first day."""
    return date(int(period[:4]), 3 * int(period[-1]) - 2 if "Q" in period else 1, 1)


def ends(period: str) -> date:
    """The last day."""
    return starts(next_of(period)) - timedelta(days=1)


def next_of(period: str) -> str:
    """The quarter or year after it."""
    year = int(period[:4])
    if "Q" not in period:
        return str(year + 1)
    return f"{year + 1}-Q1" if period[-1] == "4" else f"{year}-Q{int(period[-1]) + 1}"


def quarters(year: str) -> list[str]:
    """The four quarters of a year."""
    return [f"{year}-Q{number}" for number in range(1, 5)]


def target(home: str, frontier: str) -> str:
    """Where entries of the quarter `home` go: there, or when it is closed into the first quarter that is not.

    `frontier` is the last closed quarter (quarters close in their order), empty when none is.
    """
    return home if home > frontier else next_of(frontier)


def shut(period: str, frontier: str) -> bool:
    """Whether a quarter, or all quarters of a year, are behind the last closed one."""
    return (period if "Q" in period else quarters(period)[-1]) <= frontier
