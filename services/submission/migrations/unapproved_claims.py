"""What was published without approval and has no address is one piece however medium and title are spelt: records from
before claim their place in that form. Of several of one piece the first has it; the others stand until somebody
withdraws them, and claim nothing. `report` names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pymongo.database import Database

from services.submission.repository.unapproved import record_of

name = "unapproved_claims"
dependencies = ["more_addresses"]
RECORDS = "unapproved"


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: the order decides, and what has its place already keeps it."""
    for row, claim in _standing(db):
        there = db[RECORDS].find_one({"bureau": row["bureau"], "claim": claim}, {"_id": 1})
        free = there is None or there["_id"] == row["_id"]
        db[RECORDS].update_one({"_id": row["_id"]}, {"$set": {"claim": claim}} if free else {"$unset": {"claim": ""}})


def report(db: Database[dict[str, Any]]) -> Mapping[str, list[str]]:
    """Those that stand and are of a piece that was recorded before."""
    twice = [row["_id"] for row, _ in _standing(db) if "claim" not in row]
    return {"unapproved_twice": twice}


def _standing(db: Database[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str]]:
    for row in db[RECORDS].find().sort("_id", 1):
        if (record := record_of(row)).stands:
            yield row, record.claim
