"""How long a session lasts: so long without being used, so long in all, and how many an account may have.

By role, for an officer's screen sees more than a reporter's phone; of several roles the strictest counts. Whoever has
none is of an outlet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from shared.context import STAFF_ROLES, Role

OUTLET, STAFF = "outlet", "staff"
# Who may have a time of their own: everybody of outlets, all staff, a role of it.
NAMES: Final = frozenset({OUTLET, STAFF, *STAFF_ROLES})
IDLE: Final = "staff=30m,outlet=14d"
LONGEST: Final = "staff=12h,outlet=90d"
UNITS: Final = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
MOST_TIME: Final = timedelta(days=366)


@dataclass(frozen=True)
class Lasting:
    """`idle`, `longest`: times by name (see `NAMES`). `most`: sessions of an account; the oldest ends for a new one."""

    idle: Mapping[str, timedelta] = field(default_factory=lambda: times(IDLE))
    longest: Mapping[str, timedelta] = field(default_factory=lambda: times(LONGEST))
    most: int = 10

    def ends(self, roles: Collection[Role], created_at: datetime, used_at: datetime) -> datetime:
        """When a session of somebody with these roles is over unless it is used."""
        return min(used_at + _strictest(self.idle, roles), created_at + _strictest(self.longest, roles))


def times(text: str) -> dict[str, timedelta]:
    """Times by name, such as `staff=30m,admin=15m,outlet=14d`. Raises: ValueError for anything else."""
    found: dict[str, timedelta] = {}
    for each in text.split(","):
        name, _, told = (part.strip() for part in each.partition("="))
        if name not in NAMES or told[-1:] not in UNITS or not told[:-1].isdecimal():
            raise ValueError(f"no name and time: {each.strip()}")
        found[name] = int(told[:-1]) * UNITS[told[-1]]
        if not timedelta(minutes=1) <= found[name] <= MOST_TIME:
            raise ValueError(f"from a minute to a year: {each.strip()}")
    if not {OUTLET, STAFF} <= found.keys():
        raise ValueError(f"both {STAFF} and {OUTLET} are needed")
    return found


def _strictest(by_name: Mapping[str, timedelta], roles: Collection[Role]) -> timedelta:
    if not roles:
        return by_name[OUTLET]
    return min(by_name.get(role, by_name[STAFF]) for role in roles)
