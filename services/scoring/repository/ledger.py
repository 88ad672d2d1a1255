"""The ledger in MongoDB: entries are added and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from services.scoring.domain.calendar import quarters
from services.scoring.domain.ledger import BY_HAND, Entry
from services.scoring.repository.documents import Document, entry_document, entry_of
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

LEDGER = "ledger"


class Ledger:
    """The only user of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        LEDGER: [
            of_bureau("outlet", "outlet", "period", "at", "_id"),
            of_bureau("submission", "submission", "at", "_id"),
            of_bureau("period", "period", "_id"),
        ],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._ledger = db[LEDGER]

    def add(self, unit: Unit, bureau: str, entries: Iterable[Entry]) -> None:
        """Add entries."""
        unit.insert_many(LEDGER, [entry_document(bureau, entry) for entry in entries])

    def page(
        self, bureau: str, outlet: str, period: str | None, after: tuple[datetime, str] | None, limit: int
    ) -> list[Entry]:
        """Up to `limit` + 1 entries of an outlet (in a quarter or year) behind a position, by their causes' moments."""
        match: Document = {"bureau": bureau, "outlet": outlet} | _within({"period": period} if period else {})
        if after is not None:
            moment, id_ = after
            match["$or"] = [{"at": {"$gt": moment}}, {"at": moment, "_id": {"$gt": id_}}]
        found = self._ledger.find(match).sort([("at", ASCENDING), ("_id", ASCENDING)]).limit(limit + 1)
        return [entry_of(each) for each in found]

    def of_submissions(self, bureau: str, ids: Iterable[str], **place: str) -> dict[str, list[Entry]]:
        """The entries of these submissions, perhaps of one outlet or period alone, each in their order."""
        match: Document = {"bureau": bureau, "submission": {"$in": sorted(set(ids))}} | _within(place)
        found: dict[str, list[Entry]] = {}
        for each in self._ledger.find(match).sort([("at", ASCENDING), ("_id", ASCENDING)]):
            found.setdefault(each["submission"], []).append(entry_of(each))
        return found

    def of_period(self, bureau: str, period: str) -> list[Entry]:
        """All entries of a quarter, by their ids."""
        return [
            entry_of(each) for each in self._ledger.find({"bureau": bureau, "period": period}).sort("_id", ASCENDING)
        ]

    def entries(self, bureau: str, period: str, after: str | None, limit: int) -> list[Entry]:
        """Up to `limit` + 1 entries of a quarter (or of all quarters of a year) behind an id, by their ids."""
        match: Document = {"bureau": bureau} | _within({"period": period}) | ({"_id": {"$gt": after}} if after else {})
        return [entry_of(each) for each in self._ledger.find(match).sort("_id", ASCENDING).limit(limit + 1)]

    def without_work(self, bureau: str, outlet: str, period: str) -> list[Entry]:
        """The entries of an outlet that no submission made: those by hand."""
        match: Document = {
            "bureau": bureau,
            "outlet": outlet,
            "rule": {"$regex": f"^{BY_HAND}"},
            **_within({"period": period}),
        }
        return [entry_of(each) for each in self._ledger.find(match).sort([("at", ASCENDING), ("_id", ASCENDING)])]

    def get(self, bureau: str, id_: str) -> Entry | None:
        """One entry."""
        found = self._ledger.find_one({"_id": id_, "bureau": bureau})
        return entry_of(found) if found else None


def _within(place: Mapping[str, Any]) -> Document:
    """A year's entries are those of its quarters."""
    found = dict(place)
    if "period" in found and "Q" not in found["period"]:
        found["period"] = {"$in": [found["period"], *quarters(found["period"])]}
    return found
