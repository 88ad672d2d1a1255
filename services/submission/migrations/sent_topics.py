"""Lists and filters of others than its outlet go by topic and genre of what was handed in last (`topic`, `genre`), the
outlet's own by what it wrote last (`own_…`)."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

name = "sent_topics"
dependencies = ["searched_apart"]
SUBMISSIONS, REVISIONS = "submissions", "revisions"
OWN = {"own_topic": "$topic", "own_genre": "$genre"}


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: what says both is passed over. What is written meanwhile says both, too."""
    before = {"own_topic": {"$exists": False}}
    differs = {"sent": {"$gt": 0}, "$expr": {"$ne": ["$sent", "$revision"]}}
    for row in db[SUBMISSIONS].find(before | differs, {"bureau": 1, "version": 1, "sent": 1}):
        sent = db[REVISIONS].find_one({"_id": f"{row['_id']}:{row['sent']:06}"}, {"topic": 1, "genre": 1})
        if sent is not None:
            shown = {name: {"$literal": sent[name]} for name in ("topic", "genre")}
            same = {"_id": row["_id"], "bureau": row["bureau"], "version": row["version"]} | before
            db[SUBMISSIONS].update_one(same, [{"$set": OWN}, {"$set": shown}])
    db[SUBMISSIONS].update_many(before, [{"$set": OWN}])
