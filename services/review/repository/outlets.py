"""This service's replica of the outlets in MongoDB: names, categories, and who acts for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from services.review.domain import Outlet
from shared.mongo import Unit

Document = dict[str, Any]
OUTLETS = "outlets"


class Outlets:
    """The newest known state of each outlet, fed by events."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        OUTLETS: [
            IndexModel([("bureau", ASCENDING), ("_id", ASCENDING)], name="outlet"),
            IndexModel([("bureau", ASCENDING), ("members", ASCENDING)], name="member"),
        ],
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

    def require_stranger(self, unit: Unit, bureau: str, ids: Iterable[str], account: str) -> None:
        """Have the unit fail when the account acts for one of these outlets at the moment of its commit.

        It is a write, so that of this and a change of the outlet's members one comes first: a condition that only
        reads would not see a member who is added at the same time. The mark itself means nothing.
        """
        for id_ in ids:
            match = {"_id": id_, "bureau": bureau, "members": {"$ne": account}}
            unit.update(OUTLETS, match, {"$inc": {"judged": 1}})

    def several(self, bureau: str, ids: Iterable[str]) -> dict[str, Outlet]:
        """The known ones of these outlets, by id."""
        found = self._outlets.find({"bureau": bureau, "_id": {"$in": sorted(set(ids))}})
        return {each["_id"]: _outlet(each) for each in found}

    def of_account(self, bureau: str, account: str) -> list[str]:
        """The ids of the outlets that an account acts for."""
        found = self._outlets.find({"bureau": bureau, "members": account}, {"_id": 1})
        return sorted(each["_id"] for each in found)


def _outlet(found: Document) -> Outlet:
    return Outlet(
        found["_id"], found["status"], tuple(found["members"]), found.get("name", ""), found.get("category", "")
    )
