"""What is counted of decided stages, in MongoDB: a document for each month, stage, category and topic of
a bureau.

Each is spread over a few documents, so that decisions at the same moment seldom wait for one another.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from pymongo import IndexModel, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from services.review.domain.statistics import Ruled, Tally, ruled
from services.review.repository.documents import Document, review_of
from services.review.repository.reviews import REVIEWS
from shared.contracts.review_terms import Stage
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.months import Period

STATISTICS = "statistics"
PARTS = 4


class Statistics:
    """The only user of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {STATISTICS: [of_bureau("month", "month")]}

    def __init__(self, db: Database[Document]) -> None:
        self._db = db
        self._statistics = db[STATISTICS]

    def count(self, unit: Unit, decided: Iterable[Ruled]) -> None:
        """Count stages, in the transaction of what decided them."""
        for each in decided:
            unit.update(STATISTICS, {"_id": _place(each)}, _counted(each), upsert=True)

    def of(self, bureau: str, period: Period) -> list[Tally]:
        """What was counted of the months of a period."""
        query = {"bureau": bureau, "month": {"$gte": period.first, "$lte": period.last}}
        return [_tally(found) for found in self._statistics.find(query).hint("month")]

    def rebuild(self, bureau: str) -> None:
        """Count all rounds of a bureau anew, in one transaction: what is decided meanwhile comes before or after it."""
        with self._db.client.start_session() as session:
            session.with_transaction(lambda own: self._rebuilt(bureau, own))

    def _rebuilt(self, bureau: str, session: ClientSession) -> None:
        rounds = self._db[REVIEWS].find({"bureau": bureau}, {"findings": 0}, session=session)
        decided = [each for document in rounds for each in ruled(review_of(document | {"findings": []}))]
        self._statistics.delete_many({"bureau": bureau}, session=session)
        if decided:
            counted = [UpdateOne({"_id": _place(each)}, _counted(each), upsert=True) for each in decided]
            self._statistics.bulk_write(counted, session=session)


def _place(each: Ruled) -> str:
    part = zlib.crc32(each.review.encode()) % PARTS
    return f"{each.bureau}:{each.month}:{each.stage}:{each.category}:{part}:{each.topic}"


def _counted(each: Ruled) -> Document:
    timed = {} if each.minutes is None else {f"minutes.{each.minutes}": 1}
    named = {"bureau": each.bureau, "month": each.month, "stage": each.stage.value}
    named |= {"category": each.category, "topic": each.topic}
    counted = {f"outcomes.{each.outcome.value}": 1, "overdue": int(each.overdue)} | timed
    return {"$inc": counted, "$setOnInsert": named}


def _tally(found: Mapping[str, Any]) -> Tally:
    minutes = {int(each): count for each, count in found.get("minutes", {}).items()}
    named = {name: found[name] for name in ("month", "category", "topic", "outcomes", "overdue")}
    return Tally(stage=Stage(found["stage"]), minutes=minutes, **named)
