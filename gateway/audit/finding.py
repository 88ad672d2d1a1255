"""Which rows are to be sealed: those that are in no block yet, found by the database's time.

Three looks, from often to rarely, so that none lies unsealed for good, whatever any clock says:

* what was inserted since the last look;
* once a minute again what was inserted in the last minutes: an insert that took long shows later than it is dated;
* at the start and once a day all rows, a batch at a time; those of an earlier version have no such date.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from typing import Final

from bson.timestamp import Timestamp
from pymongo import ASCENDING
from pymongo.database import Database

from gateway.audit.clocks import Moment
from gateway.audit.joining import sealed
from gateway.audit.kept import ROWS, UNWRITTEN, Document

BATCH: Final = 1000
AGAIN: Final = 60.0
# Longer than an insert can take with all its retries.
LOOK_BACK: Final = timedelta(minutes=5)
SWEEP: Final = 86_400.0
ORDER: Final = [("written", ASCENDING), ("_id", ASCENDING)]
NARROW: Final = {"_id": True, "written": True}


class Finder:
    """One sealer's memory of how far it has looked. `waiting`: unsealed rows by their ids."""

    def __init__(self, db: Database[Document]) -> None:
        self._db = db
        self.waiting: dict[str, tuple[float, Document]] = {}
        self._seen: Timestamp | None = None
        self._again = 0.0
        self._sweep: Timestamp | str | None = ""
        self._swept = 0.0

    def look(self, at: Callable[[], Moment]) -> None:
        """Have what is new among `waiting`. `at` asks what time it is. Raises: PyMongoError."""
        tick = time.monotonic()
        if self._seen is None or tick - self._again > AGAIN:
            self._seen, self._again = at().timestamp(LOOK_BACK), tick
            # Of a gateway of an earlier version beside this one.
            self._take(self._db[ROWS].find({"open": True}, NARROW).sort("_id", ASCENDING).limit(BATCH))
        while len(self.waiting) < BATCH:
            fresh = list(self._db[ROWS].find({"written": {"$gt": self._seen}}, NARROW).sort(ORDER).limit(BATCH))
            if not fresh:
                break
            self._seen = fresh[-1]["written"]
            self._take(fresh)
        if self._sweep is None and tick - self._swept > SWEEP:
            self._sweep = ""
        if self._sweep is not None:
            self._step()

    def forget(self, ids: Iterable[str]) -> None:
        """These are sealed."""
        for id_ in ids:
            self.waiting.pop(id_, None)

    def look_again(self, ids: Collection[str]) -> None:
        """Somebody else may have sealed some of these. Raises: PyMongoError."""
        self.forget(sealed(self._db, list(ids)))

    @property
    def sweeping(self) -> bool:
        """Whether not all rows have been looked at yet."""
        return self._sweep is not None

    def _step(self) -> None:
        """The next batch of all rows: those without a date first, by their ids."""
        undated = isinstance(self._sweep, str)
        which = {"written": None, "_id": {"$gt": self._sweep}} if undated else {"written": {"$gt": self._sweep}}
        found = list(self._db[ROWS].find(which, NARROW).sort(ORDER).limit(BATCH))
        self._take(found)
        if found:
            self._sweep = found[-1]["_id"] if undated else found[-1]["written"]
        elif undated:
            self._sweep = UNWRITTEN
        else:
            self._sweep, self._swept = None, time.monotonic()

    def _take(self, found: Iterable[Document]) -> None:
        ids = [row["_id"] for row in found if row["_id"] not in self.waiting]
        missing = set(ids) - sealed(self._db, ids)
        if missing:
            tick = time.monotonic()
            rows = self._db[ROWS].find({"_id": {"$in": sorted(missing)}})
            self.waiting |= {row["_id"]: (tick, row) for row in rows}
