"""This service's replica of the bureaus' calls for works in MongoDB, fed by the facts of the liaison service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from services.submission.domain.calls import Call
from services.submission.domain.outlets import Outlet
from shared.contracts.call_terms import CallStatus, Invited
from shared.events import Event
from shared.events.calls import CallOpened
from shared.mongo import Unit, replicas
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
CALLS = "calls"


class Calls:
    """Of each call the newest known state."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {CALLS: [of_bureau("call", "_id")]}

    KEEPS: ClassVar[Sequence[type[Event]]] = (CallOpened,)

    def __init__(self, db: Database[Document]) -> None:
        self._calls = db[CALLS]

    def keep(self, unit: Unit, call: Call, *, version: int, bureau: str) -> None:
        """Remember a state; one that is older than what is known changes nothing. Who handed in for it at the same
        moment looks again."""
        seen = self._calls.find_one({"_id": call.id, "bureau": bureau})
        fresh = {
            "_id": call.id, "bureau": bureau, "version": version, "title": call.title, "status": call.status,
            "invited": call.invited, "categories": list(call.categories), "outlets": list(call.outlets),
            "closes_at": call.closes_at,
        }  # fmt: skip
        replicas.keep(unit, CALLS, seen, fresh)

    def find(self, bureau: str, id_: str) -> Call | None:
        """A call of the bureau, None when none is known."""
        found = self._calls.find_one({"_id": id_, "bureau": bureau, "version": {"$gte": 0}})
        if found is None:
            return None
        return Call(
            found["_id"], found["title"], found["status"], found["invited"], tuple(found["categories"]),
            tuple(found["outlets"]), found["closes_at"],
        )  # fmt: skip

    def rely_on_open(self, unit: Unit, bureau: str, id_: str, outlet: Outlet) -> None:
        """Have the unit fail unless the call is open, and invites the outlet, at the moment of its commit."""
        asked: list[Document] = [
            {"invited": Invited.ALL.value},
            {"invited": Invited.CATEGORIES.value, "categories": outlet.category},
            {"invited": Invited.OUTLETS.value, "outlets": outlet.id},
        ]
        replicas.rely(unit, CALLS, {"_id": id_, "bureau": bureau, "status": CallStatus.OPEN.value, "$or": asked})
