"""This service's replica of the outlets in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from services.scoring.domain import Outlet
from shared.mongo import Unit

Document = dict[str, Any]
OUTLETS = "outlets"
LADDER = [("bureau", ASCENDING), ("category", ASCENDING), ("competes", ASCENDING), ("_id", ASCENDING)]


class Outlets:
    """The newest known state of each outlet, fed by events."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {OUTLETS: [IndexModel(LADDER, name="ladder")]}

    def __init__(self, db: Database[Document]) -> None:
        self._outlets = db[OUTLETS]

    def keep(self, unit: Unit, outlet: Outlet, *, version: int, bureau: str) -> None:
        """Remember a state; one that is older than what is known changes nothing."""
        fields = {
            "bureau": bureau,
            "name": outlet.name,
            "category": outlet.category,
            "region": outlet.region,
            "status": outlet.status,
            "competes": outlet.competes,
        }
        unit.replica(OUTLETS, outlet.id, version, fields)

    def find(self, bureau: str, id_: str) -> Outlet | None:
        """An outlet of the bureau, None when none is known."""
        found = self._outlets.find_one({"_id": id_, "bureau": bureau})
        return _outlet(found) if found else None

    def ladder(self, bureau: str, category: str, after: str | None, limit: int) -> tuple[list[Outlet], bool]:
        """Up to `limit` outlets of a ladder behind id `after`, and whether there are more."""
        match: Document = {"bureau": bureau, "category": category, "competes": True}
        if after is not None:
            match["_id"] = {"$gt": after}
        # Without the hint the planner may walk the index of all ids, over every bureau's outlets.
        cursor = self._outlets.find(match).hint("ladder").sort("_id", ASCENDING)
        found = list(cursor.limit(limit + 1))
        return [_outlet(each) for each in found[:limit]], len(found) > limit


def _outlet(found: Document) -> Outlet:
    return Outlet(found["_id"], found["name"], found["category"], found["region"], found["status"])
