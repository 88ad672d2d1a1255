"""Publication permits and their numbers in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from services.review.domain import Permit
from services.review.repository.documents import Document, permit_document, permit_of
from shared.clock import local_date
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.mongo.numbers import Numbers

PERMITS = "permits"
COUNTERS = "counters"
NEWEST = [("issued_at", DESCENDING), ("_id", DESCENDING)]
SEARCHES = (({"outlet"}, "outlet"), ({"status"}, "status"), (set[str](), "newest"))


class Permits:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        PERMITS: [
            of_bureau("number", "year", "number", unique=True),
            of_bureau("code", "code", unique=True),
            of_bureau("review", "review", unique=True),
            of_bureau("newest", order=NEWEST),
            of_bureau("outlet", "outlet", order=NEWEST),
            of_bureau("status", "status", order=NEWEST),
        ],
        COUNTERS: [],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._permits = db[PERMITS]
        self._numbers = Numbers(db, COUNTERS)

    def draw(self, unit: Unit, bureau: str, now: datetime) -> tuple[int, int]:
        """The year (Asia/Shanghai) and the number of the permit that the unit issues."""
        year = local_date(now).year
        return year, self._numbers.draw(unit, f"permits:{bureau}:{year}", bureau)

    def issue(self, unit: Unit, permit: Permit) -> None:
        """Write a permit."""
        unit.insert(PERMITS, permit_document(permit))

    def save(self, unit: Unit, before: Permit, permit: Permit) -> None:
        """Write a permit that holds no longer."""
        unit.save(PERMITS, permit_document(permit), before.version)

    def of_review(self, bureau: str, review: str) -> Permit | None:
        """The permit that a round's approval made, if any."""
        document = self._permits.find_one({"bureau": bureau, "review": review})
        return permit_of(document) if document else None

    def by_code(self, bureau: str, code: str) -> Permit | None:
        """The permit with a code, if any."""
        document = self._permits.find_one({"bureau": bureau, "code": code})
        return permit_of(document) if document else None

    def page(
        self, bureau: str, equal: Mapping[str, Any], after: tuple[datetime, str] | None, limit: int
    ) -> list[Permit]:
        """Up to `limit` + 1 permits, newest first. `equal`: outlet, status, year."""
        query: Document = {"bureau": bureau, **equal}
        if after is not None:
            moment, id_ = after
            behind = [{"issued_at": {"$lt": moment}}, {"issued_at": moment, "_id": {"$lt": id_}}]
            query |= {"issued_at": {"$lte": moment}, "$or": behind}
        hint = next(name for fields, name in SEARCHES if fields <= equal.keys())
        return [permit_of(each) for each in self._permits.find(query).sort(NEWEST).hint(hint).limit(limit + 1)]
