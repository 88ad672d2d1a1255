"""Certificates of attendance have numbers: whoever was there before gets one."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.liaison.domain.activities.attendances import new_code

name = "attendance_codes"
dependencies: list[str] = []


def upgrade(db: Database[Any]) -> None:
    """Can be run again. Who is checked in meanwhile gets one by that."""
    there = {"attended_at": {"$type": "date"}, "certificate": {"$in": [None, ""]}}
    for row in db["sign_ups"].find(there, {"bureau": 1, "version": 1}):
        same = {"_id": row["_id"], "version": row["version"]}
        db["sign_ups"].update_one(same, {"$set": {"certificate": new_code(row["bureau"])}})
