"""Snapshots of publications that were refused or withdrawn wait for nobody: those from before leave the queue.

Each says what its publication is now, and where it stands with that, which lists go by; the indexes of their status
alone go.
"""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

name = "lapsed_metrics"
dependencies = ["doubtful_addresses"]
FORMER = ("queue", "queue_outlet", "queue_flag")
OVER = ("refused", "withdrawn")


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: what says where it stands is left as it is."""
    for index in db["metrics"].index_information().keys() & set(FORMER):
        db["metrics"].drop_index(index)
    waiting: dict[str, Any] = {"standing": {"$exists": False}}
    for row in db["metrics"].aggregate([{"$match": waiting}, {"$group": {"_id": "$publication"}}]):
        id_ = row["_id"]
        publication = db["publications"].find_one({"_id": id_}, {"status": 1})
        state = publication["status"] if publication else "verified"
        stands = {"$cond": [{"$eq": ["$status", "reported"]}, "lapsed" if state in OVER else "reported", "$status"]}
        change = [{"$set": {"publication_state": state, "standing": stands}}]
        db["metrics"].update_many({"publication": id_, **waiting}, change)
