"""Which outlets compete: separate ladders per category (DOMAIN.md, section 4)."""

from __future__ import annotations

from dataclasses import dataclass

from shared.events import OutletState

COMPETING = frozenset({"verified", "suspended"})


@dataclass(frozen=True)
class Outlet:
    """What this service knows of an outlet. `version` is that of the outlet service."""

    id: str
    name: str
    category: str
    region: str
    status: str
    members: tuple[str, ...] = ()
    version: int = 0

    @property
    def competes(self) -> bool:
        """Once it is verified and until it closes; a suspension costs works, not the place."""
        return self.status in COMPETING


def outlet_of(state: OutletState) -> Outlet:
    """The part of another service's outlet that is kept here."""
    members = tuple(sorted(member.account for member in state.members))
    return Outlet(state.id, state.name, state.category, state.region, state.status, members)
