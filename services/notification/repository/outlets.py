"""This service's replica of the outlets in MongoDB: whom an outlet's id reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel

from services.notification.domain import Outlet
from services.notification.domain.directory import CLOSED, EVERYBODY, VERIFIED
from shared.events.outlet import MemberState
from shared.mongo.indexes import of_bureau
from shared.mongo.outlet_replica import BY_ID, OUTLETS, OutletReplica

Document = dict[str, Any]


class Outlets(OutletReplica[Outlet]):
    """The newest known state of each outlet, fed by events."""

    MEMBERS = "members.account"
    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        **OutletReplica.INDEXES,
        OUTLETS: [BY_ID, of_bureau("of_account", MEMBERS)],
    }

    def fields(self, outlet: Outlet) -> Document:
        """What is kept of a state."""
        return {
            "name": outlet.name,
            "category": outlet.category,
            "status": outlet.status,
            "liaison": outlet.liaison,
            "members": [{"account": member.account, "role": member.role} for member in outlet.members],
        }

    def read(self, found: Document) -> Outlet:
        """An outlet from what was kept of it."""
        members = tuple(MemberState(member["account"], member["role"]) for member in found["members"])
        return Outlet(found["_id"], found["name"], found["category"], found["status"], found["liaison"], members)

    def of(self, bureau: str, account: str) -> list[Outlet]:
        """The outlets that an account acts for."""
        return [self.read(row) for row in self._outlets.find({"bureau": bureau, self.MEMBERS: account})]

    def among(self, bureau: str, match: Document, after: str, size: int) -> list[Outlet]:
        """Up to `size` outlets that `match` (see `audience_of`), by their ids after `after`."""
        bounds = {"bureau": bureau, "_id": {"$gt": after}}
        found = self._outlets.find({"$and": [bounds, match]}).sort("_id", ASCENDING).limit(size)
        return [self.read(row) for row in found]

    def reached(self, bureau: str, match: Document) -> dict[str, int]:
        """How many outlets `match` (see `audience_of`), and how many people act for them."""
        among: Document = {"$and": [{"bureau": bureau}, match]}
        steps: list[Document] = [
            {"$match": among},
            {"$project": {"members.account": True}},
            {"$unwind": "$members"},
            {"$group": {"_id": "$members.account"}},
            {"$count": "people"},
        ]
        people = next(iter(self._outlets.aggregate(steps)), {"people": 0})["people"]
        return {"outlets": self._outlets.count_documents(among), "members": people}


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
