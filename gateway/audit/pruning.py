"""Taking old rows from the beginning of the chains, so that what stays can still be verified.

A checkpoint in the chain's head says where it begins now: the number and hash of the last row that left. It moves
before the rows leave; a crash in between leaves rows before the checkpoint, which the next time takes away. That
rows left is itself a row of the chain.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pymongo import ASCENDING
from pymongo.database import Database

from gateway.audit.rows import Document, made_by_the_system
from gateway.audit.trail import HEADS, ROWS
from gateway.settings import LEAST_DAYS
from shared.clock import now

OPERATION: Final = "audit.prune"


def prune(db: Database[Document], days: int) -> int:
    """Delete sealed rows older than `days` (180 at least) of every bureau; how many. Raises: PyMongoError."""
    before = now() - timedelta(days=max(days, LEAST_DAYS))
    return sum(_prune(db, head, before) for head in db[HEADS].find({}))


def _prune(db: Database[Document], head: Document, before: datetime) -> int:
    bureau, begun = head["_id"], (head.get("checkpoint") or {"seq": 0})["seq"]
    chain = {"bureau": bureau, "seq": {"$gt": begun}}
    # Sealing order is nearly that of time: everything up to the first row that must stay.
    staying = db[ROWS].find_one({**chain, "at": {"$gte": before}}, sort=[("seq", ASCENDING)])
    last, hash_ = (staying["seq"] - 1, staying["previous"]) if staying else (head["seq"], head["hash"])
    if last > begun:
        # Before the checkpoint moves: a pruning must never be without its row.
        db[ROWS].insert_one(made_by_the_system(bureau, OPERATION, f"{begun + 1}-{last}"))
        moved = {"checkpoint": {"seq": last, "hash": hash_, "at": now()}}
        db[HEADS].update_one({"_id": bureau, "seq": {"$gte": last}}, {"$set": moved})
    gone = {"bureau": bureau, "seq": {"$gt": 0, "$lte": last}}
    return int(db[ROWS].delete_many(gone).deleted_count)
