"""Files and uploads that nobody needs: found, and taken away once an hour by one process at a time.

| what | when it goes |
|---|---|
| `upload`: not ended, or ended and told | when it has expired |
| `piece`: of an upload that is gone | at once; a crash left it |
| `file`: that no request has named since it came | after `UNUSED_DAYS` |
| `sheet`: what was imported, with people's numbers in it | `RETENTION_DAYS_IMPORTS` after it came |
| `rest`: of a file whose writer died | after a day |
| `rest`: bytes and small pictures without a file, an original without its copy | at once; the original after a day |

Folders on disk in which a process that died had files are taken away by each process for itself, at its start too.

Any other file that was named once is never taken away, nor one from before uses were counted. What leaves is on the
audit trail. While the clocks of database and process differ by more than an hour nothing leaves: one of them takes what
is new for old.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from pymongo.database import Database
from pymongo.errors import PyMongoError

from gateway import metrics
from gateway.audit.clocks import look
from gateway.audit.kept import ROWS
from gateway.audit.rows import made_by_the_system
from gateway.files.bucket import Files
from gateway.files.desks import sweep
from gateway.uploads import Uploads
from shared import logs
from shared.clock import now
from shared.mongo.leases import Lease

UPLOAD, PIECE, FILE, SHEET, REST, DESK = "upload", "piece", "file", "sheet", "rest", "desk"
OPERATION: Final = "files.collect"
EXPIRED: Final = "imports.expire"
EVERY: Final = 3600.0
STANDBY: Final = 60.0
LEASE: Final = timedelta(hours=2)
# Longer than any file takes to be written.
WRITTEN: Final = timedelta(days=1)
Document = dict[str, Any]


@dataclass(frozen=True)
class Orphan:
    """Something that nobody needs. `size` in bytes, where it is known."""

    what: str
    id: str
    bureau: str = ""
    size: int = 0


class Orphans:
    """What can be found and taken away. `unused`: so long a file waits for its first use; `sheets`: so long what was
    imported is kept (None: it is not looked for)."""

    def __init__(
        self, db: Database[Document], files: Files, uploads: Uploads, unused: timedelta, sheets: timedelta | None = None
    ) -> None:
        self._db, self._files, self._uploads, self._unused, self._sheets = db, files, uploads, unused, sheets

    def found(self) -> Iterator[Orphan]:
        """All that may go now."""
        yield from (Orphan(UPLOAD, id_) for id_ in self._uploads.expired())
        yield from (Orphan(PIECE, id_) for id_ in self._uploads.stray())
        yield from (Orphan(REST, id_) for id_ in self._files.interrupted(now() - WRITTEN))
        yield from (Orphan(REST, id_) for id_ in self._files.stray(now() - WRITTEN))
        for record in self._files.unused(now() - self._unused):
            yield Orphan(FILE, record.id, record.bureau, record.size)
        if self._sheets is not None:
            for record in self._files.sheets(now() - self._sheets):
                yield Orphan(SHEET, record.id, record.bureau, record.size)

    def take_away(self, orphan: Orphan) -> bool:
        """Whether it went; not when it was needed after all."""
        if orphan.what == FILE:
            return self._give_up(orphan)
        if orphan.what == SHEET:
            self._db[ROWS].insert_one(made_by_the_system(orphan.bureau, EXPIRED, orphan.id))
            self._files.retire(orphan.id)
        elif orphan.what == UPLOAD:
            self._uploads.forget(orphan.id)
        elif orphan.what == PIECE:
            self._uploads.drop_pieces(orphan.id)
        else:
            self._files.clear(orphan.id)
        return True

    def collect(self) -> Counter[str]:
        """Take away all that may go; how many of each. Raises: PyMongoError."""
        gone: Counter[str] = Counter()
        for orphan in self.found():
            if self.take_away(orphan):
                gone[orphan.what] += 1
                metrics.COLLECTED.labels(orphan.what).inc()
                metrics.COLLECTED_BYTES.inc(orphan.size)
        return gone

    def _give_up(self, orphan: Orphan) -> bool:
        if not self._files.give_up(orphan.id):
            return False
        self._db[ROWS].insert_one(made_by_the_system(orphan.bureau, OPERATION, orphan.id))
        return True


class Collector:
    """A background thread of a gateway process; it works when it gets the lease."""

    def __init__(self, db: Database[Document], orphans: Orphans, holder: str, work_dir: str = "") -> None:
        self._db, self._orphans, self._work_dir = db, orphans, work_dir
        self._lease = Lease(db, "files-collector", holder, LEASE)
        self._ended = threading.Event()

    def start(self) -> None:
        """Begin to look. Call it after the process has forked."""
        threading.Thread(target=self._run, name="files-collector", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()

    def _run(self) -> None:
        pause = STANDBY
        self._sweep()
        while not self._ended.wait(pause):
            self._sweep()
            try:
                pause = self._round()
            except PyMongoError as error:
                logs.get().warning("files not collected", error=str(error)[:300])
                pause = STANDBY
            except Exception as error:  # the thread must outlive whatever it is
                logs.get().error("files not collected", exc_info=error)
                pause = EVERY

    def _sweep(self) -> None:
        if gone := sweep(self._work_dir):
            metrics.COLLECTED.labels(DESK).inc(gone)
            logs.get().info("files collected", desk=gone)

    def _round(self) -> float:
        """One look; seconds until the next."""
        moment = look(self._db)
        if moment.apart:
            metrics.COLLECTING_REFUSED.inc()
            why = {"database": moment.database.isoformat(), "process": moment.process.isoformat()}
            logs.get().error("files not collected: a clock is wrong", **why)
            return STANDBY
        if not self._lease.take():
            return EVERY
        gone = self._orphans.collect()
        if gone:
            logs.get().info("files collected", **gone)
        return EVERY
