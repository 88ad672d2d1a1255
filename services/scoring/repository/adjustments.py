"""What was entered by hand, in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.scoring.domain.adjusting import Adjustment
from services.scoring.repository.documents import Document
from shared.errors import NotFound
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

ADJUSTMENTS = "adjustments"
COUNTS = "adjustment_counts"


class Adjustments:
    """The only user of these collections. How often a rule was used for an outlet in a period is a document."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        ADJUSTMENTS: [
            of_bureau("newest", "_id"),
            of_bureau("outlet", "outlet", "_id"),
            of_bureau("period", "period", "_id"),
        ],
        COUNTS: [],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._adjustments = db[ADJUSTMENTS]
        self._counts = db[COUNTS]

    def get(self, bureau: str, id_: str) -> Adjustment:
        """One. Raises: NotFound."""
        found = self._adjustments.find_one({"_id": id_, "bureau": bureau})
        if found is None:
            raise NotFound("adjustment.not_found")
        return _adjustment(found)

    def page(self, bureau: str, chosen: Document, before: str | None, limit: int) -> list[Adjustment]:
        """Up to `limit` + 1 of those that are `chosen`, from the newest on, those older than `before`."""
        match = {"bureau": bureau, **chosen} | ({"_id": {"$lt": before}} if before is not None else {})
        return [_adjustment(each) for each in self._adjustments.find(match).sort("_id", DESCENDING).limit(limit + 1)]

    def of_period(self, bureau: str, period: str) -> list[Adjustment]:
        """Those whose entry or whose reversal is in a quarter, in their order."""
        match = {"bureau": bureau, "$or": [{"period": period}, {"reversed_in": period}]}
        return [_adjustment(each) for each in self._adjustments.find(match).sort("_id", ASCENDING)]

    def count(self, adjustment: Adjustment) -> int:
        """How often its rule was used for its outlet in its period."""
        found = self._counts.find_one({"_id": _count_id(adjustment)})
        return int(found["count"]) if found else 0

    def save(self, unit: Unit, before: Adjustment | None, after: Adjustment, count: int) -> None:
        """Keep one, new or reversed, if its rule was used `count` times before."""
        document = {"_id": after.id, **{name: value for name, value in vars(after).items() if name != "id"}}
        if before is None:
            unit.insert(ADJUSTMENTS, document)
        else:
            unit.save(ADJUSTMENTS, document, before.version)
        id_ = _count_id(after)
        unit.update(COUNTS, {"_id": id_}, {"$setOnInsert": {"bureau": after.bureau, "count": 0}}, upsert=True)
        unit.update(COUNTS, {"_id": id_, "count": count}, {"$inc": {"count": 1 if before is None else -1}})


def _adjustment(document: Mapping[str, Any]) -> Adjustment:
    return Adjustment(**{name: value for name, value in document.items() if name != "_id"}, id=document["_id"])


def _count_id(adjustment: Adjustment) -> str:
    return f"{adjustment.bureau}:{adjustment.period}:{adjustment.outlet}:{adjustment.rule}"
