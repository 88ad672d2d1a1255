"""Months, quarters and years of the calendar in Asia/Shanghai by their ids: 2026-07, 2026-Q3, 2026."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.clock import SHANGHAI, local_date

# What an id is, for the contracts.
MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"
SPAN = r"^20[0-9]{2}(-(0[1-9]|1[0-2])|-Q[1-4])?$"
PARTS = re.compile(r"(20[0-9]{2})(?:-(0[1-9]|1[0-2])|-Q([1-4]))?\Z")


def month_of(moment: datetime) -> str:
    """The month that an aware moment is in."""
    return f"{local_date(moment):%Y-%m}"


def span_of(id_: str) -> tuple[datetime, datetime]:
    """When a month, quarter or year begins, and the next one, in UTC. Raises: ValueError for another text."""
    found = PARTS.match(id_)
    if found is None:
        raise ValueError(id_)
    year, month, quarter = (int(each) if each else 0 for each in found.groups())
    first, count = (month, 1) if month else (quarter * 3 - 2, 3) if quarter else (1, 12)
    begin = year * 12 + first - 1
    return _begin(begin), _begin(begin + count)


def months(first: str, last: str) -> list[str]:
    """The months from one to another, both included; none when the first is later."""
    return [_id(number) for number in range(_number(first), _number(last) + 1)]


def months_before(first: str, count: int) -> list[str]:
    """The so many months that end where a month begins."""
    return [_id(number) for number in range(_number(first) - count, _number(first))]


@dataclass(frozen=True)
class Period:
    """Months in a row, both included, as 2026-09."""

    first: str
    last: str

    @property
    def months(self) -> list[str]:
        """All of them."""
        return months(self.first, self.last)

    @property
    def previous(self) -> Period:
        """The period of the same length before."""
        before = months_before(self.first, len(self.months))
        return Period(before[0], before[-1])


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _id(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _begin(number: int) -> datetime:
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=SHANGHAI).astimezone(UTC)
