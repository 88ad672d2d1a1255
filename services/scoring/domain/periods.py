"""The life of a period (考评周期).

open ──close──▶ closed ──publicise──▶ publicised ──finalise──▶ finalised

Quarters close in their order, after their last day; a year closes when all its quarters are finalised. What is
publicised can be appealed against for N working days, and is finalised after that and when no appeal is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from services.scoring.domain import calendar
from shared.clock import local_date
from shared.contracts.scoring_terms import PeriodAct, PeriodKind, PeriodStatus
from shared.errors import Conflict
from shared.events import PeriodState
from shared.workdays import Calendar

MOVES: dict[PeriodStatus, dict[PeriodAct, PeriodStatus]] = {
    PeriodStatus.OPEN: {PeriodAct.CLOSE: PeriodStatus.CLOSED},
    PeriodStatus.CLOSED: {PeriodAct.PUBLICISE: PeriodStatus.PUBLICISED},
    PeriodStatus.PUBLICISED: {PeriodAct.FINALISE: PeriodStatus.FINALISED},
    PeriodStatus.FINALISED: {},
}


@dataclass(frozen=True)
class Signature:
    """Who did something, and when."""

    account: str
    name: str
    at: datetime


@dataclass(frozen=True)
class Period:
    """A quarter or a year of one bureau. `appeals_until` is the last day (Asia/Shanghai) for appeals.

    Not `appeals_exact`: that day rests on working days that nobody knows yet, and may move to a later one.
    `open_appeals` counts those that wait for an answer. `early` is why it was finalised before the time for appeals
    was over, if it was. `scheme` is the serial of the scheme that its ranking goes by.
    """

    id: str
    bureau: str
    version: int = 0
    status: PeriodStatus = PeriodStatus.OPEN
    closed: Signature | None = None
    publicised: Signature | None = None
    working_days: int = 0
    appeals_until: date | None = None
    appeals: int = 0
    open_appeals: int = 0
    finalised: Signature | None = None
    early: str = ""
    digest: str = ""
    scheme: int = 0
    appeals_exact: bool = True

    @property
    def kind(self) -> PeriodKind:
        """Quarter or year."""
        return calendar.kind_of(self.id)

    @property
    def is_public(self) -> bool:
        """Whether its ranking may be seen by the outlets."""
        return self.status in (PeriodStatus.PUBLICISED, PeriodStatus.FINALISED)

    def state(self) -> PeriodState:
        """What other services may know."""
        return PeriodState(
            id=self.id,
            kind=self.kind,
            starts=calendar.starts(self.id),
            ends=calendar.ends(self.id),
            status=self.status,
            appeals_until=self.appeals_until,
            digest=self.digest,
            appeals_exact=self.appeals_exact,
        )


def after(period: Period, act: PeriodAct) -> PeriodStatus:
    """The state that an act leads to. Raises: Conflict that names the state and what it allows."""
    moves = MOVES[period.status]
    if act not in moves:
        raise Conflict("period.illegal_move", status=period.status, action=act, allowed=list(moves))
    return moves[act]


def close(period: Period, by: Signature, known: Sequence[Period], scheme: int) -> Period:
    """Nothing enters it any more. `known`: the bureau's periods; `scheme`: the serial of what its ranking goes by.

    Raises: Conflict for the state, the time, or what must be closed before.
    """
    status = after(period, PeriodAct.CLOSE)
    if calendar.ends(period.id) >= local_date(by.at):
        raise Conflict("period.not_over", ends=calendar.ends(period.id).isoformat())
    if period.kind is PeriodKind.QUARTER:
        _require_earlier_closed(period, known)
    else:
        _require_quarters_finalised(period, known)
    return replace(period, version=period.version + 1, status=status, closed=by, scheme=scheme)


def publicise(period: Period, by: Signature, working_days: int, workday: Calendar) -> Period:
    """Make the ranking public for appeals for so many working days after this one. Raises: Conflict."""
    status = after(period, PeriodAct.PUBLICISE)
    until, exact = last_day(local_date(by.at), working_days, workday)
    return replace(
        period, version=period.version + 1, status=status, publicised=by, working_days=working_days,
        appeals_until=until, appeals_exact=exact,
    )  # fmt: skip


def recount(period: Period, workday: Calendar, today: date) -> Period | None:
    """The last day for appeals by what is known now, if it was announced on a guess and is not over; None when nothing
    moves. Outlets keep every day that they were told: it moves to a later one, never to an earlier."""
    announced, public = period.appeals_until, period.publicised
    running = period.status is PeriodStatus.PUBLICISED and announced is not None and announced >= today
    if not running or period.appeals_exact or public is None or announced is None:
        return None
    until, exact = last_day(local_date(public.at), period.working_days, workday)
    until = max(until, announced)
    if until == announced and not exact:
        return None
    return replace(period, version=period.version + 1, appeals_until=until, appeals_exact=exact)


def finalise(period: Period, by: Signature, digest: str, early: str = "") -> Period:
    """Sign the ranking: it is immutable from now on. `early` is the reason when the time for appeals is not over.

    Raises: Conflict, also while an appeal waits for its answer.
    """
    status = after(period, PeriodAct.FINALISE)
    if period.open_appeals:
        raise Conflict("period.appeals_open", count=period.open_appeals)
    over = period.appeals_until is None or local_date(by.at) > period.appeals_until
    if not over and not early:
        raise Conflict("period.appeals_running", until=str(period.appeals_until))
    return replace(
        period,
        version=period.version + 1,
        status=status,
        finalised=by,
        digest=digest,
        early="" if over else early,
    )


def next_act(period: Period, known: Sequence[Period], today: date) -> PeriodAct | None:
    """What can be done with a period today, if anything. `known`: the bureau's periods."""
    match period.status:
        case PeriodStatus.OPEN:
            before = _earlier_open if period.kind is PeriodKind.QUARTER else _quarters_open
            closes = calendar.ends(period.id) < today and not before(period, known)
            return PeriodAct.CLOSE if closes else None
        case PeriodStatus.CLOSED:
            return PeriodAct.PUBLICISE
        case PeriodStatus.PUBLICISED:
            over = period.appeals_until is None or period.appeals_until < today
            return PeriodAct.FINALISE if over and not period.open_appeals else None
    return None


