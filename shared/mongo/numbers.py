"""Numbers without a gap: 1, 2, 3 … of each series, counted in the transaction of what bears them.

A number that is not taken then is not used up. Who comes second in a process does not wait for the first one's commit
to know the next number: it builds upon the first's, is queued behind it, and is committed with it or after it. When the
first is refused, or another process took the number, whoever built upon it is decided again.
"""

from __future__ import annotations

import threading

from pymongo.database import Database

from shared.mongo.unit import Document, Unit

# Seconds: nothing takes as long between its number and its commit.
PATIENCE = 10.0


class Numbers:
    """The series of one collection, each a document with its `last` number."""

    def __init__(self, db: Database[Document], collection: str) -> None:
        self._collection = collection
        self._counters = db[collection]
        self._lines: dict[str, _Line] = {}

    def draw(self, unit: Unit, id_: str, bureau: str) -> int:
        """The next number of a series; it is counted when the unit is committed."""
        if id_ not in self._lines:
            found = self._counters.find_one({"_id": id_})
            self._lines.setdefault(id_, _Line(found["last"] if found else 0))
        line = self._lines[id_]
        before, number = line.last, line.last + 1
        if before == 0:
            unit.update(self._collection, {"_id": id_}, {"$setOnInsert": {"bureau": bureau, "last": 0}}, upsert=True)
        unit.update(self._collection, {"_id": id_, "last": before}, {"$set": {"last": number}})
        unit.turns.append(_Turn(self, id_, line))
        return number

    def lost(self, id_: str, line: _Line) -> None:
        """What was built on this line does not hold: the next one begins with what the database says."""
        if self._lines.get(id_) is line:
            del self._lines[id_]


class _Line:
    """Those who drew from one series: its last number so far, and what is set when the unit that has it is queued."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.queued = threading.Event()
        self.queued.set()


class _Turn:
    """One in the line, behind the one before it."""

    def __init__(self, numbers: Numbers, id_: str, line: _Line) -> None:
        self._numbers, self._id, self._line = numbers, id_, line
        self._ahead, self._own = line.queued, threading.Event()
        line.last, line.queued = line.last + 1, self._own

    def wait(self) -> None:
        """Until the one before is queued, or has given up. Whoever waits no longer is stale, and decided again."""
        self._ahead.wait(PATIENCE)

    def queued(self) -> None:
        """Let the one behind follow."""
        self._own.set()

    def lost(self) -> None:
        """The unit was not committed."""
        self._numbers.lost(self._id, self._line)
