"""How much room the database has left: looked at every few seconds, so that it does not run full while it writes.

| free | refused |
|---|---|
| below `DISK_FILES` | files and uploads, also of those begun before |
| below `DISK_CHANGES` | all changes but signing in and out |

Reading goes on. What was refused is taken again when a tenth more than the mark is free: no flutter at the mark. The
figures are the database server's own (`dbStats`), wherever it runs; while it does not answer the last ones hold.
"""

from __future__ import annotations

import threading
from typing import Any, Final

from pymongo.database import Database
from pymongo.errors import PyMongoError

from gateway import metrics
from gateway.errors import InsufficientStorage
from gateway.files.kinds import mebibytes
from gateway.guard_settings import GuardSettings, Mark
from shared import logs

EVERY: Final = 5.0
# Of the mark: so much more must be free again.
MORE: Final = 1.1
# An upload is there three times for a while: in pieces, as the copy and as the original.
COPIES: Final = 3


class Level:
    """One mark and what it refuses. `what`: its name in logs and metrics."""

    def __init__(self, what: str, mark: Mark) -> None:
        self.what, self._mark = what, mark
        self.low = False

    def look(self, free: float, total: float) -> None:
        """Whether it refuses from now on; each turn is told once."""
        least = self._mark.of(total)
        low = free < (least * MORE if self.low else least)
        if low != self.low:
            tell = logs.get().error if low else logs.get().info
            said = "disk nearly full" if low else "disk has room again"
            tell(said, refused=self.what, free=int(free), mark=int(least))
        self.low = low
        metrics.DISK_REFUSING.labels(self.what).set(low)

    def least(self, total: float) -> float:
        """The mark in bytes."""
        return self._mark.of(total)


class Disk:
    """One per process, a thread in the background."""

    def __init__(self, db: Database[dict[str, Any]], settings: GuardSettings) -> None:
        self._db = db
        self._files = Level("files", settings.disk_files)
        self._changes = Level("changes", settings.disk_changes)
        self._free, self._total = float("inf"), 0.0
        self._ended = threading.Event()

    def start(self) -> None:
        """Begin to look. Call it after the process has forked."""
        threading.Thread(target=self._run, name="disk", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()

    def look(self) -> None:
        """Ask the database how much is free. Raises: PyMongoError."""
        told = self._db.command("dbStats", freeStorage=0)
        total, used = told.get("fsTotalSize"), told.get("fsUsedSize")
        if total:  # not told by every engine
            self.found(float(total - used), float(total))

    def found(self, free: float, total: float) -> None:
        """Judge by so many bytes."""
        self._free, self._total = free, total
        metrics.DISK_FREE.set(free)
        metrics.DISK_TOTAL.set(total)
        for level in (self._files, self._changes):
            level.look(free, total)

    @property
    def refused(self) -> str:
        """The code of what is refused now; empty while nothing is."""
        return "disk.no_changes" if self._changes.low else "disk.no_files" if self._files.low else ""

    @property
    def room(self) -> dict[str, str]:
        """How much is free, of how much, in MiB."""
        return {"room": mebibytes(int(min(self._free, self._total))), "size": mebibytes(int(self._total))}

    def require_change(self) -> None:
        """Raises: InsufficientStorage when nothing is changed any more."""
        if self._changes.low:
            raise InsufficientStorage("disk.no_changes")

    def require_room(self, size: int = 0) -> None:
        """For a file of so many bytes. Raises: InsufficientStorage."""
        self.require_change()
        left = self._free - COPIES * size
        if self._files.low or (size and left < self._changes.least(self._total)):
            raise InsufficientStorage("disk.no_files")

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self.look()
            except PyMongoError as error:
                logs.get().debug("disk not looked at", error=str(error)[:300])
            self._ended.wait(EVERY)
