"""How long something takes in a bureau's working hours, in Asia/Shanghai."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from shared.clock import SHANGHAI
from shared.errors import FieldProblem
from shared.workdays import Calendar

# From and to, in minutes of the day.
Span = tuple[int, int]
DAY = 24 * 60
LEAST_DAY = 60


@dataclass(frozen=True)
class Due:
    """When the time is over. Not `exact`: it rests on a day of which nobody knows yet whether it is worked."""

    at: datetime
    exact: bool


def later(start: datetime, minutes: int, spans: Sequence[Span], workday: Calendar) -> Due:
    """The moment at which so many working minutes have passed since `start`. `spans` are in order and not empty."""
    local = start.astimezone(SHANGHAI)
    day, since = local.date(), local.hour * 60 + local.minute
    left, exact = minutes, True
    while True:
        today = workday(day)
        exact = exact and today.known
        if today.worked:
            for first, last in spans:
                begin = max(first, since)
                if left <= last - begin:
                    return Due(_moment(day, begin + left), exact)
                left -= max(0, last - begin)
        day, since = day + timedelta(days=1), 0


def worked(start: datetime, end: datetime, spans: Sequence[Span], workday: Calendar) -> int:
    """How many working minutes lie between two moments, whole minutes of the clock; 0 when the second is no later."""
    first, last = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
    since, until = first.hour * 60 + first.minute, last.hour * 60 + last.minute
    day, minutes = first.date(), 0
    while day <= last.date():
        if workday(day).worked:
            begin = since if day == first.date() else 0
            finish = until if day == last.date() else DAY
            minutes += sum(max(0, min(finish, close) - max(begin, opening)) for opening, close in spans)
        day += timedelta(days=1)
    return minutes


def minutes_of(clock: str) -> int:
    """The minute of the day of a time such as 08:30."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minute: int) -> str:
    """The time of a minute of the day, such as 08:30."""
    return f"{minute // 60:02}:{minute % 60:02}"


def span_problems(spans: Sequence[Span]) -> Iterator[FieldProblem]:
    """What is wrong with a bureau's working hours, found at `/working_hours`."""
    for number, (first, last) in enumerate(spans):
        if first >= last:
            yield FieldProblem(f"/working_hours/{number}/to", "range.order")
    for number, (before, after) in enumerate(pairwise(spans), 1):
        if after[0] < before[1]:
            yield FieldProblem(f"/working_hours/{number}/from", "policy.hours_overlap")
    if sum(max(0, last - first) for first, last in spans) < LEAST_DAY:
        yield FieldProblem("/working_hours", "policy.hours_short", {"min": LEAST_DAY})


def _moment(day: date, minute: int) -> datetime:
    midnight = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    return (midnight + timedelta(minutes=minute)).astimezone(UTC)
