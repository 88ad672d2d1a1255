"""What is counted of requests, in MongoDB: a document for each place, spread over a few, so that acts at the same
moment seldom wait for one another."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from services.liaison.domain.requests import Request
from services.liaison.domain.statistics import Measured, Place, Tally, moved
from services.liaison.repository.documents import Document
from shared.contracts.liaison_terms import RequestKind, Target
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.months import Period

STATISTICS = "statistics"
PARTS = 4


def count(unit: Unit, before: Request | None, after: Request) -> None:
    """Count what a change of a request moves, in the transaction of the change."""
    for each, step in moved(before, after).items():
        unit.update(STATISTICS, {"_id": _id(after, each.place)}, _counted(after.bureau, each, step), upsert=True)


class Statistics:
    """The only reader of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {STATISTICS: [of_bureau("month", "month")]}

    def __init__(self, db: Database[Document]) -> None:
        self._statistics = db[STATISTICS]

    def of(self, bureau: str, period: Period) -> list[Tally]:
        """What was counted of the months of a period."""
        query = {"bureau": bureau, "month": {"$gte": period.first, "$lte": period.last}}
        return [_tally(found) for found in self._statistics.find(query).hint("month")]


def _id(request: Request, place: Place) -> str:
    part = zlib.crc32(request.id.encode()) % PARTS
    return f"{request.bureau}:{place.month}:{place.kind}:{place.target}:{place.unit}:{place.officer}:{part}"


def _counted(bureau: str, each: Measured, step: int) -> Document:
    place = each.place
    named = {"bureau": bureau, "month": place.month, "kind": place.kind.value, "target": place.target.value}
    named |= {"unit": place.unit, "officer": place.officer}
    return {"$inc": {f"values.{each.value}": step, "late": step * each.late}, "$setOnInsert": named}


def _tally(found: Mapping[str, Any]) -> Tally:
    place = Place(
        found["month"], RequestKind(found["kind"]), found["unit"], found["officer"], Target(found["target"])
    )  # fmt: skip
    return Tally(place, {int(value): times for value, times in found["values"].items()}, found["late"])
