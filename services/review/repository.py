"""This service's replica of the outlets' memberships in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from services.review.domain import Outlet
from shared.mongo import Unit

Document = dict[str, Any]
OUTLETS = "outlets"


class Outlets:
    """The newest known memberships of each outlet, fed by events."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        OUTLETS: [IndexModel([("bureau", ASCENDING), ("_id", ASCENDING)], name="outlet")],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._outlets = db[OUTLETS]

    def keep(self, unit: Unit, outlet: Outlet, *, version: int, bureau: str) -> None:
        """Remember a state; one that is older than what is known changes nothing."""
        fields = {"bureau": bureau, "status": outlet.status, "members": list(outlet.members)}
        unit.replica(OUTLETS, outlet.id, version, fields)

    def some(self, bureau: str, ids: Sequence[str]) -> list[Outlet]:
        """Those of the named outlets that the bureau has."""
        found = self._outlets.find({"bureau": bureau, "_id": {"$in": list(ids)}})
        return [Outlet(each["_id"], each["status"], tuple(each["members"])) for each in found]
