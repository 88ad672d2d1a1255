"""Dates and places (约定) that an officer moves or calls off before their time; what was asked stays answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.liaison.domain.requests import clock
from services.liaison.domain.requests.model import Answer, Change, Request
from services.liaison.domain.requests.moves import Acting
from services.liaison.domain.requests.states import Act
from services.liaison.domain.requests.telling import told
from shared import events
from shared.contracts.liaison_terms import RequestStatus
from shared.errors import Conflict, FieldProblem, Invalid


def reschedule(request: Request, starts_at: datetime, place: str, reason: str, by: Acting) -> Change:
    """One meets at another time, or elsewhere. Raises: Conflict, Invalid."""
    before, former = _to_come(request, Act.RESCHEDULE, by.now)
    if starts_at <= by.now:
        raise Invalid("validation", problems=[FieldProblem("/starts_at", "moment.past")])
    if (starts_at, place) == (former, before.place):
        raise Conflict("request.same_appointment")
    new = _with(request, replace(before, starts_at=starts_at, place=place), by)
    fact = events.AppointmentMoved(new.state(), by.account, starts_at, place, former, reason)
    details = {"from": former.isoformat(), "to": starts_at.isoformat(), "place": place}
    facts = told(new, fact, by.office, asker=True)
    return Change(new, Act.RESCHEDULE, by.account, by.now, facts, reason, details)


def call_off(request: Request, reason: str, by: Acting) -> Change:
    """One does not meet. Raises: Conflict."""
    before, starts_at = _to_come(request, Act.CALL_OFF, by.now)
    new = _with(request, replace(before, called_off_at=by.now), by)
    fact = events.AppointmentCalledOff(new.state(), by.account, starts_at, before.place, reason)
    facts = told(new, fact, by.office, asker=True)
    return Change(new, Act.CALL_OFF, by.account, by.now, facts, reason, {"from": starts_at.isoformat()})


def followers(request: Request, joined: Iterable[Request]) -> list[Request]:
    """Those of the requests joined to one that were answered with the same date and place, and still have them."""
    meant = _key(request.appointment)
    return [
        each
        for each in joined
        if meant is not None and each.status is RequestStatus.ANSWERED and _key(each.appointment) == meant
    ]


def _key(given: Answer | None) -> tuple[Any, ...] | None:
    return (given.at, given.starts_at, given.place) if given else None


def _to_come(request: Request, act: Act, now: datetime) -> tuple[Answer, datetime]:
    """The answer and the moment of an appointment that has not begun. Raises: Conflict."""
    request.after(act)
    given = request.appointment
    if given is None or given.starts_at is None:
        raise Conflict("request.no_appointment")
    if given.starts_at <= now:
        raise Conflict("request.appointment_began")
    return given, given.starts_at


def _with(request: Request, given: Answer, by: Acting) -> Request:
    return request.evolve(by.now, answer=given, clock=clock.until_rated(given, by.now, by.office))
