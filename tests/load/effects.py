"""When the events of a run took effect: noted by `noting`, read here."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path

PATIENCE = 120.0


class Effects:
    """The bench's view of the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()
        self._file = path.open(encoding="ascii")
        self._moments: dict[str, float] = {}
        self._part = ""

    def wait(self, ids: Iterable[str], patience: float = PATIENCE) -> dict[str, float]:
        """The moment (epoch seconds) of each effect; those that did not come within `patience` are left out."""
        wanted, deadline = set(ids), time.monotonic() + patience
        pause = threading.Event()
        while not wanted <= self._moments.keys() and time.monotonic() < deadline:
            self._read()
            pause.wait(0.05)
        return {id_: self._moments[id_] for id_ in wanted & self._moments.keys()}

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read(self) -> None:
        *lines, self._part = (self._part + self._file.read()).split("\n")
        for line in lines:
            id_, _, moment = line.partition(" ")
            self._moments.setdefault(id_, float(moment))
