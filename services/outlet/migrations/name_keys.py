"""The keys by which outlets are found and sorted pass over what is not seen in a name; those stored before did not."""

from __future__ import annotations

from typing import Any

from services.outlet.domain import fold

name = "name_keys"
dependencies: list[str] = []


def upgrade(db: Any) -> None:
    """Make the keys anew that differ. A name that is changed meanwhile brings its key along."""
    outlets = db["outlets"]
    for row in outlets.find({}, {"name": 1, "name_key": 1}):
        if (key := fold(row["name"])) != row["name_key"]:
            outlets.update_one({"_id": row["_id"], "name": row["name"]}, {"$set": {"name_key": key}})
