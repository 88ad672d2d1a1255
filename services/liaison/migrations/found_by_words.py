"""Requests, activities and calls from before are found by parts of their words; of cases nothing is kept for that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from pymongo import UpdateOne
from pymongo.database import Database

from services.liaison.repository import searching
from services.liaison.repository.activities import ACTIVITIES
from services.liaison.repository.activity_documents import activity_of
from services.liaison.repository.calls import CALLS, call_of
from services.liaison.repository.documents import request_of
from services.liaison.repository.requests import REQUESTS
from shared.mongo.searching import SEARCHED

name = "found_by_words"
dependencies = ["attendance_codes"]
BATCH = 200


class Kind(NamedTuple):
    """Which documents of a collection are found, by what, and listed by when."""

    which: Mapping[str, Any]
    found: Callable[[dict[str, Any]], tuple[str, datetime]]


KINDS: Mapping[str, Kind] = {
    REQUESTS: Kind(
        {"confidential": False}, lambda row: (searching.request_text(request := request_of(row)), request.opened_at)
    ),
    ACTIVITIES: Kind({}, lambda row: (searching.activity_text(each := activity_of(row)), each.starts_at)),
    CALLS: Kind({}, lambda row: (searching.call_text(call := call_of(row)), call.created_at)),
}


def upgrade(db: Database[dict[str, Any]]) -> None:
    """Can be run again: what is found already is left as it is, also what is written meanwhile."""
    for collection, kind in KINDS.items():
        search, kept = searching.search(db, collection), []
        for row in db[collection].find(dict(kind.which)).batch_size(BATCH):
            text, at = kind.found(row)
            fresh = search.document(row["bureau"], at, text)
            kept.append(UpdateOne({"_id": row["_id"]}, {"$setOnInsert": fresh}, upsert=True))
            if len(kept) == BATCH:
                db[SEARCHED].bulk_write(kept)
                kept.clear()
        if kept:
            db[SEARCHED].bulk_write(kept)
