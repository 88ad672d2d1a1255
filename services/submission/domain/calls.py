"""What this service knows of calls for works (约稿、主题活动、品牌栏目): for which of them an outlet may hand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.submission.domain.outlets import Outlet
from shared.contracts.call_terms import CallStatus, Invited
from shared.errors import FieldProblem, Invalid
from shared.events.calls import CallState


@dataclass(frozen=True)
class Call:
    """The newest known state of a call."""

    id: str
    title: str
    status: str
    invited: str
    categories: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    closes_at: datetime | None = None

    def invites(self, outlet: Outlet) -> bool:
        """Whether the outlet is among those who are asked."""
        if self.invited == Invited.CATEGORIES:
            return outlet.category in self.categories
        return self.invited == Invited.ALL or outlet.id in self.outlets


def call_of(state: CallState) -> Call:
    """The part of another service's call that is kept here."""
    return Call(state.id, state.title, state.status, state.invited, state.categories, state.outlets, state.closes_at)


def require_open(call: Call | None, outlet: Outlet, now: datetime) -> None:
    """Raises: Invalid for a call that is unknown, is for others, or takes no works (any more)."""
    # Who is not invited is told no more of it than of one that does not exist.
    if call is None or not call.invites(outlet):
        raise Invalid("validation", problems=[FieldProblem("/call", "call.unknown")])
    if call.status == CallStatus.CANCELLED:
        raise Invalid("validation", problems=[FieldProblem("/call", "call.cancelled", {"title": call.title})])
    if call.status != CallStatus.OPEN or (call.closes_at is not None and call.closes_at <= now):
        raise Invalid("validation", problems=[FieldProblem("/call", "call.closed", {"title": call.title})])
