"""Taking old rows from the beginning of the chains, so that what stays can still be verified.

A checkpoint in the chain's head says where it begins now: the number and hash of the last row that left. It moves
before the rows leave; a crash in between leaves rows before the checkpoint, which the next time takes away. That
rows left is itself a row of the chain.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from gateway.audit.rows import GENESIS, Document, made_by_the_system
from gateway.audit.trail import HEADS, ROWS
from gateway.settings import LEAST_DAYS
from shared.clock import now

OPERATION: Final = "audit.prune"
# Rows that leave at once: no single step takes long, however much there is.
STEP: Final = 5_000


def prune(db: Database[Document], days: int) -> int:
    """Delete sealed rows older than `days` (180 at least) of every bureau; how many. Raises: PyMongoError."""
    before = now() - timedelta(days=max(days, LEAST_DAYS))
    return sum(_prune(db, head["_id"], before) for head in db[HEADS].find({}, {"_id": True}))


def _prune(db: Database[Document], bureau: str, before: datetime) -> int:
    begun, gone = _beginning(db, bureau), 0
    while True:
        gone += _delete(db, bureau, begun)
        last, hash_ = _old(db, bureau, begun, before)
        if last == begun:
            return gone
        # Before the checkpoint moves: a pruning must never be without its row.
        db[ROWS].insert_one(made_by_the_system(bureau, OPERATION, f"{begun + 1}-{last}"))
        moved = {"checkpoint": {"seq": last, "hash": hash_, "at": now()}}
        db[HEADS].update_one({"_id": bureau, "seq": {"$gte": last}}, {"$set": moved})
        begun = last


def _beginning(db: Database[Document], bureau: str) -> int:
    head = db[HEADS].find_one({"_id": bureau}) or {}
    return int(head.get("checkpoint", {"seq": 0})["seq"])


def _old(db: Database[Document], bureau: str, begun: int, before: datetime) -> tuple[int, str]:
    """The last of the next rows that may leave, at most a step further on, and its hash."""
    step = {"bureau": bureau, "seq": {"$gt": begun, "$lte": begun + STEP}}
    shown = {"seq": True, "hash": True, "previous": True}
    # Sealing order is nearly that of time: everything up to the first row that must stay.
    staying = db[ROWS].find_one({**step, "at": {"$gte": before}}, shown, sort=[("seq", ASCENDING)])
    if staying is not None:
        return staying["seq"] - 1, staying["previous"]
    last = db[ROWS].find_one(step, shown, sort=[("seq", DESCENDING)])
    return (last["seq"], last["hash"]) if last is not None else (begun, GENESIS)


def _delete(db: Database[Document], bureau: str, until: int) -> int:
    """Take away what is not after the checkpoint."""
    gone = 0
    while first := db[ROWS].find_one(
        {"bureau": bureau, "seq": {"$gt": 0, "$lte": until}}, {"seq": True}, sort=[("seq", ASCENDING)]
    ):
        upto = min(until, first["seq"] + STEP)
        gone += db[ROWS].delete_many({"bureau": bureau, "seq": {"$gt": 0, "$lte": upto}}).deleted_count
    return gone
