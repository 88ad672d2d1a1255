"""Doors that anybody may knock at, and addresses that knock too often: they are refused before that costs a row.

Whether the rate of an address is used up is known where it is counted (`auth/people.py`), after the attempt is on
record. A process remembers for a minute whom it has refused so, and asks them first: who would be refused again is
refused here.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final

from gateway.auth.rates import Rates, place
from gateway.errors import RateLimited

# By which rate of an address each is counted first.
COUNTED: Final[Mapping[str, str]] = {
    "sessions.sign_in": "sign_in",
    "sessions.refresh": "refresh",
    "outside_identities.begin": "sign_in",
    "outside_identities.answer": "sign_in",
    "outside_identities.logout": "sign_in",
    "accounts.sign_up": "sign_up",
    "password_resets.ask": "reset",
    "password_resets.complete": "sign_in",
}
REMEMBERED: Final = 60.0
MOST: Final = 10_000


class Doors:
    """One per process."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._refused: dict[tuple[str, str], float] = {}

    def refused(self, operation: str, address: str) -> None:
        """Somebody there was told to come again later."""
        if operation in COUNTED:
            if len(self._refused) >= MOST:
                self._refused.clear()
            self._refused[operation, place(address)] = time.monotonic()

    def closed(self, operation: str, address: str) -> RateLimited | None:
        """What they are told if they are to come again later still."""
        where = place(address)
        if time.monotonic() - self._refused.get((operation, where), -REMEMBERED) >= REMEMBERED:
            return None
        return self._rates.used_up(COUNTED[operation], where)
