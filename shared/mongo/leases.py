"""A lease in the database: one holder at a time among any number of processes."""

from __future__ import annotations

import time
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
        self._renew = 0.0

    def take(self) -> bool:
        """Whether this holder has the lease now. While more than half of it is left, nothing is written."""
        moment, began = now(), time.monotonic()
        if began < self._renew:
            return True
        # One that lasts longer than it can was taken by a clock that was wrong.
        wrong = {"until": {"$gt": moment + 2 * self._duration}}
        free = {"_id": self._name, "$or": [{"until": {"$lt": moment}}, wrong, {"holder": self._holder}]}
        held = {"$set": {"until": moment + self._duration, "holder": self._holder}}
        try:
            self._leases.update_one(free, held, upsert=True)
        except DuplicateKeyError:
            return False
        self._renew = began + self._duration.total_seconds() / 2
        return True
