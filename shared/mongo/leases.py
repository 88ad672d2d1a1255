"""A lease in the database: one holder at a time among any number of processes."""

from __future__ import annotations

from datetime import timedelta

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared.clock import now
from shared.mongo.client import Document


class Lease:
    """The lease `name`. It lasts `duration`; its holder may take it again, others once it has run out."""

    def __init__(self, db: Database[Document], name: str, holder: str, duration: timedelta) -> None:
        self._leases = db["leases"]
        self._name = name
        self._holder = holder
        self._duration = duration

    def take(self) -> bool:
        """Whether this holder has the lease now."""
        moment = now()
        # One that lasts longer than it can was taken by a clock that was wrong.
        wrong = {"until": {"$gt": moment + 2 * self._duration}}
        free = {"_id": self._name, "$or": [{"until": {"$lt": moment}}, wrong, {"holder": self._holder}]}
        held = {"$set": {"until": moment + self._duration, "holder": self._holder}}
        try:
            self._leases.update_one(free, held, upsert=True)
        except DuplicateKeyError:
            return False
        return True
