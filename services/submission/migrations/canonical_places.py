"""One address once per bureau: publications from before are kept under their canonical address.

Of several at one address the one that was reported first has it; the others stand and count as they did, are marked
`twice_of` it, and claim nothing. `report` counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pymongo.database import Database

from services.submission.domain.places import place_of
from shared.contracts.outlet_terms import Platform

name = "canonical_places"
dependencies = ["publications_verified"]
PUBLICATIONS = "publications"
MARKED = {"twice_of": {"$gt": ""}}


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: the order decides, and what has its place already keeps it."""
    for row in db[PUBLICATIONS].find().sort("_id", 1):
        platform = Platform(row["platform"])
        place = place_of(platform, row["media"], row["url"], row["published_at"])
        standing = row["status"] in ("reported", "verified")
        claim = place if row["url"] else f"{row['submission']}:{place}"
        first = db[PUBLICATIONS].find_one({"bureau": row["bureau"], "claim": claim}, {"_id": 1}) if standing else None
        there = first["_id"] if first and first["_id"] != row["_id"] else ""
        change: dict[str, Any] = {"$set": {"place": place, "twice_of": there}}
        if standing and not there:
            change["$set"]["claim"] = claim
        else:
            change["$unset"] = {"claim": ""}
        db[PUBLICATIONS].update_one({"_id": row["_id"]}, change)


def report(db: Database[dict[str, Any]]) -> Mapping[str, list[str]]:
    """Those that stand at an address that another one has, with that one."""
    found = db[PUBLICATIONS].find(MARKED, {"twice_of": 1}).sort("_id", 1)
    return {"publications_twice": [f"{row['_id']} = {row['twice_of']}" for row in found]}
