"""Inboxes do not tell what a recalled bulletin was called: those of bulletins that were recalled before this was so."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from services.notification.domain.kinds import Kind
from shared.contracts.notification_terms import BulletinState

name = "recalled_titles"
dependencies: list[str] = []
TOLD = (Kind.BULLETIN_PUBLISHED.value, Kind.BULLETIN_RECALLED.value)


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: where there is no title nothing is done."""
    for row in db["bulletins"].find({"state": BulletinState.RECALLED.value}, {"bureau": 1, "audience": 1}):
        # By the addresses that it went to: there is no index of what items are about.
        told = {"bureau": row["bureau"], "address": {"$in": row["audience"]}, "kind": {"$in": list(TOLD)}}
        about = {"about.id": row["_id"], "params.title": {"$exists": True}}
        db["items"].update_many(told | about, {"$unset": {"params.title": ""}})
