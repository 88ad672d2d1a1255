"""Rumour reports (不实信息举报) that a clarification (辟谣) can answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from services.notification.domain.directory import of_outlet
from shared.contracts.liaison_terms import RequestKind, RequestStatus
from shared.contracts.notification_terms import BulletinKind
from shared.errors import FieldProblem, Invalid
from shared.events import RequestState

OPEN = frozenset({RequestStatus.OPENED.value, RequestStatus.ACKNOWLEDGED.value, RequestStatus.ASSIGNED.value})


@dataclass(frozen=True)
class Rumour:
    """A report of an outlet's; `open`: the bureau has still to answer it."""

    id: str
    outlet: str
    open: bool


def rumour_of(told: RequestState) -> Rumour | None:
    """What is kept of a request; None of one that reports no rumour."""
    return Rumour(told.id, told.outlet, told.status in OPEN) if told.kind == RequestKind.RUMOUR else None


def require_clarified(kind: BulletinKind, rumour: Rumour | None, own: Collection[str]) -> str:
    """The address of the outlet that reported it, which is told like the audience. `own`: the outlets of who publishes.

    Raises: Invalid unless a clarification answers an open report of an outlet that is not one's own.
    """
    if kind is not BulletinKind.CLARIFICATION:
        rule = "bulletin.clarifies_kind"
    elif rumour is None or not rumour.open:
        rule = "bulletin.rumour_unknown"
    elif rumour.outlet in own:
        rule = "bulletin.rumour_own"
    else:
        return of_outlet(rumour.outlet)
    raise Invalid("validation", problems=[FieldProblem("/clarifies", rule)])
