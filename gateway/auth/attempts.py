"""Failed sign-ins: a lock that grows, per login name, whether or not there is such an account.

Five failures in a row lock for 15 minutes, five more for twice as long, and so on up to a day. A lock tells
nothing of the account: an unknown name locks like a known one. A try is counted before its password is looked
at, so that many at once get no further than five.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar, Final

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.accounts.model import fold
from gateway.errors import RateLimited
from shared.clock import now
from shared.identity.cipher import FieldCipher

ATTEMPTS: Final = "sign_in_attempts"
ALLOWED: Final = 5
FIRST_LOCK: Final = timedelta(minutes=15)
LONGEST_LOCK: Final = timedelta(days=1)
FORGOTTEN: Final = timedelta(days=2)
MS: Final = timedelta(milliseconds=1)


class Attempts:
    """Counts tries and says when a name is locked."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        ATTEMPTS: [IndexModel([("expires", ASCENDING)], name="expire", expireAfterSeconds=0)]
    }

    def __init__(self, db: Database[dict[str, Any]], cipher: FieldCipher) -> None:
        self._attempts = db[ATTEMPTS]
        self._cipher = cipher

    def name(self, bureau: str, login: str) -> str:
        """What a login name is counted under: keyed, for what is typed there may be a password."""
        return self._cipher.indexes(fold(login), kind="sign-in", bureau=bureau)[0]

    def begin(self, bureau: str, login: str) -> None:
        """Count a try as failed until `succeeded` says otherwise; the fifth in a row locks.

        Raises: RateLimited with the seconds to wait while the name is locked.
        """
        key, moment = self.name(bureau, login), now()
        unlocked = {"_id": key, "until": {"$not": {"$gt": moment}}}
        length = {"$pow": [2, {"$subtract": [{"$divide": ["$failures", ALLOWED]}, 1]}]}
        lock = {"$min": [LONGEST_LOCK // MS, {"$multiply": [FIRST_LOCK // MS, length]}]}
        full = {"$eq": [{"$mod": ["$failures", ALLOWED]}, 0]}
        counted = {"failures": {"$add": [{"$ifNull": ["$failures", 0]}, 1]}, "expires": moment + FORGOTTEN}
        change: list[dict[str, Any]] = [
            {"$set": counted},
            {"$set": {"until": {"$cond": [full, {"$add": [moment, lock]}, None]}}},
        ]
        try:
            self._attempts.update_one(unlocked, change, upsert=True)
        except DuplicateKeyError:
            # Locked, or made by another try at this very moment.
            if not self._attempts.update_one(unlocked, change).matched_count:
                raise self._locked(key) from None

    def succeeded(self, bureau: str, login: str) -> None:
        """After the right password, or a reset by an administrator: nothing is held against the name."""
        self._attempts.delete_one({"_id": self.name(bureau, login)})

    def _locked(self, key: str) -> RateLimited:
        row = self._attempts.find_one({"_id": key})
        until = row.get("until") if row else None
        wait = (until - now()).total_seconds() if until else 0
        return RateLimited("auth.locked", retry_after=max(1, int(wait) + 1))
