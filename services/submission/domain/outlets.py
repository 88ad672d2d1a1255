"""What this service knows of the outlets: who may submit (DOMAIN.md, section 1: only verified outlets submit)."""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.outlet_terms import Status
from shared.errors import Conflict
from shared.events import OutletState


@dataclass(frozen=True)
class Channel:
    """A publication channel of an outlet; `verified`: it is known to be the outlet's, and of this level."""

    id: str
    platform: str
    level: str
    account_name: str
    url: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Outlet:
    """The newest known state of an outlet; `members` are the accounts that act for it."""

    id: str
    name: str
    category: str
    status: str
    members: tuple[str, ...]
    channels: tuple[Channel, ...] = ()

    def acts(self, account: str) -> bool:
        """Whether the account acts for the outlet."""
        return account in self.members

    def channel(self, id_: str) -> Channel | None:
        """One of its channels."""
        return next((channel for channel in self.channels if channel.id == id_), None)

    @property
    def obstacle(self) -> str | None:
        """The state that keeps the outlet from submitting, None when it may."""
        return None if self.status == Status.VERIFIED else self.status

    @property
    def closed(self) -> bool:
        """Whether it has left for good."""
        return self.status == Status.CLOSED

    def require_may_submit(self) -> None:
        """Raises: Conflict unless the outlet is verified."""
        if self.obstacle is not None:
            raise Conflict("submission.outlet_may_not", status=self.obstacle)

    def require_open(self) -> None:
        """Raises: Conflict when the outlet is closed."""
        if self.closed:
            raise Conflict("submission.outlet_may_not", status=self.status)


def outlet_of(state: OutletState) -> Outlet:
    """The part of another service's outlet that is kept here."""
    members = tuple(member.account for member in state.members)
    channels = tuple(
        Channel(each.id, each.platform, each.level, each.account_name, each.url, each.verified)
        for each in state.channels
    )
    return Outlet(state.id, state.name, state.category, state.status, members, channels)
