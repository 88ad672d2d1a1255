"""Publications from before they were verified count as they did: each is verified, and says that it rests on that.

It gets the fields of a version, keeps its place by `claim` and no longer by an index over all, and has its first
version among the versions.
"""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

name = "publications_verified"
dependencies: list[str] = []
PUBLICATIONS, VERSIONS, FORMER = "publications", "publication_versions", "place"
DERIVED = ("_id", "place", "claim", "queue")
SINCE = {
    "version": 1,
    "status": "verified",
    "basis": "before",
    "rule": "",
    "rule_version": 0,
    "ruled_by": "",
    "ruled_at": None,
    "reason": "",
    "correction": None,
}


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: what has a status is left as it is."""
    if FORMER in db[PUBLICATIONS].index_information():
        db[PUBLICATIONS].drop_index(FORMER)
    for row in db[PUBLICATIONS].find({"status": {"$exists": False}}):
        new = SINCE | {"said_by": [row["by"]]}
        state = {"id": row["_id"]} | {key: value for key, value in row.items() if key not in DERIVED} | new
        first = {
            "bureau": row["bureau"], "publication": row["_id"], "version": 1, "act": "publish", "side": "outlet",
            "by": row["by"], "at": row["reported_at"], "reason": "", "state": state,
        }  # fmt: skip
        db[VERSIONS].update_one({"_id": f"{row['_id']}:000001"}, {"$setOnInsert": first}, upsert=True)
        found = {"claim": f"{row['submission']}:{row['place']}", "queue": "verified"}
        db[PUBLICATIONS].update_one({"_id": row["_id"]}, {"$set": new | found})
