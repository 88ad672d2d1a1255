"""Sealing: settled rows are given their place in their bureau's chain, by one process at a time.

The holder of a lease reads the open rows in the order of their ids (time) and appends those that are settled;
a row without a result after `UNKNOWN_AFTER` is appended as it is, its result unknown. A round is one transaction
per bureau that moves the head and the rows together, so even two holders could not fork a chain. What lies
between a row's writing and its sealing, a second or two, is not yet protected by the chain.

Every new head is written to the log: who keeps the logs elsewhere can tell whether somebody with access to the
database rewrote a chain from its beginning.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any, Final

from pymongo import ASCENDING, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import PyMongoError

from gateway.audit.pruning import prune
from gateway.audit.rows import GENESIS, Document, sealed
from gateway.audit.trail import HEADS, ROWS
from gateway.store import transact
from shared import logs
from shared.clock import now
from shared.mongo.leases import Lease

# Longer than the longest deadline of a request, so that a result that is still to come is not missed.
UNKNOWN_AFTER: Final = timedelta(seconds=120)
LEASE: Final = timedelta(seconds=15)
# Seconds between rounds: while there is something to seal, and while there is nothing.
ROUND: Final = 1.0
REST: Final = 2.0
STANDBY: Final = 5.0
PRUNE_EVERY: Final = 3600.0
BATCH: Final = 1000


class Changed(Exception):
    """A row got its result while it was being sealed: leave the bureau to the next round."""


class Sealer:
    """A background thread of a gateway process; it works while it holds the lease."""

    def __init__(self, db: Database[Document], holder: str, keep_days: int) -> None:
        self._db = db
        self._keep_days = keep_days
        self._lease = Lease(db, "audit-sealer", holder, LEASE)
        self._ended = threading.Event()
        self._pruned = 0.0
        self._thread = threading.Thread(target=self._run, name="audit-sealer", daemon=True)

    def start(self) -> None:
        """Begin to seal. Call it after the process has forked."""
        self._thread.start()

    def close(self) -> None:
        """End after the round in hand; another process takes over when the lease has run out."""
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join(5.0)

    def _run(self) -> None:
        pause = 0.0
        while not self._ended.wait(pause):
            try:
                pause = self._round()
            except PyMongoError as error:
                logs.get().warning("audit rows not sealed", error=str(error)[:300])
                pause = STANDBY
            except Exception as error:  # the thread must outlive whatever it is, and `verify` tells of open rows
                logs.get().error("audit rows not sealed", exc_info=error)
                pause = STANDBY

    def _round(self) -> float:
        """One look; seconds until the next."""
        if not self._lease.take():
            return STANDBY
        if time.monotonic() - self._pruned > PRUNE_EVERY or not self._pruned:
            prune(self._db, self._keep_days)
            self._pruned = time.monotonic()
        done = seal(self._db)
        return 0.0 if done == BATCH else ROUND if done else REST


def seal(db: Database[Document]) -> int:
    """Append what is ready, up to a batch, to the chains of its bureaus; how many rows. Raises: PyMongoError."""
    late = {"at": {"$lt": now() - UNKNOWN_AFTER}}
    ready = {"open": True, "$or": [{"ended": {"$ne": None}}, late]}
    rows = list(db[ROWS].find(ready).sort("_id", ASCENDING).limit(BATCH))
    done = 0
    for bureau, found in groupby(sorted(rows, key=lambda row: (row["bureau"], row["_id"])), lambda row: row["bureau"]):
        done += _append(db, bureau, list(found))
    return done


def _append(db: Database[Document], bureau: str, rows: Sequence[Document]) -> int:
    def work(session: ClientSession) -> Document:
        return _extend(db, bureau, rows, session)

    try:
        head = transact(db.client, work)
    except Changed:
        return 0
    logs.get().info("audit head", bureau=bureau, seq=head["seq"], hash=head["hash"])
    return len(rows)


def _extend(db: Database[Document], bureau: str, rows: Sequence[Document], session: ClientSession) -> Document:
    """The new head. Raises: Changed."""
    head = db[HEADS].find_one({"_id": bureau}, session=session) or {"seq": 0, "hash": GENESIS}
    seq, previous = head["seq"], head["hash"]
    changes: list[Any] = []
    for row in rows:
        place = sealed(row, seq := seq + 1, previous)
        previous = place["hash"]
        same = {"_id": row["_id"], "open": True, "ended": row["ended"]}
        changes.append(UpdateOne(same, {"$set": place, "$unset": {"open": ""}}))
    if db[ROWS].bulk_write(changes, session=session).matched_count != len(rows):
        raise Changed
    after = {"seq": seq, "hash": previous, "sealed_at": now()}
    # Only from the head that was read: what another holder did meanwhile is a write conflict.
    db[HEADS].update_one({"_id": bureau}, {"$set": after}, upsert=True, session=session)
    return after
