"""What staff find works by is a document of its own: the works' documents change often, and their texts seldom."""

from __future__ import annotations

from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database
from pymongo.errors import OperationFailure

from shared.mongo.searching import SEARCHED

name = "searched_apart"
dependencies = ["found_and_counted"]
SUBMISSIONS, GRAM = "submissions", "gram"
NOT_FOUND = 27
BATCH = 200


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: what was moved has nothing left to move. What is handed in meanwhile is found already."""
    moved: list[UpdateOne] = []
    shown = {"bureau": 1, "sort_at": 1, "sent_text": 1, "grams": 1}
    for row in db[SUBMISSIONS].find({"grams.0": {"$exists": True}}, shown).batch_size(BATCH):
        fresh = {each: row[each] for each in shown}
        moved.append(UpdateOne({"_id": row["_id"]}, {"$setOnInsert": fresh}, upsert=True))
        if len(moved) == BATCH:
            db[SEARCHED].bulk_write(moved)
            moved.clear()
    if moved:
        db[SEARCHED].bulk_write(moved)
    try:
        db[SUBMISSIONS].drop_index(GRAM)
    except OperationFailure as error:
        if error.code != NOT_FOUND:
            raise
    db[SUBMISSIONS].update_many({"grams": {"$exists": True}}, {"$unset": {"grams": ""}})
