"""What the operator reads and changes in MongoDB: dead letters and outboxes of every service."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database

from services import SERVICES
from shared.clock import now
from shared.mongo import connect
from shared.mongo.client import Document, database
from shared.mongo.dead_letters import DEAD_LETTERS, load_body
from shared.mongo.transaction import OUTBOX
from shared.settings import KernelSettings

DEAD, REPLAYING, REPLAYED, DISCARDED = "dead", "replaying", "replayed", "discarded"
STATES = (DEAD, REPLAYING, REPLAYED, DISCARDED)
SUMMARY = {"body": False, "headers": False}


@dataclass(frozen=True)
class Choice:
    """Which dead letters; an empty part does not choose."""

    services: Sequence[str] = ()
    types: Sequence[str] = ()
    reasons: Sequence[str] = ()
    states: Sequence[str] = ()
    bureau: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    ids: Sequence[str] = ()

    @property
    def narrows(self) -> bool:
        """Whether anything but the state is chosen."""
        parts = (self.services, self.types, self.reasons, self.bureau, self.since, self.until, self.ids)
        return any(parts)

    def query(self) -> Document:
        """The choice as a MongoDB filter (without the services, which are databases of their own)."""
        match: Document = {}
        if self.ids:
            match["$or"] = [{"_id": {"$regex": f"^{re.escape(id_)}"}} for id_ in self.ids]
        if self.types:
            match["type"] = {"$in": [_type(text) for text in self.types]}
        if self.reasons:
            match["reason"] = {"$in": list(self.reasons)}
        if self.states:
            match["state"] = {"$in": list(self.states)}
        if self.bureau:
            match["bureau"] = self.bureau
        bounds = {"$gte": self.since, "$lt": self.until}
        if span := {name: moment for name, moment in bounds.items() if moment is not None}:
            match["last_at"] = span
        return match


class Stores:
    """The databases of one deployment."""

    def __init__(self, settings: KernelSettings) -> None:
        self.client = connect(settings.mongo_uri, "jingmei-operator")
        self._prefix = settings.database_prefix

    def database(self, owner: str) -> Database[Document]:
        """The database of a service or of the gateway."""
        return database(self.client, f"{self._prefix}{owner}")

    def letters(self, choice: Choice, limit: int = 0, *, newest: bool = True) -> Iterator[Document]:
        """The chosen dead letters of all services without their bodies, in the order of their failing."""
        order = DESCENDING if newest else ASCENDING
        streams = [
            self.database(service)[DEAD_LETTERS]
            .find(choice.query(), SUMMARY)
            .sort([("last_at", order), ("_id", order)])
            .limit(limit)
            for service in choice.services or SERVICES
        ]
        merged = merge(*streams, key=lambda row: (row["last_at"], row["_id"]), reverse=newest)
        return islice(merged, limit or None)

    def tally(self, choice: Choice) -> list[Document]:
        """How many letters are chosen, per service, type and reason."""
        group = {"_id": {"type": "$type", "reason": "$reason"}, "count": {"$sum": 1}}
        found = []
        for service in choice.services or SERVICES:
            rows = self.database(service)[DEAD_LETTERS].aggregate([{"$match": choice.query()}, {"$group": group}])
            found += [{"service": service, **row["_id"], "count": row["count"]} for row in rows]
        return sorted(found, key=lambda row: (row["service"], row["type"], row["reason"]))

    def whole(self, row: Document) -> Document:
        """A letter with its headers and its body as bytes."""
        db = self.database(row["service"])
        found = db[DEAD_LETTERS].find_one({"_id": row["_id"]})
        if found is None:
            raise LookupError(row["_id"])
        return {**found, "body": load_body(db, found)}

    def turn(self, row: Document, before: Sequence[str], after: str, by: str, action: str) -> bool:
        """Move a letter on, unless somebody else did; who, when and what is kept in its history."""
        change = {
            "$set": {"state": after},
            "$push": {"history": {"at": now(), "by": by, "action": action}},
        }
        rows = self.database(row["service"])[DEAD_LETTERS]
        return rows.update_one({"_id": row["_id"], "state": {"$in": list(before)}}, change).modified_count == 1

    def outbox(self, service: str) -> dict[str, Any]:
        """How one service's outbox stands. Ages in seconds."""
        rows = self.database(service)[OUTBOX]
        moment, pending = now(), {"state": "pending"}
        oldest = rows.find_one(pending, {"created_at": True}, sort=[("seq", ASCENDING)])
        failed = rows.find_one({**pending, "last_error": {"$ne": None}}, sort=[("seq", DESCENDING)])
        return {
            "service": service,
            "pending": rows.count_documents(pending),
            "oldest_seconds": round((moment - oldest["created_at"]).total_seconds(), 1) if oldest else 0.0,
            "leased": rows.count_documents({**pending, "lease_until": {"$gt": moment}}),
            "unroutable": rows.count_documents({**pending, "last_error": "unroutable"}),
            "last_error": failed["last_error"] if failed else None,
            "sent_last_hour": rows.count_documents({"sent_at": {"$gte": moment - timedelta(hours=1)}}),
        }

    def last_sent(self, owner: str) -> datetime | None:
        """When the newest fact that a program sent was confirmed."""
        newest = self.database(owner)[OUTBOX].find_one({"sent_at": {"$ne": None}}, sort=[("sent_at", DESCENDING)])
        return newest["sent_at"] if newest else None

    def send_again(self, owner: str, since: datetime) -> int:
        """Have sent again what was confirmed from a moment on; how many facts."""
        sent = {"state": "sent", "sent_at": {"$gte": since}}
        change = {"$set": {"state": "pending", "sent_at": None, "lease_until": now(), "last_error": None}}
        return self.database(owner)[OUTBOX].update_many(sent, change).modified_count


def _type(text: str) -> str | re.Pattern[str]:
    if text.startswith("jingmei."):
        return text
    return re.compile(rf"\.{re.escape(text)}(\.v[0-9]+)?$")
