"""What people do to a request: ask, take note, assign, answer, rate, ask again. Each gives the change or refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.liaison.domain.office import Office
from services.liaison.domain.requests import adoption, clock
from services.liaison.domain.requests.checks import require_fitting, require_officer
from services.liaison.domain.requests.model import (
    MAX_JOINED,
    MAX_OUTCOMES,
    MAX_REOPENED,
    Answer,
    Change,
    HandOver,
    Outcome,
    Rating,
    Request,
)
from services.liaison.domain.requests.states import SPOKEN_ON, Act, after
from services.liaison.domain.requests.telling import told
from shared import events
from shared.clock import local_date
from shared.contracts.liaison_terms import AnswerKind, CaseOutcome, Closing, RequestStatus, Target
from shared.errors import Conflict, FieldProblem, Invalid


@dataclass(frozen=True)
class Acting:
    """Who acts, when, and in what office."""

    account: str
    office: Office
    now: datetime


def opened(request: Request, by: Acting) -> Change:
    """A request that was just asked, with its clock. Raises: Invalid."""
    problems = []
    if request.needed_by is not None and request.needed_by < local_date(by.now):
        problems.append(FieldProblem("/needed_by", "day.past"))
    if problems:
        raise Invalid("validation", problems=problems)
    running = clock.started(request.kind, Target.ACKNOWLEDGEMENT, by.now, by.office)
    new = replace(request, clock=running)
    fact = events.RequestOpened(new.state(), by.account, running.due_at, running.exact)
    return _change(new, Act.OPEN, by, fact, officers=True)


def acknowledge(request: Request, by: Acting) -> Change:
    """The bureau takes note (受理). The time for the answer has run since it was asked."""
    new = _acknowledged(request.evolve(by.now, status=request.after(Act.ACKNOWLEDGE)), by)
    return _change(new, Act.ACKNOWLEDGE, by, _noted(new, by), asker=True)


def assign(request: Request, unit: str, officer: str, by: Acting, reason: str = "") -> Change:
    """Give it to a person of a unit, for the first time or again; its time goes on. Raises: Conflict, Invalid."""
    act = Act.FORWARD if request.status is RequestStatus.ASSIGNED and unit != request.unit else Act.ASSIGN
    status = request.after(act)
    require_officer(request, unit, officer, by.office)
    if (unit, officer) == (request.unit, request.officer):
        raise Conflict("request.assigned_already")
    new = _acknowledged(request, by).evolve(by.now, status=status, unit=unit, officer=officer)
    fact = events.RequestAssigned(new.state(), by.account, request.officer)
    details = {"unit": unit, "officer": officer, "former": request.officer}
    return _change(new, act, by, fact, asker=not request.officer, officers=True, reason=reason, details=details)


def hand_back(request: Request, head: str, reason: str, by: Acting) -> Change:
    """Who has it in hand cannot deal with it: it goes to the `head` of the unit, without one to the desk, which assigns
    it anew; its time goes on. Raises: Conflict."""
    status = request.after(Act.HAND_BACK)
    new = request.evolve(by.now, status=status if head else after(status, Act.VACATE), officer=head)
    given = events.RequestAssigned if head else events.RequestVacated
    fact = given(new.state(), by.account, request.officer)
    details = {"officer": head, "former": request.officer}
    return _change(new, Act.HAND_BACK, by, fact, officers=True, reason=reason, details=details)


def answer(request: Request, given: Answer, joined: Sequence[Request], by: Acting) -> list[Change]:
    """Answer it, and with it those that were joined to it. Whoever answers what nobody had has taken it on.

    Raises: Conflict, Invalid.
    """
    if request.same_as:
        raise Conflict("request.joined", request=request.same_as)
    request.after(Act.ANSWER)
    require_fitting(request.kind, given)
    given, together = adoption.ruled(request, given), (request, *joined)
    parts = adoption.credited(together) if given.adopted else {}
    officer, unit = request.officer or by.account, request.unit
    return [_answered(each, replace(given, adopted_as=parts.get(each.id, "")), officer, unit, by) for each in together]


def rate(request: Request, given: Rating, by: Acting) -> Change:
    """Its asker says how content they are, and that closes it."""
    new = request.evolve(
        by.now, status=request.after(Act.RATE), rating=given, closing=Closing.RATED, closed_at=by.now, clock=None
    )
    fact = events.RequestClosed(new.state(), by.account, Closing.RATED, given.stars)
    return _change(new, Act.RATE, by, fact, officers=True, details={"stars": given.stars})


def lapse(request: Request, by: Acting) -> Change | None:
    """Close an answer of which its asker has said nothing in the time for that; None when it is not over."""
    waiting = request.clock
    if waiting is None or waiting.target is not Target.RATING or by.now < waiting.due_at:
        return None
    new = replace(
        request,
        version=request.version + 1,
        status=request.after(Act.LAPSE),
        closing=Closing.LAPSED,
        closed_at=by.now,
        clock=None,
    )
    return _change(new, Act.LAPSE, by, events.RequestClosed(new.state(), "", Closing.LAPSED), asker=True)


def reopen(request: Request, reason: str, by: Acting, *, able: bool = True) -> Change:
    """Its asker is not content: it is to be answered again, in the time of an answer from now on, by who answered it;
    if they are no longer `able` to, it is to be assigned anew. Raises: Conflict."""
    status = request.after(Act.REOPEN)
    if request.reopened >= MAX_REOPENED:
        raise Conflict("request.reopened_often", max=MAX_REOPENED)
    running = clock.started(request.kind, Target.ANSWER, by.now, by.office)
    new = request.evolve(
        by.now,
        status=status if able else after(status, Act.VACATE),
        officer=request.officer if able else "",
        reopened=request.reopened + 1,
        clock=running,
        answer=None,
        earlier=tuple(replace(each, over_at=each.over_at or by.now) for each in request.answers),
        answered_at=None,
        rating=None,
        closing=None,
        closed_at=None,
        same_as="",
    )
    fact = events.RequestReopened(new.state(), by.account, running.due_at, running.exact)
    return _change(new, Act.REOPEN, by, fact, officers=True, reason=reason)


def withdraw(request: Request, reason: str, by: Acting) -> Change:
    """Its asker needs it no more."""
    new = request.evolve(by.now, status=request.after(Act.WITHDRAW), clock=None, same_as="")
    fact = events.RequestWithdrawn(new.state(), by.account)
    return _change(new, Act.WITHDRAW, by, fact, officers=True, reason=reason)


def join(request: Request, to: Request, joined: int, by: Acting, *, carried: int = 0) -> Change:
    """Have it answered with another one that asks for the same; `joined` is how many that has, `carried` how many are
    joined to this one: they would be without an answer. Raises: Conflict."""
    status = request.after(Act.JOIN)
    if request.same_as == to.id:
        raise Conflict("request.joined_to_it", number=to.number)
    if request.id == to.id or to.same_as or not to.open or request.confidential or to.kind is not request.kind:
        raise Conflict("request.cannot_join", number=to.number)
    if carried:
        raise Conflict("request.carries", count=carried)
    if joined >= MAX_JOINED:
        raise Conflict("request.joined_many", max=MAX_JOINED)
    new = _acknowledged(request, by).evolve(by.now, status=status, same_as=to.id)
    facts = () if request.acknowledged_at else (_noted(new, by),)
    return Change(new, Act.JOIN, by.account, by.now, facts, details={"to": to.id})


def part(request: Request, by: Acting) -> Change:
    """Have it answered by itself again. Raises: Conflict."""
    status = request.after(Act.PART)
    if not request.same_as:
        raise Conflict("request.not_joined")
    return Change(request.evolve(by.now, status=status, same_as=""), Act.PART, by.account, by.now)


def hand_over(request: Request, given: HandOver, by: Acting) -> Change:
    """Record that a case went to the criminal side, and who took it there; once. Raises: Conflict."""
    request.after(Act.HAND_OVER)
    if not request.confidential:
        raise Conflict("request.not_a_case")
    if request.handed_over is not None:
        raise Conflict("request.handed_over", name=request.handed_over.taken_by)
    return Change(
        request.evolve(by.now, handed_over=given), Act.HAND_OVER, by.account, by.now, details={"to": given.to}
    )


def record_outcome(request: Request, given: Outcome, by: Acting) -> Change:
    """What came of a case where it was handed over to, as often as something does; its asker is told that there is
    something new, and who is named. Raises: Conflict, Invalid."""
    status = request.after(Act.RECORD_OUTCOME)
    if request.handed_over is None:
        raise Conflict("request.not_handed_over")
    if len(request.outcomes) >= MAX_OUTCOMES:
        raise Conflict("request.outcomes_many", max=MAX_OUTCOMES)
    if given.on > local_date(by.now):
        raise Invalid("validation", problems=[FieldProblem("/on", "day.to_come")])
    if given.outcome is CaseOutcome.OTHER and not given.text:
        raise Invalid("validation", problems=[FieldProblem("/text", "required")])
    new = request.evolve(by.now, status=status, outcomes=(*request.outcomes, given))
    # Of a case this fact does not go out: see `telling`.
    fact = events.RequestSpoken(new.state(), by.account, from_bureau=True)
    details = {"outcome": given.outcome}
    return _change(new, Act.RECORD_OUTCOME, by, fact, asker=True, officers=True, details=details)


def vacate(request: Request, by: Acting) -> Change | None:
    """Take it from an officer who can no longer answer it; None when there is nothing to take."""
    if request.status is not RequestStatus.ASSIGNED:
        return None
    new = replace(request, version=request.version + 1, status=request.after(Act.VACATE), officer="")
    fact = events.RequestVacated(new.state(), "", request.officer)
    return _change(new, Act.VACATE, by, fact, officers=True, details={"former": request.officer})


def require_spoken_on(request: Request) -> None:
    """What is over is re-opened first. Raises: Conflict."""
    if request.status not in SPOKEN_ON:
        raise Conflict("request.over", status=request.status)


def _acknowledged(request: Request, by: Acting) -> Request:
    """The request with its first clock stopped and its second one running; as it is when it was acknowledged before."""
    if request.acknowledged_at is not None:
        return request
    took = clock.took(request, by.now, by.office, officer=by.account, unit=request.unit)
    running = clock.started(request.kind, Target.ANSWER, request.opened_at, by.office)
    return replace(request, acknowledged_at=by.now, took=took, clock=running)


def _answered(request: Request, given: Answer, officer: str, unit: str, by: Acting) -> Change:
    noted = _acknowledged(request, by)
    new = noted.evolve(
        by.now,
        status=request.after(Act.ANSWER),
        officer=officer,
        unit=unit,
        answer=given,
        answered_at=by.now,
        took=clock.took(noted, by.now, by.office, officer=officer, unit=unit),
        clock=clock.until_rated(given, by.now, by.office),
        released=noted.released or given.kind is AnswerKind.MATERIAL,
    )
    until = new.embargo_until if given.kind is AnswerKind.MATERIAL else given.conditions.embargo_until
    fact = events.RequestAnswered(new.state(), by.account, given.kind, given.bulletin, until, given.adopted)
    details = {"answer": given.kind} | ({} if given.adopted is None else {"adopted": given.adopted})
    return _change(new, Act.ANSWER, by, fact, asker=True, details=details)


def _noted(new: Request, by: Acting) -> events.RequestAcknowledged:
    """That it was acknowledged, and until when it will be answered."""
    due = (new.clock.due_at, new.clock.exact) if new.clock else (by.now, True)
    return events.RequestAcknowledged(new.state(), by.account, *due)


def _change(
    new: Request,
    act: Act,
    by: Acting,
    fact: events.RequestEvent,
    *,
    asker: bool = False,
    officers: bool = False,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> Change:
    facts = told(new, fact, by.office, asker=asker, officers=officers)
    who = "" if act in (Act.LAPSE, Act.VACATE) else by.account
    return Change(new, act, who, by.now, facts, reason, details or {})
