"""Who gets a seat: first come, first served; the rest wait in their order, and whoever leaves makes room for the first.

What a reply does to the seats is named, so that the database can be asked to do just that, if it still can at the
commit: then there are never more seats taken than there are, and nobody is told of a seat who loses it again. More are
taken only by who was let in at the door beyond them; until they are as many as there are, nobody gets one that is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from services.liaison.domain.activities.model import Activity, Seats, SignUp
from services.liaison.domain.activities.states import Act
from services.liaison.domain.outlets import Outlet
from shared import events
from shared.contracts.activity_terms import Reply, Seat
from shared.errors import Conflict


class Take(StrEnum):
    """What happens to the seats."""

    NOTHING = "nothing"
    SEAT = "seat"
    WAIT = "wait"
    LEAVE_LINE = "leave_line"
    LEAVE_SEAT = "leave_seat"
    LEAVE_OVER = "leave_over"
    PASS_ON = "pass_on"  # noqa: S105 (a seat, no password)


# By how much it changes the seats that are taken, and those who wait.
COUNTS: Final[Mapping[Take, tuple[int, int]]] = {
    Take.NOTHING: (0, 0),
    Take.SEAT: (1, 0),
    Take.WAIT: (0, 1),
    Take.LEAVE_LINE: (0, -1),
    Take.LEAVE_SEAT: (-1, 0),
    Take.LEAVE_OVER: (-1, 0),
    Take.PASS_ON: (0, -1),
}


@dataclass(frozen=True)
class Replied:
    """What a reply makes: the sign-up, what happens to the seats, and who has a seat by that."""

    sign_up: SignUp
    take: Take
    promoted: SignUp | None = None
    events: tuple[events.SeatGiven, ...] = ()


def replied(
    activity: Activity, seats: Seats, before: SignUp | None, given: SignUp, first_waiting: SignUp | None
) -> Replied:
    """What comes of a reply. `before` is one's earlier one, `first_waiting` whose turn it is when a seat gets free.

    Raises: Conflict when it is too late.
    """
    activity.after(Act.REPLY)
    now = given.at
    if now >= activity.starts_at:
        raise Conflict("activity.begun")
    held = before.seat if before else Seat.NONE
    if before and before.attended_at is not None:
        raise Conflict("activity.attended_already")
    new = given if before is None else replace(given, version=before.version + 1, code=before.code)
    if given.reply is Reply.YES and held is not Seat.NONE and before is not None:
        return Replied(replace(new, seat=held, order=before.order, at=before.at), Take.NOTHING)
    if given.reply is Reply.YES:
        if now >= activity.sign_up_until:
            raise Conflict("activity.sign_up_over", until=activity.sign_up_until.isoformat())
        free = seats.taken < seats.capacity
        return Replied(replace(new, seat=Seat.SEATED if free else Seat.WAITING), Take.SEAT if free else Take.WAIT)
    return _left(activity, replace(new, seat=Seat.NONE), held, first_waiting, over=over(seats) > 0)


def over(seats: Seats) -> int:
    """How many more seats are taken than there are: by who was let in at the door."""
    return max(0, seats.taken - seats.capacity)


def all_left(
    activity: Activity, leaving: Sequence[SignUp], waiting: Sequence[SignUp], beyond: int = 0
) -> list[Replied]:  # fmt: skip
    """Several can no longer come, whatever they replied: those who wait first, as nobody may wait beside a seat that
    gets free. `waiting`: whose turn it is, in their order; `beyond`: how many seats too many are taken."""
    accounts = {each.account for each in leaving}
    line = iter([each for each in waiting if each.account not in accounts])
    found = []
    for before in sorted(leaving, key=lambda each: each.seat is Seat.SEATED):
        seated = before.seat is Seat.SEATED
        first = next(line, None) if seated and not beyond else None
        found.append(_left(activity, gone(before), before.seat, first, over=beyond > 0))
        beyond -= 1 if seated and beyond else 0
    return found


def uninvited(activity: Activity, replies: Iterable[SignUp], outlets: Mapping[str, Outlet]) -> list[SignUp]:
    """Who said that they come, or may, and is not invited (any more); whoever was checked in keeps their seat."""
    return [
        each
        for each in replies
        if each.reply is not Reply.NO
        and each.attended_at is None
        and not (each.outlet in outlets and activity.invites(each.account, outlets[each.outlet]))
    ]


def gone(sign_up: SignUp) -> SignUp:
    """Of who can no longer come."""
    return sign_up.evolve(seat=Seat.NONE, reply=Reply.NO)


def without(seats: Seats, leaving: Iterable[SignUp]) -> Seats:
    """The seats when these people have none, nor wait for one."""
    held = [each.seat for each in leaving]
    return replace(
        seats, taken=seats.taken - held.count(Seat.SEATED), waiting=seats.waiting - held.count(Seat.WAITING)
    )  # fmt: skip


def more(activity: Activity, waiting: Sequence[SignUp], free: int) -> list[tuple[SignUp, events.SeatGiven]]:
    """Those of the waiting ones, in their order, who have a seat when there are `free` ones."""
    return [promoted_of(activity, each) for each in waiting[: max(0, free)]]


def applied(seats: Seats, take: Take) -> Seats:
    """The seats after it. Raises: ValueError when it cannot be done to them."""
    free, line, beyond = seats.taken < seats.capacity, seats.waiting > 0, over(seats) > 0
    possible = {
        Take.NOTHING: True,
        Take.SEAT: free and not line,
        Take.WAIT: not free,
        Take.LEAVE_LINE: line,
        Take.LEAVE_SEAT: seats.taken > 0 and not line and not beyond,
        Take.LEAVE_OVER: beyond,
        Take.PASS_ON: line and not beyond,
    }
    if not possible[take]:
        raise ValueError(f"{take} of {seats}")
    taken, waiting = COUNTS[take]
    return replace(seats, taken=seats.taken + taken, waiting=seats.waiting + waiting)


def _left(activity: Activity, new: SignUp, held: Seat, first_waiting: SignUp | None, *, over: bool) -> Replied:
    if held is Seat.NONE:
        return Replied(new, Take.NOTHING)
    if held is Seat.WAITING:
        return Replied(new, Take.LEAVE_LINE)
    if over:
        return Replied(new, Take.LEAVE_OVER)
    if first_waiting is None:
        return Replied(new, Take.LEAVE_SEAT)
    promoted, fact = promoted_of(activity, first_waiting)
    return Replied(new, Take.PASS_ON, promoted, (fact,))


def promoted_of(activity: Activity, sign_up: SignUp) -> tuple[SignUp, events.SeatGiven]:
    """Somebody who waited has a seat, and is told."""
    fact = events.SeatGiven(activity.state(), "", sign_up.account, sign_up.outlet)
    return sign_up.evolve(seat=Seat.SEATED), fact
