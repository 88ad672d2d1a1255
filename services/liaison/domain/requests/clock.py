"""When a request is due, who is told that it is nearly or entirely late, and what another calendar makes of that."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from services.liaison.domain.office import Office
from services.liaison.domain.requests.model import Answer, Change, Clock, Request, Took
from services.liaison.domain.requests.states import Act
from services.liaison.domain.requests.telling import told
from shared import events
from shared.contracts.liaison_terms import AnswerKind, RequestKind, Target
from shared.working_time import later, worked

PERCENT = 100


def started(kind: RequestKind, target: Target, since: datetime, office: Office) -> Clock:
    """The clock of a target whose time begins."""
    whole = office.policy.limits[kind].of(target)
    due = later(since, whole, office.policy.working_hours, office.workday)
    early = whole * (PERCENT - office.policy.near_percent) // PERCENT
    notice = later(since, early, office.policy.working_hours, office.workday)
    return Clock(target, since, due.at, due.exact, notice.at, office.mark, office.policy.version)


def until_rated(given: Answer, now: datetime, office: Office) -> Clock:
    """The time that an asker has to say something of an answer, in days: since it was given, and of an appointment
    since that takes place, or was called off."""
    meets = given.kind is AnswerKind.APPOINTMENT and given.called_off_at is None
    since = (given.starts_at if meets else None) or now
    due = since + timedelta(days=office.policy.lapse_days)
    return Clock(Target.RATING, since, due, exact=True, notice_at=due - timedelta(days=office.policy.remind_days))


def took(request: Request, now: datetime, office: Office, *, officer: str, unit: str) -> tuple[Took, ...]:
    """What the request's clocks came to, with the one that stops now: in the hours by which it was due."""
    clock = request.clock
    if clock is None:
        return request.took
    minutes = worked(clock.since, now, office.under(clock.policy).working_hours, office.workday)
    return (*request.took, Took(clock.target, now, minutes, clock.due_at <= now, officer, unit))


def remind(request: Request, office: Office, now: datetime) -> Change | None:
    """Tell that a request is nearly or entirely out of time, each once; None when it is not, or no longer. An answer is
    nearly closed once: when its time is over it lapses."""
    clock = request.clock
    if clock is None or clock.notice_at is None or now < clock.notice_at:
        return None
    overdue, rating = now >= clock.due_at, clock.target is Target.RATING
    if overdue and rating:
        return None
    # Not touched by a person: when it was changed last stays as it is.
    new = replace(
        request,
        version=request.version + 1,
        clock=replace(clock, notice_at=None if overdue else clock.due_at),
    )
    head = office.head(request.unit) if overdue else ""
    fact = events.RequestDue(new.state(), "", clock.target, clock.due_at, overdue, head, clock.exact)
    details = {"target": clock.target, "overdue": overdue}
    return Change(new, Act.REMIND, "", now, told(new, fact, office, asker=rating, officers=not rating), details=details)


def recount(request: Request, office: Office, now: datetime) -> Change | None:
    """The time of what is waited for, counted by the calendar as it is now; None when nothing moves. The `office` has
    the times that it began under.

    A time that is over stays, and so does a reminder that was given.
    """
    clock = request.clock
    if clock is None or clock.due_at <= now or clock.target is Target.RATING:
        return None
    fresh = started(request.kind, clock.target, clock.since, office)
    if (fresh.due_at, fresh.exact) == (clock.due_at, clock.exact):
        return None
    if clock.notice_at == clock.due_at:
        fresh = replace(fresh, notice_at=fresh.due_at)
    new = replace(request, version=request.version + 1, clock=fresh)
    fact = events.RequestDueMoved(new.state(), "", fresh.target, fresh.due_at, clock.due_at, fresh.exact)
    details = {"from": clock.due_at.isoformat(), "to": fresh.due_at.isoformat(), "exact": fresh.exact}
    return Change(new, Act.RECOUNT, "", now, told(new, fact, office, officers=True, asker=True), details=details)
