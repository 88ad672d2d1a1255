"""Sealing: settled rows are given their place in their bureau's chain, by one process at a time.

The holder of a lease finds the rows that are in no block (`finding.py`) and seals those that have their result; a row
without one after `UNKNOWN_AFTER`, by the database's time, is sealed as it is, its result unknown. A block is one
insert, and two unique indexes keep even two holders from forking a chain or sealing a row twice. What lies between a
row's writing and its sealing, a second or two, is not yet protected by the chain.

Every new head is told to the log, and to a file where one is named (`heads.py`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from bson.timestamp import Timestamp

from gateway.audit import blocks
from gateway.audit.adopting import adopt
from gateway.audit.blocks import HEARTBEAT, Chains, Place
from gateway.audit.clocks import Moment, look
from gateway.audit.finding import BATCH, Finder
from gateway.audit.joining import Result, results
from gateway.audit.kept import Document
from gateway.audit.rows import digest, settled
from shared import logs

# Longer than the longest deadline of a request, so that a result that is still to come is not missed.
UNKNOWN_AFTER: Final = timedelta(seconds=120)


class Sealing:
    """One sealer's rounds."""

    def __init__(self, chains: Chains) -> None:
        self._chains = chains
        self._finder = Finder(chains.db)
        self._places: dict[str, Place] = {}

    @property
    def sweeping(self) -> bool:
        """Whether there may be old rows that it has not looked at yet."""
        return self._finder.sweeping

    def round(self, moment: Moment | None = None) -> int:
        """Seal what is ready, up to a batch; how many rows. Raises: PyMongoError."""
        at = cache(lambda: moment or look(self._chains.db))
        self._finder.look(at)
        if not self._finder.waiting:
            return 0
        waiting = sorted(self._finder.waiting.values(), key=lambda each: _order(each[1]))[: 2 * BATCH]
        told = results(self._chains.db, [row["_id"] for _, row in waiting if not settled(row)])
        groups: dict[str, list[tuple[Document, Result | None]]] = {}
        for since, row in waiting:
            result = next(iter(told.get(row["_id"], [])), None)
            if result or settled(row) or _late(row, since, at()):
                bureau = (result.said if result else {}).get("bureau") or row["bureau"]
                groups.setdefault(bureau, []).append((row, result))
        return sum(self._append(bureau, found[:BATCH], at()) for bureau, found in groups.items())

    def beat(self, moment: Moment | None = None) -> None:
        """A block without rows for each chain that has had none for half a day. Raises: PyMongoError."""
        moment = moment or look(self._chains.db)
        for bureau in blocks.bureaus(self._chains.db):
            place = self._place(bureau, moment)
            if place.at is None or moment.database - place.at >= HEARTBEAT:
                self._put(bureau, place, [], moment)

    def _append(self, bureau: str, found: Sequence[tuple[Document, Result | None]], moment: Moment) -> int:
        entries = [_entry(row, result) for row, result in found]
        place = self._place(bureau, moment)
        if any(row["_id"] not in self._finder.waiting for row, _ in found):
            return 0  # adopting has just sealed some of them
        if not self._put(bureau, place, entries, moment):
            return 0
        self._finder.forget(entry["id"] for entry in entries)
        return len(entries)

    def _put(self, bureau: str, place: Place, entries: list[Document], moment: Moment) -> bool:
        if place.at and moment.database - place.at > blocks.LONGEST_STEP:
            logs.get().warning("audit time jumped, or nobody sealed", bureau=bureau, since=place.at.isoformat())
        after = self._chains.append(bureau, place, entries, moment)
        if after is None:
            # Another sealer was first: look again at where the chain stands, and which of the rows are sealed.
            self._places.pop(bureau, None)
            self._finder.look_again([entry["id"] for entry in entries])
            return False
        self._places[bureau] = after
        return True

    def _place(self, bureau: str, moment: Moment) -> Place:
        """Where the chain stands; the first time that of an earlier version is adopted, if there is one."""
        if bureau not in self._places:
            place, taken = adopt(self._chains, bureau, blocks.head(self._chains.db, bureau), moment)
            self._finder.forget(taken)
            self._places[bureau] = place
        return self._places[bureau]


def seal(chains: Chains, moment: Moment | None = None) -> int:
    """Look at all rows and seal what is ready; how many. Raises: PyMongoError."""
    sealing, done = Sealing(chains), 0
    while True:
        more = sealing.round(moment)
        done += more
        if not more and not sealing.sweeping:
            return done


def _order(row: Document) -> tuple[int, int, str]:
    written = row.get("written")
    return (written.time, written.inc, row["_id"]) if isinstance(written, Timestamp) else (0, 0, row["_id"])


def _late(row: Document, since: float, moment: Moment) -> bool:
    """Whether no result is to be waited for any more, by the database's time or by how long the sealer has waited."""
    written = row.get("written")
    dated: datetime | None = written.as_datetime() if isinstance(written, Timestamp) else None
    if dated is not None and moment.database - dated > UNKNOWN_AFTER:
        return True
    return time.monotonic() - since > UNKNOWN_AFTER.total_seconds()


def _entry(row: Document, result: Result | None) -> Document:
    """What a block says of a row."""
    named: dict[str, Any] = {"result": result.kept} if result else {}
    return {"id": row["_id"], "digest": digest(row, result.said if result else None), **named}
