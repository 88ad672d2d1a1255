"""What review knows of outlets. Nobody reviews a work of an outlet that they belong to (DOMAIN.md, section 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shared.events import OutletState


@dataclass(frozen=True)
class Outlet:
    """The newest known state of an outlet; `members` are the accounts that act for it."""

    id: str
    status: str
    members: tuple[str, ...]
    name: str = ""
    category: str = ""


def outlet_of(state: OutletState) -> Outlet:
    """The part of another service's outlet that is kept here."""
    members = tuple(member.account for member in state.members)
    return Outlet(state.id, state.status, members, state.name, state.category)


def conflicts(account: str, outlets: Iterable[Outlet]) -> list[str]:
    """Ids of the outlets that the account acts for; a closed one counts as well, its works stay its own."""
    return sorted(outlet.id for outlet in outlets if account in outlet.members)
