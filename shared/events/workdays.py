"""Facts about a bureau's working days (工作日历). Each is about one year, and carries all that is known of it.

A consumer that keeps a replica takes the state of the highest `aggregateversion` of a bureau's year and needs no other
event; the subject is the year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from shared.events.base import Event


@dataclass(frozen=True)
class DayState:
    """A day that is not as its weekday is: worked on a weekend, or not worked from Monday to Friday."""

    day: date
    worked: bool


@dataclass(frozen=True)
class WorkdaysState:
    """How the days of a year count: Monday to Friday but for `days`. Those that were over when it was entered count as
    they did before."""

    year: int
    days: tuple[DayState, ...]
    source: str


@dataclass(frozen=True)
class WorkdaysEvent(Event):
    """Base of the facts about a year's working days. `by` is the account that acted, empty for the system itself."""

    source: ClassVar[str] = "outlet"
    abstract: ClassVar[bool] = True

    by: str


@dataclass(frozen=True)
class WorkdaysAdopted(WorkdaysEvent):
    """An administrator entered the holidays and make-up working days of a year, or corrected them."""

    workdays: WorkdaysState
    reason: str = ""


@dataclass(frozen=True)
class WorkdaysMissing(WorkdaysEvent):
    """Nobody has entered the working days of a year that dates rest on, and no notice of them is known."""

    year: int
