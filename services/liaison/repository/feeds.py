"""Calendar feeds in MongoDB: one per account, by the SHA-256 of its token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from services.liaison.repository.documents import Document
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

FEEDS = "feeds"


class Feeds:
    """The only user of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {FEEDS: [of_bureau("digest", "digest", unique=True)]}

    def __init__(self, db: Database[Document]) -> None:
        self._feeds = db[FEEDS]

    def made_at(self, bureau: str, account: str) -> datetime | None:
        """Since when somebody has an address."""
        found = self._feeds.find_one({"_id": account, "bureau": bureau})
        return found["at"] if found else None

    def account(self, bureau: str, digest: str) -> str | None:
        """Whose an address is."""
        found = self._feeds.find_one({"bureau": bureau, "digest": digest})
        return str(found["_id"]) if found else None

    def keep(self, unit: Unit, bureau: str, account: str, digest: str, now: datetime) -> None:
        """The new address of somebody."""
        fresh = {"bureau": bureau, "digest": digest, "at": now}
        unit.update(FEEDS, {"_id": account}, {"$set": fresh}, upsert=True)

    def end(self, unit: Unit, bureau: str, account: str) -> None:
        """No address any more."""
        unit.delete(FEEDS, {"_id": account, "bureau": bureau}, must_match=False)
