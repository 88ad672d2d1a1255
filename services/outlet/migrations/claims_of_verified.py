"""A credit code and an operator are held by who is verified with them; those who wait held them before, against whoever
they really belong to."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

name = "claims_of_verified"
dependencies = ["verified_channels"]


def upgrade(db: Database[Any]) -> None:
    """Free the numbers of outlets that nobody has verified; one that is verified meanwhile brings its own along."""
    waiting = {"status": {"$in": ["pending", "rejected"]}, "claims": {"$ne": {}}}
    db["outlets"].update_many(waiting, {"$set": {"claims": {}}})
