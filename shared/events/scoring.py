"""Facts about points (积分), periods (考评周期), appeals (申诉) and awards (表彰). Points have two decimal places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from shared.events.base import Event


@dataclass(frozen=True)
class EntryState:
    """One line of the ledger. `late` is the period that it belongs to when that was no longer open."""

    id: str
    rule: str
    points: Decimal
    publication: str = ""
    late: str = ""
    reverses: str = ""


@dataclass(frozen=True)
class PeriodState:
    """A quarter (2026-Q3) or a year (2026); `ends` is its last day. `digest` seals a finalised one. Not
    `appeals_exact`: `appeals_until` rests on working days that nobody knows yet."""

    id: str
    kind: str
    starts: date
    ends: date
    status: str
    appeals_until: date | None = None
    digest: str = ""
    appeals_exact: bool = True


@dataclass(frozen=True)
class AppealState:
    """An outlet's objection to its score in a publicised period."""

    id: str
    period: str
    outlet: str
    status: str


@dataclass(frozen=True)
class AwardState:
    """What an outlet (or one work of it) was awarded; `code` verifies its certificate, if it has one."""

    id: str
    period: str
    outlet: str
    kind: str
    title: str
    number: str = ""
    code: str = ""
    submission: str = ""


@dataclass(frozen=True)
class PointsEvent(Event):
    """Base of the facts about an outlet's points. `points` is the sum of the entries, `title` says what for."""

    source: ClassVar[str] = "scoring"
    abstract: ClassVar[bool] = True

    outlet: str
    period: str
    points: Decimal
    entries: tuple[EntryState, ...]
    submission: str = ""
    title: str = ""


@dataclass(frozen=True)
class PointsEntered(PointsEvent):
    """Points were entered into an outlet's ledger."""


@dataclass(frozen=True)
class PointsReversed(PointsEvent):
    """Earlier entries were reversed; the points are those of the reversing entries."""


@dataclass(frozen=True)
class PeriodEvent(Event):
    """Base of the facts about a period. `by` is the account that acted."""

    source: ClassVar[str] = "scoring"
    abstract: ClassVar[bool] = True

    period: PeriodState
    by: str


@dataclass(frozen=True)
class PeriodClosed(PeriodEvent):
    """No entry can be added any more."""


@dataclass(frozen=True)
class PeriodPublicised(PeriodEvent):
    """The ranking is public for appeals until `period.appeals_until`."""


@dataclass(frozen=True)
class AppealsUntilMoved(PeriodEvent):
    """The working days that the last day for appeals rested on became known, and it was counted anew. It was `before`;
    when that is the same, what was a guess is known now."""

    before: date


@dataclass(frozen=True)
class PeriodFinalised(PeriodEvent):
    """A leader signed the ranking: it is immutable, `period.digest` seals it."""


@dataclass(frozen=True)
class AppealEvent(Event):
    """Base of the facts about an appeal. `by` is the account that acted."""

    source: ClassVar[str] = "scoring"
    abstract: ClassVar[bool] = True

    appeal: AppealState
    by: str


@dataclass(frozen=True)
class AppealOpened(AppealEvent):
    """An outlet objected to its score."""

    reason: str


@dataclass(frozen=True)
class AppealAnswered(AppealEvent):
    """The bureau answered: `upheld` or `dismissed`, and why."""

    decision: str
    answer: str


@dataclass(frozen=True)
class AwardEvent(Event):
    """Base of the facts about an award. `by` is the account that acted."""

    source: ClassVar[str] = "scoring"
    abstract: ClassVar[bool] = True

    award: AwardState
    by: str


@dataclass(frozen=True)
class AwardGranted(AwardEvent):
    """An award was granted from a finalised ranking."""


@dataclass(frozen=True)
class AwardDelivered(AwardEvent):
    """An award was handed over in person."""

    delivered_at: datetime
