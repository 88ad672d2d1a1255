"""Commands sent by several threads while the faults happen, each with a key, each repeated until it is answered."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from shared.ids import new_id
from tests.faults.driver import DONE, PASSING, Driver, Outcome
from tests.support.waiting import HOPE, rest, until


class Load:
    """Things `first`, `first + 1`, … until `stop` or `limit`; `accepted` are those that were answered with 2xx."""

    def __init__(
        self,
        driver: Callable[[], Driver],
        *,
        first: int = 0,
        limit: int | None = None,
        threads: int = 4,
        pace: float = 0.0,
        deadline: float = 5.0,
        patience: float = 2 * HOPE,
        data: Callable[[int], Mapping[str, Any]] = lambda _n: {},
    ) -> None:
        self.tried: set[int] = set()
        self.accepted: dict[int, Outcome] = {}
        self.statuses: Counter[int] = Counter()
        self.slowest = 0.0
        self.untold = 0
        self.replayed = 0
        self.faults: list[str] = []
        self.deadline = deadline
        self._driver, self._limit, self._pace = driver, limit, pace
        self._patience, self._data = patience, data
        self._numbers = count(first)
        self._first = first
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self.at_once = threads
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(threads)]

    def start(self) -> Load:
        """Begin."""
        for thread in self._threads:
            thread.start()
        return self

    def more(self, count: int = 20) -> None:
        """Until so many more have been accepted."""
        goal = len(self.accepted) + count
        until(f"{count} more commands to be accepted", lambda: len(self.accepted) >= goal)

    def stop(self) -> Load:
        """Take no new number; wait for the commands in hand."""
        self._stop.set()
        return self.finish()

    def finish(self) -> Load:
        """Wait until the limit is reached."""
        for thread in self._threads:
            thread.join(self._patience + HOPE)
            assert not thread.is_alive(), "a command neither ended nor gave up"
        return self

    def _run(self) -> None:
        driver = self._driver()
        try:
            while (n := self._next()) is not None:
                self._make(driver, n)
                if self._pace:
                    rest(self._pace)
        finally:
            driver.close()

    def _next(self) -> int | None:
        with self._lock:
            n = next(self._numbers)
            if self._stop.is_set() or (self._limit is not None and n >= self._first + self._limit):
                return None
            self.tried.add(n)
            return n

    def _make(self, driver: Driver, n: int) -> None:
        key, end = f"{n}-{new_id()}", time.monotonic() + self._patience
        while True:
            outcome = driver.make(n, key, self.deadline, **self._data(n))
            self._note(n, outcome)
            if outcome.status not in PASSING or time.monotonic() > end:
                return
            rest(0.2)

    def _note(self, n: int, outcome: Outcome) -> None:
        with self._lock:
            self.statuses[outcome.status] += 1
            self.slowest = max(self.slowest, outcome.seconds)
            self.replayed += outcome.replayed
            if outcome.status == DONE:
                self.accepted[n] = outcome
            elif outcome.status not in PASSING:
                self.faults.append(f"thing {n}: {outcome.status} {outcome.detail}")
            elif not outcome.retry_after:
                self.untold += 1