def possible(period: Period, known: Sequence[Period], today: date) -> PeriodAct | None:
    """What would not be refused today: `next_act`, and signing before the time for appeals is over, with a reason."""
    if period.status is PeriodStatus.PUBLICISED and not period.open_appeals:
        return PeriodAct.FINALISE
    return next_act(period, known, today)


def takes_points(period: Period, today: date) -> bool:
    """Whether points by hand may be entered into it: an open quarter that has begun."""
    begun = calendar.starts(period.id) <= today
    return begun and period.kind is PeriodKind.QUARTER and period.status is PeriodStatus.OPEN


def last_day(day: date, working_days: int, workday: Calendar) -> tuple[date, bool]:
    """The day that is so many working days after `day`; and whether all the days between are known."""
    exact = True
    while working_days:
        day += timedelta(days=1)
        found = workday(day)
        working_days -= found.worked
        exact = exact and found.known
    return day, exact


def frontier(known: Iterable[Period]) -> str:
    """The last quarter that is not open; empty when there is none."""
    shut = [each.id for each in known if each.kind is PeriodKind.QUARTER and each.status is not PeriodStatus.OPEN]
    return max(shut, default="")


def _require_earlier_closed(period: Period, known: Iterable[Period]) -> None:
    if still := _earlier_open(period, known):
        raise Conflict("period.earlier_open", periods=still)


def _require_quarters_finalised(period: Period, known: Sequence[Period]) -> None:
    if missing := _quarters_open(period, known):
        raise Conflict("period.quarters_open", periods=missing)


def _earlier_open(period: Period, known: Iterable[Period]) -> list[str]:
    return sorted(
        each.id
        for each in known
        if each.kind is PeriodKind.QUARTER and each.status is PeriodStatus.OPEN and each.id < period.id
    )


def _quarters_open(period: Period, known: Sequence[Period]) -> list[str]:
    """A quarter that nobody ever had points in needs no ranking, but it must be behind the last closed one."""
    found = {each.id: each.status for each in known}
    shut = frontier(known)
    return [
        quarter
        for quarter in calendar.quarters(period.id)
        if found.get(quarter, PeriodStatus.FINALISED if quarter <= shut else PeriodStatus.OPEN)
        is not PeriodStatus.FINALISED
    ]
