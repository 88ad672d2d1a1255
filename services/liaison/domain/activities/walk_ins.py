"""Who comes without a seat (现场签到): beyond seats and invitations only by the word of the officer there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.liaison.domain.activities import arrivals
from services.liaison.domain.activities.arrivals import Arrival
from services.liaison.domain.activities.model import Activity, Seats, SignUp, WalkIn
from services.liaison.domain.activities.seats import over, promoted_of
from services.liaison.domain.outlets import Outlet
from shared.contracts.activity_terms import CheckedBy, Seat
from shared.contracts.outlet_terms import Status
from shared.errors import Conflict


@dataclass(frozen=True)
class Door:
    """An officer at the door of an activity, now, and what they let pass."""

    activity: Activity
    seats: Seats
    checker: str
    now: datetime
    over_capacity: bool = False
    uninvited: bool = False


def walked_in(door: Door, outlet: Outlet, before: SignUp | None, fresh: SignUp) -> Arrival:
    """Somebody of an outlet came. `before` is what they replied, `fresh` a sign-up for who did not. Who has a seat
    takes it; all others get one, beyond those that there are only if the officer says so.

    Raises: Conflict.
    """
    activity = door.activity
    arrivals.require_door(activity, door.now)
    if outlet.status != Status.VERIFIED:
        raise Conflict("check_in.outlet_not_verified", status=outlet.status)
    if before is not None:
        arrivals.require_new(before)
        if before.outlet != outlet.id and before.seat is not Seat.NONE:
            raise Conflict("check_in.other_outlet")
        if before.seat is Seat.SEATED:
            return arrivals.there(activity, before, CheckedBy.HAND, door.checker, door.now)
    uninvited = not activity.invites(fresh.account, outlet)
    if uninvited and not door.uninvited:
        raise Conflict("check_in.not_invited")
    full = door.seats.taken >= door.seats.capacity
    if full and not door.over_capacity:
        raise Conflict("check_in.full", taken=door.seats.taken, capacity=door.seats.capacity)
    noted = WalkIn(full, uninvited)
    if before is not None:
        noted = replace(noted, outlet=before.outlet, reply=before.reply, seat=before.seat)
    has = replace(before or fresh, seat=Seat.SEATED, outlet=outlet.id, walk_in=noted)
    # Of a new one this is the first version.
    has = has if before else replace(has, version=0)
    made = arrivals.there(activity, has, CheckedBy.HAND, door.checker, door.now)
    waited = noted.seat is Seat.WAITING
    return replace(made, seen=door.seats, seats=_with(door.seats, taken=1, waiting=-1 if waited else 0))


def undone(door: Door, sign_up: SignUp, first_waiting: SignUp | None) -> Arrival:
    """It was a mistake: what they replied before stands again, and of who did not nothing is left. Who waited does so
    again in their turn. `first_waiting` is whose turn it is when a seat gets free, as long as it has not begun.

    Raises: Conflict.
    """
    plain = arrivals.undone(door.activity, sign_up).sign_up
    noted = sign_up.walk_in or WalkIn()
    waits = noted.seat is Seat.WAITING
    back = replace(plain, walk_in=None, outlet=noted.outlet or sign_up.outlet, reply=noted.reply, seat=noted.seat)
    seats = _with(door.seats, taken=-1, waiting=1 if waits else 0)
    gone = Arrival(back, seen=door.seats, seats=seats, forgotten=noted.reply is None)
    if over(door.seats) or door.now >= door.activity.starts_at:
        return gone
    if waits and (first_waiting is None or back.order < first_waiting.order):
        return Arrival(replace(back, seat=Seat.SEATED))  # there are more seats meanwhile: it is theirs
    if first_waiting is None:
        return gone
    promoted, fact = promoted_of(door.activity, first_waiting)
    seats = _with(door.seats, taken=0, waiting=0 if waits else -1)
    return replace(gone, events=(fact,), promoted=promoted, seats=seats)


def _with(seats: Seats, *, taken: int, waiting: int) -> Seats:
    return replace(seats, taken=seats.taken + taken, waiting=seats.waiting + waiting)
