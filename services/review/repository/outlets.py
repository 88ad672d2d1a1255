"""This service's replica of the outlets in MongoDB: names, categories, and who acts for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.review.domain import Outlet
from shared.mongo import Unit
from shared.mongo.outlet_replica import OUTLETS, OutletReplica

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

    def read(self, found: Document) -> Outlet:
        """An outlet from what was kept of it."""
        name, category = found.get("name", ""), found.get("category", "")
        return Outlet(found["_id"], found["status"], tuple(found["members"]), name, category)

    def require_stranger(self, unit: Unit, bureau: str, ids: Iterable[str], account: str) -> None:
        """Have the unit fail when the account acts for one of these outlets at the moment of its commit.

        It is a write, so that of this and a change of the outlet's members one comes first: a condition that only
        reads would not see a member who is added at the same time. The mark itself means nothing.
        """
        for id_ in ids:
            match = {"_id": id_, "bureau": bureau, "members": {"$ne": account}}
            unit.update(OUTLETS, match, {"$inc": {"judged": 1}})
