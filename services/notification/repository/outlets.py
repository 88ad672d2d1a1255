"""This service's replica of the outlets in MongoDB: whom an outlet's id reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from services.notification.domain import Outlet
from services.notification.domain.directory import CLOSED, EVERYBODY, VERIFIED
from shared.events.outlet import MemberState
from shared.mongo import Unit

Document = dict[str, Any]
OUTLETS = "outlets"


class Outlets:
    """The newest known state of each outlet, fed by events."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        OUTLETS: [
            IndexModel([("bureau", ASCENDING), ("_id", ASCENDING)], name="outlet"),
            IndexModel([("bureau", ASCENDING), ("members.account", ASCENDING)], name="of_account"),
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
            "liaison": outlet.liaison,
            "members": [{"account": member.account, "role": member.role} for member in outlet.members],
        }
        unit.replica(OUTLETS, outlet.id, version, fields)

    def some(self, bureau: str, ids: Sequence[str]) -> dict[str, Outlet]:
        """Those of the outlets that are known, by their ids."""
        if not ids:
            return {}
        found = self._outlets.find({"bureau": bureau, "_id": {"$in": list(ids)}})
        return {row["_id"]: _outlet(row) for row in found}

    def of(self, bureau: str, account: str) -> list[Outlet]:
        """The outlets that an account acts for."""
        return [_outlet(row) for row in self._outlets.find({"bureau": bureau, "members.account": account})]

    def among(self, bureau: str, match: Document, after: str, size: int) -> list[Outlet]:
        """Up to `size` outlets that `match` (see `audience_of`), by their ids after `after`."""
        bounds = {"bureau": bureau, "_id": {"$gt": after}}
        found = self._outlets.find({"$and": [bounds, match]}).sort("_id", ASCENDING).limit(size)
        return [_outlet(row) for row in found]


def audience_of(addresses: Sequence[str]) -> Document:
    """A filter for the outlets that addresses reach now; the same as `Outlet.addresses` says of one."""
    parts = [address.partition(":") for address in addresses]
    named = {kind: [value for each, _, value in parts if each == kind] for kind in ("category", "outlet")}
    ways: list[Document] = [
        {"status": VERIFIED, "category": {"$in": named["category"]}},
        {"status": {"$ne": CLOSED}, "_id": {"$in": named["outlet"]}},
    ]
    if EVERYBODY in addresses:
        ways.append({"status": VERIFIED})
    return {"$or": ways}


def _outlet(row: Document) -> Outlet:
    members = tuple(MemberState(member["account"], member["role"]) for member in row["members"])
    return Outlet(row["_id"], row["name"], row["category"], row["status"], row["liaison"], members)
