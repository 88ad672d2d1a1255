"""Channels are verified one by one: those of outlets that were verified before keep their level and say so.

What an outlet that nobody has verified said of its channels is a claim from now on.
"""

from __future__ import annotations

from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database

name = "verified_channels"
dependencies = ["name_keys"]
NOTE = "渠道核验启用前已登记 / registered before channels were verified"
WAITING = ("pending", "verified", "suspended")
BATCH = 500


def upgrade(db: Database[Any]) -> None:
    """Mark each stored channel that says nothing of a verification. Safe to run again: those marked are left alone."""
    changes: list[UpdateOne] = []
    for outlet in db["outlets"].find({"unverified": {"$exists": False}}):
        channels = [_marked(channel, outlet) for channel in outlet["channels"]]
        waiting = outlet["status"] in WAITING and any(each["verification"] is None for each in channels)
        # Not an outlet that a newer process has written meanwhile.
        match = {"_id": outlet["_id"], "version": outlet["version"]}
        changes.append(UpdateOne(match, {"$set": {"channels": channels, "unverified": waiting}}))
        if len(changes) == BATCH:
            db["outlets"].bulk_write(changes)
            changes = []
    if changes:
        db["outlets"].bulk_write(changes)


def _marked(channel: dict[str, Any], outlet: dict[str, Any]) -> dict[str, Any]:
    if "level" not in channel:
        return channel
    level = channel["level"]
    vouched = {"by": "", "at": outlet["created_at"], "level": level, "files": [], "note": NOTE}
    kept = {name: value for name, value in channel.items() if name != "level"}
    return kept | {"claimed_level": level, "verification": vouched if outlet["verification"] else None}
