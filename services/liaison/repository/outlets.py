"""This service's replica of the outlets in MongoDB: names, categories, states, and who acts for them."""

from __future__ import annotations

from itertools import islice
from typing import Any

from services.liaison.domain.outlets import Outlet
from shared.contracts.outlet_terms import Status
from shared.mongo import Unit, replicas
from shared.mongo.outlet_replica import OUTLETS, OutletReplica
from shared.names import name_key

Document = dict[str, Any]


class Outlets(OutletReplica[Outlet]):
    """The newest known state of each outlet, fed by events."""

    def fields(self, outlet: Outlet) -> Document:
        """What is kept of a state."""
        return {
            "name": outlet.name,
            "category": outlet.category,
            "status": outlet.status,
            "members": list(outlet.members),
        }

    def verified(self, bureau: str) -> list[Outlet]:
        """All that may ask and hand in, by their ids."""
        found = self._outlets.find({"bureau": bureau, "status": Status.VERIFIED.value}).sort("_id")
        return [self.read(each) for each in found]

    def verified_after(
        self, bureau: str, after: str | None, limit: int, *, part: str = "", only: str = ""
    ) -> list[Outlet]:
        """Up to `limit` + 1 of them, by their ids, after one: those whose names hold a `part` in whatever spelling, and
        `only` one, if they are given."""
        ids = ({"$gt": after} if after else {}) | ({"$eq": only} if only else {})
        query: Document = {"bureau": bureau, "status": Status.VERIFIED.value} | ({"_id": ids} if ids else {})
        wanted = name_key(part)
        # A bureau has some hundreds of them: it looks into their names as they are read.
        found = (self.read(each) for each in self._outlets.find(query).sort("_id"))
        return list(islice((each for each in found if wanted in name_key(each.name)), limit + 1))

    def read(self, found: Document) -> Outlet:
        """An outlet from what was kept of it."""
        return Outlet(
            found["_id"], found["status"], tuple(found["members"]), found.get("name", ""), found.get("category", "")
        )

    def rely_on_member(self, unit: Unit, bureau: str, id_: str, account: str) -> None:
        """Have the unit fail unless the account acts for the outlet at the moment of its commit."""
        replicas.rely(unit, OUTLETS, {"_id": id_, "bureau": bureau, self.MEMBERS: account})

    def rely_on_verified(self, unit: Unit, bureau: str, id_: str) -> None:
        """Have the unit fail unless the outlet is verified at the moment of its commit."""
        replicas.rely(unit, OUTLETS, {"_id": id_, "bureau": bureau, "status": Status.VERIFIED.value})

    def rely_on(self, unit: Unit, bureau: str, id_: str, account: str) -> None:
        """Have the unit fail unless the outlet is verified and the account acts for it at the moment of its commit."""
        match = {"_id": id_, "bureau": bureau, "status": Status.VERIFIED.value, self.MEMBERS: account}
        replicas.rely(unit, OUTLETS, match)
