"""Who may submit: the people of a verified outlet (DOMAIN.md, section 1: only verified outlets submit)."""

from __future__ import annotations

from dataclasses import dataclass

from shared.events import OutletState

VERIFIED = "verified"


@dataclass(frozen=True)
class Outlet:
    """What this service knows of an outlet; `members` are the accounts that act for it."""

    id: str
    name: str
    category: str
    status: str
    members: tuple[str, ...]

    def acts(self, account: str) -> bool:
        """Whether the account acts for the outlet."""
        return account in self.members

    @property
    def obstacle(self) -> str | None:
        """The state that keeps the outlet from submitting, None when it may."""
        return None if self.status == VERIFIED else self.status


def outlet_of(state: OutletState) -> Outlet:
    """The part of another service's outlet that is kept here."""
    members = tuple(member.account for member in state.members)
    return Outlet(state.id, state.name, state.category, state.status, members)
