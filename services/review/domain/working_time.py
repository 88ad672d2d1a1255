"""How long something takes in a bureau's working hours, in Asia/Shanghai."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from shared.clock import SHANGHAI

# From and to, in minutes of the day.
Span = tuple[int, int]
# Whether a day is worked, holidays and make-up days included; None for a year whose holidays are not known yet.
Workday = Callable[[date], bool | None]
SATURDAY = 5


@dataclass(frozen=True)
class Due:
    """When the time is over. Not `exact`: some day's holidays are not known, Monday to Friday stand in for them."""

    at: datetime
    exact: bool


def later(start: datetime, minutes: int, spans: Sequence[Span], workday: Workday) -> Due:
    """The moment at which so many working minutes have passed since `start`. `spans` are in order and not empty."""
    local = start.astimezone(SHANGHAI)
    day, since = local.date(), local.hour * 60 + local.minute
    left, exact = minutes, True
    while True:
        known = workday(day)
        exact = exact and known is not None
        if known if known is not None else day.weekday() < SATURDAY:
            for first, last in spans:
                begin = max(first, since)
                if left <= last - begin:
                    return Due(_moment(day, begin + left), exact)
                left -= max(0, last - begin)
        day, since = day + timedelta(days=1), 0


def _moment(day: date, minute: int) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    return (midnight + timedelta(minutes=minute)).astimezone(UTC)
