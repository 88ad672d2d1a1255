"""What calendars have of requests: the dates and places (约定) that they were answered with.

Called off, or asked again before its date, an appointment is off; another date and place in its stead moves it. What
took place stays, whatever is asked after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.liaison.domain.requests.model import Answer, Request
from services.liaison.domain.requests.permissions import Asker, answerers
from shared.contracts.liaison_terms import AnswerKind


@dataclass(frozen=True)
class Appointment:
    """The `number`th of a request, as it is known now; `off`: it does not take place."""

    request: Request
    number: int
    starts_at: datetime
    place: str
    text: str
    off: bool

    @property
    def id(self) -> str:
        """Its own: the same wherever it is moved to."""
        return self.request.id if self.number == 1 else f"{self.request.id}-{self.number}"


def of(request: Request) -> list[Appointment]:
    """The appointments of a request, in the order in which they were given; of what is confidential none."""
    found: list[Appointment] = []
    for each in () if request.confidential else request.answers:
        if each.kind is AnswerKind.APPOINTMENT and each.starts_at is not None:
            if found and found[-1].off:
                del found[-1]
            off = each.called_off_at is not None or (each is not request.answer and _off(each, each.starts_at))
            found.append(Appointment(request, len(found) + 1, each.starts_at, each.place, each.text, off))
    return found


def concern(request: Request, asker: Asker) -> bool:
    """Whether a request's appointments are in somebody's calendar: of the outlet's people, of who is to be there for
    the bureau, and of the head of their unit."""
    if asker.is_side(request):
        return True
    return asker.is_officer(request) and asker.account in answerers(request, asker.office)


def _off(given: Answer, starts_at: datetime) -> bool:
    """Of one after which it was asked again; from before that was noted when, it was for another date."""
    return given.over_at is None or given.over_at < starts_at
