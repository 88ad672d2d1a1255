"""pymongo's background work without its ticking.

Each client has threads that wake twice a second only to see whether they are wanted: most of what a process costs at
rest. Here they sleep until their interval is over, or until they are wanted: as soon as a server did not answer.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import Any

from pymongo import common, periodic_executor

# Seconds: cursors that nobody closed hold memory of the server, which would end them by itself after ten minutes.
ABANDONED = 10


class Executor(periodic_executor.PeriodicExecutor):
    """Runs a function every so often, and soon after it was woken. What it inherits is left no time to sleep itself."""

    def __init__(self, interval: float, min_interval: float, target: Any, name: str | None = None) -> None:
        super().__init__(0, min_interval, self._then_sleep, name)
        self._every, self._least, self._work = interval, min_interval, target
        # No `Event`: a garbage collection closes an executor in the midst of anything, of an `Event`'s own lock too.
        self._bell = threading.Lock()
        self._bell.acquire()

    def wake(self) -> None:
        """Run soon."""
        self._ring()

    def close(self, dummy: Any = None) -> None:
        """Run no more."""
        super().close(dummy)
        self._ring()

    def update_interval(self, new_interval: float) -> None:
        """Run so often from now on."""
        self._every = new_interval

    def _ring(self) -> None:
        with suppress(RuntimeError):  # it rings already
            self._bell.release()

    def _then_sleep(self) -> bool:
        goes_on = bool(self._work())
        if goes_on and not self._stopped and not self._skip_sleep:
            time.sleep(self._least)
            self._bell.acquire(timeout=max(0.0, self._every - self._least))
        return goes_on


def install() -> None:
    """Have the clients that are made from now on work so."""
    common.KILL_CURSOR_FREQUENCY = ABANDONED
    periodic_executor.PeriodicExecutor = Executor  # type: ignore[misc]
