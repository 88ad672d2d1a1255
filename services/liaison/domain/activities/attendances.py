"""Certificates of attendance (参加证明): numbered by chance, since the number alone opens what anybody may verify."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from services.liaison.domain.activities.model import Activity, SignUp
from shared import codes
from shared.contracts.activity_terms import ActivityStatus, AttendanceStatus
from shared.errors import Conflict

# Signs of a number by chance: 60 bits, as those of certificates of honour.
RANDOM: Final = 12
OVER: Final = (ActivityStatus.HELD, ActivityStatus.CLOSED)


def new_code(bureau: str) -> str:
    """A number that nobody can guess, with the bureau where it is to be looked up."""
    return codes.written(bureau + codes.chosen(RANDOM))


def read_code(text: str) -> str | None:
    """The number as it is kept, of any spelling; None when it cannot be one."""
    return codes.read(text, codes.BUREAU + RANDOM)


def attended(activity: Activity, sign_up: SignUp | None) -> SignUp | None:
    """The sign-up of who was there, once it was held."""
    there = sign_up is not None and sign_up.attended_at is not None
    return sign_up if there and activity.status in OVER else None


def certified(activity: Activity, sign_up: SignUp | None) -> SignUp | None:
    """The sign-up of who has a certificate, also where it is worth nothing any more."""
    had = sign_up is not None and (sign_up.attended_at is not None or sign_up.corrected is not None)
    return sign_up if had and activity.status in OVER else None


def require_valid(withdrawn_at: datetime | None) -> None:
    """Raises: Conflict when it was corrected, or the outlet's part in it was withdrawn."""
    if withdrawn_at is not None:
        raise Conflict("attendance.withdrawn", at=withdrawn_at.isoformat())


def status_of(withdrawn_at: datetime | None) -> AttendanceStatus:
    """What a certificate is worth."""
    return AttendanceStatus.VALID if withdrawn_at is None else AttendanceStatus.WITHDRAWN
