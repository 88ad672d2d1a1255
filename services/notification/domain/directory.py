"""The outlets as this service knows them: whom an outlet's id reaches.

An address is `account:<id>`, `role:<role>` (every holder of a staff role in the bureau), `all`,
`category:<category>` or `outlet:<id>`. The last three reach the members of outlets at the moment of reading, so
what is sent to a thousand outlets is stored once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shared.events import OutletState
from shared.events.outlet import MemberState

EVERYBODY = "all"
VERIFIED = "verified"
CLOSED = "closed"


@dataclass(frozen=True)
class Outlet:
    """What this service keeps of an outlet."""

    id: str
    name: str
    category: str
    status: str
    liaison: str = ""
    members: tuple[MemberState, ...] = ()

    @property
    def addresses(self) -> list[str]:
        """What reaches its members through it. Only verified outlets hear what is for all."""
        if self.status == CLOSED:
            return []
        own = [of_outlet(self.id)]
        return [EVERYBODY, of_category(self.category), *own] if self.status == VERIFIED else own


def outlet_of(state: OutletState) -> Outlet:
    """The part of another service's outlet that is kept here."""
    return Outlet(state.id, state.name, state.category, state.status, state.liaison, state.members)


def account(id_: str) -> str:
    """The address of one account."""
    return f"account:{id_}"


def role(name: str) -> str:
    """The address of everybody in the bureau who holds a staff role."""
    return f"role:{name}"


def of_category(category: str) -> str:
    """The address of the verified outlets of a category."""
    return f"category:{category}"


def of_outlet(id_: str) -> str:
    """The address of one outlet."""
    return f"outlet:{id_}"


def account_of(address: str) -> str:
    """The account of a personal address."""
    return address.removeprefix("account:")


def is_personal(address: str) -> bool:
    """Whether an address is one account's own."""
    return address.startswith("account:")


def addresses(account_id: str, roles: Iterable[str], outlets: Iterable[Outlet] = ()) -> list[str]:
    """Everything that reaches an account with these staff roles that acts for these outlets."""
    through = {address for outlet in outlets for address in outlet.addresses}
    return [account(account_id), *sorted(role(each) for each in roles), *sorted(through)]
