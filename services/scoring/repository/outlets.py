"""This service's replica of the outlets in MongoDB, and in which periods each has a standing.

The list of periods is a document of its own, with a revision: who makes an outlet's first standing in a period and
who hears that the outlet changed must each know of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from services.scoring.domain import Outlet
from shared.mongo import Unit
from shared.mongo.outlet_replica import OUTLETS, OutletReplica

Document = dict[str, Any]
PRESENCES = "presences"
LADDER = [("bureau", ASCENDING), ("category", ASCENDING), ("competes", ASCENDING), ("_id", ASCENDING)]


class Outlets(OutletReplica[Outlet]):
    """The newest known state of each outlet, fed by events."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        **OutletReplica.INDEXES,
        OUTLETS: [IndexModel(LADDER, name="ladder"), *OutletReplica.INDEXES[OUTLETS]],
        PRESENCES: [],
    }

    def __init__(self, db: Database[Document]) -> None:
        super().__init__(db)
        self._presences = db[PRESENCES]

    def fields(self, outlet: Outlet) -> Document:
        """What is kept of a state."""
        return {
            "name": outlet.name,
            "category": outlet.category,
            "region": outlet.region,
            "status": outlet.status,
            "competes": outlet.competes,
            "members": list(outlet.members),
        }

    def read(self, found: Document) -> Outlet:
        """An outlet from what was kept of it."""
        plain = {name: found[name] for name in ("name", "category", "region", "status", "version")}
        return Outlet(id=found["_id"], members=tuple(found.get("members", ())), **plain)

    def ladder(self, bureau: str, category: str, after: str | None, limit: int) -> tuple[list[Outlet], bool]:
        """Up to `limit` outlets of a ladder behind id `after`, and whether there are more."""
        match: Document = {"bureau": bureau, "category": category, "competes": True}
        if after is not None:
            match["_id"] = {"$gt": after}
        # Without the hint the planner may walk the index of all ids, over every bureau's outlets.
        cursor = self._outlets.find(match).hint("ladder").sort("_id", ASCENDING)
        found = list(cursor.limit(limit + 1))
        return [self.read(each) for each in found[:limit]], len(found) > limit

    def presences(self, bureau: str, ids: Iterable[str]) -> dict[str, tuple[int, list[str]]]:
        """Of each of these outlets the revision and the periods in which it has a standing."""
        wanted = sorted(set(ids))
        found = {row["_id"]: row for row in self._presences.find({"_id": {"$in": wanted}, "bureau": bureau})}
        return {id_: (found[id_]["rev"], found[id_]["periods"]) if id_ in found else (0, []) for id_ in wanted}

    def present(self, unit: Unit, bureau: str, outlet: str, rev: int, periods: Iterable[str] = ()) -> None:
        """Note the outlet's presence in further periods (or in none), if its revision is still `rev`."""
        fresh = {"bureau": bureau, "rev": 0, "periods": []}
        unit.update(PRESENCES, {"_id": outlet}, {"$setOnInsert": fresh}, upsert=True)
        change = {"$inc": {"rev": 1}, "$addToSet": {"periods": {"$each": sorted(periods)}}}
        unit.update(PRESENCES, {"_id": outlet, "bureau": bureau, "rev": rev}, change)
