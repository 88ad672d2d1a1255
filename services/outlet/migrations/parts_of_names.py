"""Outlets are found by any part of their name: those stored before get what they are found by."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.outlet.repository.documents import found_by

name = "parts_of_names"
dependencies = ["verified_channels"]


def upgrade(db: Database[Any]) -> None:
    """Can be run again. A name that is changed meanwhile brings its parts along."""
    outlets = db["outlets"]
    for row in outlets.find({"grams": {"$exists": False}}, {"name": 1}):
        outlets.update_one({"_id": row["_id"], "name": row["name"]}, {"$set": found_by(row["name"])})
