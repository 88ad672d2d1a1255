"""Refusals of nobody: what cannot change anything need not be on record one by one, or whoever likes fills the disk.

The first attempt of an address at an operation is a row at once, as every other; those that follow within a minute are
counted, and become one row with their `count` for each answer that they got. What a process has counted when it is
killed is lost; it is of nobody, and changed nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

from pymongo.errors import PyMongoError

from gateway.audit.kept import Document
from gateway.auth.rates import place
from shared import logs
from shared.clock import now

WINDOW: Final = 60.0
# Addresses at once; those beyond are counted together.
MOST: Final = 10_000
MANY: Final = "*"
Key = tuple[str, str]


class Crowds:
    """One per process. `write` inserts rows."""

    def __init__(self, write: Callable[[Sequence[Document]], Any]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._since: dict[Key, float] = {}
        self._counted: dict[tuple[Key, int, str], Document] = {}
        self._timer: threading.Timer | None = None

    def first(self, row: Document) -> bool:
        """Whether this attempt is to be a row of its own: the first of its address at its operation in a minute."""
        tick, key = time.monotonic(), (place(row["address"]), row["operation"])
        with self._lock:
            if tick - self._since.get(key, -WINDOW) < WINDOW:
                return False
            if len(self._since) >= MOST:
                self._since = {known: since for known, since in self._since.items() if tick - since < WINDOW}
            if len(self._since) >= MOST:
                return False
            self._since[key] = tick
            return True

    def count(self, row: Document, status: int, reason: str) -> None:
        """One more that was answered so."""
        address = place(row["address"])
        with self._lock:
            key = (address, row["operation"])
            key = key if key in self._since else (MANY, row["operation"])
            known = self._counted.setdefault((key, status, reason), {**row, "address": key[0], "count": 0})
            known.update(count=known["count"] + 1, status=status, reason=reason, ended=now())
            if self._timer is None:
                self._timer = threading.Timer(WINDOW, self.flush)
                self._timer.name, self._timer.daemon = "audit-crowds", True
                self._timer.start()

    def flush(self) -> None:
        """Write what was counted; what cannot be written is given up, and that is logged."""
        with self._lock:
            rows, self._counted = list(self._counted.values()), {}
            timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
        if not rows:
            return
        try:
            self._write(rows)
        except PyMongoError as error:
            counted = sum(row["count"] for row in rows)
            logs.get().warning("audit refusals given up", count=counted, error=str(error)[:300])
