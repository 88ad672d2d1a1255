"""Who came: noted by the code of a sign-up, or by hand; once, and of who has a seat (`walk_ins`: of who has none)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.liaison.domain.activities.attendances import OVER, new_code
from services.liaison.domain.activities.model import Activity, Correction, Seats, SignUp
from services.liaison.domain.activities.states import Act
from shared import events
from shared.contracts.activity_terms import ActivityStatus, CheckedBy, Seat
from shared.errors import Conflict

# Doors are open this long before it begins.
EARLY = timedelta(hours=3)


@dataclass(frozen=True)
class Arrival:
    """A sign-up with who came, and what is told of it: of who was there nothing until it was held. `seats` are the
    seats then, where it changes those that were `seen`, `promoted` has one by that; `forgotten`: of the sign-up nothing
    is left."""

    sign_up: SignUp
    events: tuple[events.ActivityAttended | events.AttendanceCorrected | events.SeatGiven, ...] = ()
    seen: Seats | None = None
    seats: Seats | None = None
    promoted: SignUp | None = None
    forgotten: bool = False


def require_door(activity: Activity, now: datetime) -> None:
    """Raises: Conflict when nobody can arrive: it is not announced, too early, or over for good."""
    activity.after(Act.CHECK_IN)
    if now < activity.starts_at - EARLY:
        raise Conflict("check_in.early", hours=EARLY // timedelta(hours=1))


def arrived(activity: Activity, sign_up: SignUp, how: CheckedBy, checker: str, now: datetime) -> Arrival:
    """Somebody came. Raises: Conflict for who has no seat, and when it was noted before."""
    require_door(activity, now)
    require_new(sign_up)
    if sign_up.seat is Seat.WAITING:
        raise Conflict("check_in.waiting")
    if sign_up.seat is not Seat.SEATED:
        raise Conflict("check_in.no_seat")
    return there(activity, sign_up, how, checker, now)


def require_new(sign_up: SignUp) -> None:
    """Raises: Conflict when it was noted before that they came."""
    if sign_up.attended_at is not None:
        raise Conflict("check_in.twice", at=sign_up.attended_at.isoformat())


def there(activity: Activity, sign_up: SignUp, how: CheckedBy, checker: str, now: datetime) -> Arrival:
    """Who came, with the number that their certificate has: of who was there after all the former one."""
    code = sign_up.certificate or new_code(activity.bureau)
    new = sign_up.evolve(attended_at=now, checked_by=how, checker=checker, certificate=code, corrected=None)
    over = activity.status is ActivityStatus.HELD
    fact = events.ActivityAttended(activity.state(), checker, new.account, new.outlet)
    return Arrival(new, (fact,) if over else ())


def undone(activity: Activity, sign_up: SignUp) -> Arrival:
    """It was noted by mistake; once it was held, who was there was told. Raises: Conflict."""
    activity.after(Act.CHECK_IN)
    if activity.status is ActivityStatus.HELD:
        raise Conflict("check_in.told")
    if sign_up.attended_at is None:
        raise Conflict("check_in.not_there")
    return Arrival(sign_up.evolve(attended_at=None, checked_by=None, checker="", certificate=""))


def corrected(activity: Activity, sign_up: SignUp, reason: str, by: str, now: datetime) -> Arrival:
    """Somebody was not there, as it turns out once it was held; they and their outlet are told. Raises: Conflict."""
    if activity.status not in OVER:
        raise Conflict("check_in.not_held")
    if sign_up.attended_at is None:
        raise Conflict("check_in.not_there")
    correction = Correction(now, by, reason, sign_up.attended_at)
    new = sign_up.evolve(attended_at=None, checked_by=None, checker="", corrected=correction)
    fact = events.AttendanceCorrected(activity.state(), by, new.account, new.outlet, reason)
    return Arrival(new, (fact,))
