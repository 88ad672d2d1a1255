"""Publications whose address differs are found in the queue by a field of their own; those from before get it."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

name = "doubtful_addresses"
dependencies = ["canonical_places"]
# Of the correction that waits, else of what was reported; older ones say nothing of it.
DOUBTFUL = {"$ifNull": ["$correction.corrected.host_differs", "$host_differs", False]}


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: what has the field keeps it."""
    db["publications"].update_many({"doubtful": {"$exists": False}}, [{"$set": {"doubtful": DOUBTFUL}}])
