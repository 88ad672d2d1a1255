"""This service's replica of the outlets in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from services.submission.domain import Outlet
from shared.mongo import Unit

Document = dict[str, Any]
OUTLETS = "outlets"


class Outlets:
    """The newest known state of each outlet, fed by events."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        OUTLETS: [IndexModel([("bureau", ASCENDING), ("_id", ASCENDING)], name="outlet")],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._outlets = db[OUTLETS]

    def keep(self, unit: Unit, outlet: Outlet, *, version: int, bureau: str) -> None:
        """Remember a state; one that is older than what is known changes nothing."""
        fields = {
            "bureau": bureau,
            "name": outlet.name,
            "category": outlet.category,
            "status": outlet.status,
            "members": list(outlet.members),
        }
        unit.replica(OUTLETS, outlet.id, version, fields)

    def find(self, bureau: str, id_: str) -> Outlet | None:
        """An outlet of the bureau, None when none is known."""
        found = self._outlets.find_one({"bureau": bureau, "_id": id_})
        if found is None:
            return None
        return Outlet(id_, found["name"], found["category"], found["status"], tuple(found["members"]))
