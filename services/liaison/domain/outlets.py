"""What this service knows of outlets: who acts for them, and whether they may ask for anything."""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.outlet_terms import Status
from shared.errors import Conflict
from shared.events import OutletState


@dataclass(frozen=True)
class Outlet:
    """The newest known state of an outlet; `members` are the accounts that act for it."""

    id: str
    status: str
    members: tuple[str, ...]
    name: str = ""
    category: str = ""

    def require_may_ask(self) -> None:
        """A verified outlet asks, signs up and answers; what it has begun it goes on with. Raises: Conflict."""
        if self.status != Status.VERIFIED:
            raise Conflict("liaison.outlet_not_verified", status=self.status)


def outlet_of(state: OutletState) -> Outlet:
    """The part of another service's outlet that is kept here."""
    members = tuple(member.account for member in state.members)
    return Outlet(state.id, state.status, members, state.name, state.category)
