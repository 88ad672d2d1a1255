"""How often anybody may ask at all: every request of an account and of an address, and what an address is refused.

Counted in the memory of each process, so with several of them the limits are as many times as high: a hit costs two
microseconds, not the milliseconds of `gateway.auth.rates`. It keeps one caller from taking what all share; the doors
that anybody may knock at have rates of their own.
"""

from __future__ import annotations

from time import monotonic
from typing import Final

from limits import parse

from gateway import metrics
from gateway.auth.rates import place
from gateway.errors import RateLimited
from gateway.guard_settings import GuardSettings

# Callers that are remembered at once; a network of robots is not to fill the memory.
MOST: Final = 50_000


class Window:
    """So many hits of one caller within so many seconds from the first of them on. `rate`: empty for no limit."""

    def __init__(self, rate: str) -> None:
        limit = parse(rate) if rate else None
        self._most = limit.amount if limit else 0
        self._seconds = float(limit.get_expiry()) if limit else 0.0
        self._counts: dict[str, list[float]] = {}  # how many, and until when they count

    def hit(self, who: str) -> float:
        """Count one; seconds to wait when it is one too many, otherwise 0."""
        if not self._most:
            return 0.0
        moment = monotonic()
        count = self._counts.get(who)
        if count is None or count[1] <= moment:
            if len(self._counts) >= MOST:
                self._forget(moment)
            self._counts[who] = [1, moment + self._seconds]
            return 0.0
        count[0] += 1
        return count[1] - moment if count[0] > self._most else 0.0

    def _forget(self, moment: float) -> None:
        """Those whose time is over; if that is nobody, all: better to count anew than to remember everybody."""
        left = {who: count for who, count in self._counts.items() if count[1] > moment}
        self._counts = left if len(left) < MOST else {}


class Traffic:
    """One per process."""

    def __init__(self, settings: GuardSettings) -> None:
        self._accounts = Window(settings.account_rate)
        self._addresses = Window(settings.address_rate)
        self._refused = Window(settings.refused_rate)

    def of_address(self, remote: str) -> None:
        """A request came from there. Raises: RateLimited."""
        _require("address", self._addresses.hit(place(remote)))

    def of_account(self, account: str) -> None:
        """Somebody who is signed in asks. Raises: RateLimited."""
        _require("account", self._accounts.hit(account))

    def refused(self, remote: str) -> None:
        """Nobody is signed in for a request, or there is nothing at its address. Raises: RateLimited."""
        _require("refused", self._refused.hit(place(remote)))


def _require(whose: str, wait: float) -> None:
    if wait:
        metrics.LIMITED.labels(whose).inc()
        raise RateLimited("http.rate_limited", retry_after=int(wait) + 1)
