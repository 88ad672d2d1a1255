"""Who may see an activity, and who may do what with it. To whom it was not announced it does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.liaison.domain.activities.arrivals import require_door
from services.liaison.domain.activities.model import Activity, SignUp
from services.liaison.domain.activities.states import Act
from services.liaison.domain.outlets import Outlet
from shared.context import Actor, Role
from shared.contracts.activity_terms import ActivityStatus, Seat
from shared.contracts.outlet_terms import Status
from shared.errors import Conflict, DomainError, Forbidden, NotFound

# Who sees drafts and who comes, beside the liaisons, who prepare it.
READERS: Final = (Role.LIAISON, Role.LEADER)


@dataclass(frozen=True)
class Guest:
    """Who asks: `own` are the outlets that the account acts for, `able` whether it is open, `attended` the activities
    that it was at."""

    actor: Actor
    own: tuple[Outlet, ...] = ()
    able: bool = True
    attended: frozenset[str] = frozenset()

    @property
    def keeps(self) -> bool:
        """Whether it prepares activities: a liaison who acts for no outlet, whose people it would seat and check in."""
        return self.actor.has(Role.LIAISON) and not self.own

    def concerned(self, activity: Activity) -> bool:
        """Whether an invitation reaches the account or an outlet of its own, or it was there."""
        return activity.id in self.attended or any(self.invited_for(activity, each) for each in self.own)

    def invited_for(self, activity: Activity, outlet: Outlet) -> bool:
        """Whether one may come for this outlet of one's own."""
        return activity.invites(self.actor.account, outlet)


def require_sight(activity: Activity, guest: Guest) -> None:
    """Raises: NotFound to whom it does not concern."""
    if guest.actor.has(*READERS):
        return
    if activity.announced_at is None or not (guest.actor.is_staff or guest.concerned(activity)):
        raise NotFound("activity.not_found")


def require_reader(activity: Activity, guest: Guest) -> None:
    """For who may see who comes. Raises: NotFound, Forbidden."""
    require_sight(activity, guest)
    require_readers(guest)


def require_readers(guest: Guest) -> None:
    """For who reads what comes of all activities. Raises: Forbidden."""
    if not guest.actor.has(*READERS):
        raise Forbidden("activity.forbidden.readers")


def require_keeper(activity: Activity, guest: Guest) -> None:
    """For a liaison. Raises: NotFound, Forbidden."""
    require_sight(activity, guest)
    require_liaison(guest)


def require_liaison(guest: Guest) -> None:
    """For a liaison who acts for no outlet. Raises: Forbidden."""
    if not guest.actor.has(Role.LIAISON):
        raise Forbidden("activity.forbidden.keeper")
    if guest.own:
        raise Forbidden("liaison.own_outlet_rules")


def require_outlets(guest: Guest) -> None:
    """For people of outlets. Raises: Forbidden."""
    if not guest.own:
        raise Forbidden("activity.forbidden.guest")


def require_guest(activity: Activity, guest: Guest, outlet: str) -> Outlet:
    """The outlet that one comes for. Raises: NotFound, Forbidden, Conflict."""
    require_sight(activity, guest)
    require_outlets(guest)
    found = next((each for each in guest.own if each.id == outlet), None)
    if found is None:
        raise NotFound("outlet.not_found")
    if not guest.invited_for(activity, found):
        raise Conflict("activity.not_invited")
    found.require_may_ask()
    return found


# Of what a draft of next year's is made, and who was there has a certificate.
REPEATED: Final = (ActivityStatus.HELD, ActivityStatus.CLOSED)
# What a client calls, and the act that it is.
CALLS: Final[Mapping[str, Act]] = {
    "change": Act.CHANGE,
    "announce": Act.ANNOUNCE,
    "cancel": Act.CANCEL,
    "hold": Act.HOLD,
    "close": Act.CLOSE,
}


def may(activity: Activity, guest: Guest, now: datetime, own: SignUp | None = None) -> tuple[str, ...]:
    """What would not be refused this person now, by the names that clients have for it; `own`: what they replied.
    `sign_up` is to reply that one comes, which ends before other replies do."""
    if not guest.able:
        return ()
    calls = [call for call, act in CALLS.items() if guest.keeps and _passes(activity, act)]
    if "hold" in calls and now < activity.starts_at:
        calls.remove("hold")
    if guest.keeps and activity.status in REPEATED:
        calls += ["repeat", "certify", "correct"]
    if guest.keeps and _door(activity, now):
        calls.append("check_in")
    there = own is not None and own.attended_at is not None
    if activity.open and may_come(activity, guest) and now < activity.starts_at and not there:
        calls.append("reply")
        if now < activity.sign_up_until or (own is not None and own.seat is not Seat.NONE):
            calls.append("sign_up")
    return tuple(calls)


def may_at_large(guest: Guest) -> tuple[str, ...]:
    """What would not be refused this person that is about no activity yet."""
    return ("plan",) if guest.able and guest.keeps else ()


def may_come(activity: Activity, guest: Guest) -> bool:
    """Whether one is invited for a verified outlet of one's own."""
    return bool(comes_for(activity, guest))


def comes_for(activity: Activity, guest: Guest) -> list[str]:
    """The verified outlets of one's own that one is invited for."""
    able = [each for each in guest.own if each.status == Status.VERIFIED]
    return [each.id for each in able if guest.invited_for(activity, each)]


def _passes(activity: Activity, act: Act) -> bool:
    try:
        activity.after(act)
    except Conflict:
        return False
    return True


def _door(activity: Activity, now: datetime) -> bool:
    try:
        require_door(activity, now)
    except DomainError:
        return False
    return True
