"""Of works whose permit was revoked while they were published, when and why was in the history alone: it is their
ruling now, and what stands of their publications is marked."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

name = "revocations_kept"
dependencies = ["canonical_places"]
SUBMISSIONS, HISTORY, PUBLICATIONS = "submissions", "history", "publications"
HELD = {"revoked_round": {"$gt": 0}, "status": "published", "ruling.act": {"$ne": "revoke"}}
STANDING = {"status": {"$in": ["reported", "verified"]}, "permit_revoked": {"$ne": True}}


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: what has its ruling is left as it is."""
    for work in db[SUBMISSIONS].find(HELD):
        whose = {"bureau": work["bureau"], "submission": work["_id"]}
        said = db[HISTORY].find_one({**whose, "act": "revoke", "applied": True}, sort=[("_id", -1)])
        if work["revoked_round"] != work["round"] or said is None:
            continue
        ruling = {
            "act": "revoke", "round": work["round"], "at": said["at"], "reason": said["reason"], "stage": "",
            "grade": "", "comments": [], "score": None,
        }  # fmt: skip
        db[PUBLICATIONS].update_many(whose | STANDING, {"$set": {"permit_revoked": True}})
        db[SUBMISSIONS].update_one({"_id": work["_id"]}, {"$set": {"ruling": ruling}})
