"""The outbox as the relay sees it: lease, mark, give back. The committer writes rows, and the gateway does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from pymongo import ASCENDING, IndexModel, timeout
from pymongo.database import Database
from pymongo.write_concern import WriteConcern

from shared.clock import now
from shared.mongo.client import PATIENCE, Document
from shared.mongo.transaction import LEASE, OUTBOX
from shared.mongo.unit import OutboxRow

SENT_DAYS = 7
LONGEST_PAUSE = timedelta(seconds=30)
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    OUTBOX: (
        IndexModel(
            [("lease_until", ASCENDING), ("seq", ASCENDING)],
            name="pending",
            partialFilterExpression={"state": "pending"},
        ),
        IndexModel([("sent_at", ASCENDING)], name="sent_expire", expireAfterSeconds=SENT_DAYS * 86_400),
    ),
    "inbox": (IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0),),
    "dead_letters": (
        IndexModel([("state", ASCENDING), ("last_at", ASCENDING)], name="by_state"),
        IndexModel([("type", ASCENDING), ("last_at", ASCENDING)], name="by_type"),
    ),
    "leases": (),
}


class Outbox:
    """One database's outbox for one relay, known by its `token`."""

    def __init__(self, db: Database[Document], token: str) -> None:
        self._rows = db[OUTBOX]
        # A lost mark means one more send of an event that consumers know already: not worth a majority.
        self._lazy = self._rows.with_options(write_concern=WriteConcern(1, j=False))
        self._token = token

    def claim(self, limit: int) -> list[OutboxRow]:
        """Lease up to `limit` pending rows whose lease is free, oldest first."""
        moment = now()
        # A lease that ends later than any can was taken by a clock that was wrong: two senders at worst.
        wrong = {"lease_until": {"$gt": moment + LONGEST_PAUSE + 2 * LEASE}}
        free = {"state": "pending", "$or": [{"lease_until": {"$lt": moment}}, wrong]}
        ids = [r["_id"] for r in self._rows.find(free, {"_id": 1}).sort("seq", ASCENDING).limit(limit)]
        if not ids:
            return []
        lease = {"$set": {"lease_until": moment + LEASE, "token": self._token}}
        self._rows.update_many({"_id": {"$in": ids}, **free}, lease)
        mine = {"_id": {"$in": ids}, "state": "pending", "token": self._token}
        return [_row(document) for document in self._rows.find(mine).sort("seq", ASCENDING)]

    def waits(self) -> bool:
        """Whether any row is still to be sent, by whomever."""
        return self._rows.find_one({"state": "pending"}, {"_id": 1}, sort=[("lease_until", ASCENDING)]) is not None

    def mark_sent(self, ids: Sequence[str]) -> None:
        """These were confirmed by the broker."""
        sent = {"$set": {"state": "sent", "sent_at": now()}, "$unset": {"token": ""}}
        self._lazy.update_many({"_id": {"$in": list(ids)}}, sent)

    def give_back(self, ids: Sequence[str], reason: str, pause: timedelta) -> None:
        """These were not confirmed: pending again after a pause, with the reason for whoever looks."""
        until = now() + min(pause, LONGEST_PAUSE)
        change = {"$set": {"lease_until": until, "last_error": reason}, "$inc": {"attempts": 1}}
        self._lazy.update_many({"_id": {"$in": list(ids)}, "state": "pending"}, change)

    def pending(self) -> Mapping[str, Any]:
        """How many rows wait, the age of the oldest in seconds, and how many are unroutable. Raises: PyMongoError."""
        waiting = {"state": "pending"}
        with timeout(PATIENCE):
            oldest = self._rows.find_one(waiting, {"created_at": 1}, sort=[("seq", ASCENDING)])
            return {
                "pending": self._rows.count_documents(waiting),
                "oldest_seconds": (now() - oldest["created_at"]).total_seconds() if oldest else 0.0,
                "unroutable": self._rows.count_documents({**waiting, "last_error": "unroutable"}),
            }


def _row(document: Document) -> OutboxRow:
    return OutboxRow(
        document["_id"],
        document["type"],
        document["routing_key"],
        document["aggregate"],
        document["mandatory"],
        bytes(document["body"]),
        document["created_at"],
    )
