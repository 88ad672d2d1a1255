"""This service's replica of the outlets in MongoDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from services.submission.domain import Channel, Outlet
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
            "channels": [asdict(channel) for channel in outlet.channels],
        }
        unit.replica(OUTLETS, outlet.id, version, fields)

    def find(self, bureau: str, id_: str) -> Outlet | None:
        """An outlet of the bureau, None when none is known."""
        return self.several(bureau, [id_]).get(id_)

    def several(self, bureau: str, ids: Iterable[str]) -> dict[str, Outlet]:
        """The known ones of these outlets, by id."""
        found = self._outlets.find({"bureau": bureau, "_id": {"$in": sorted(set(ids))}})
        return {each["_id"]: _outlet(each) for each in found}

    def of_account(self, bureau: str, account: str) -> list[str]:
        """The ids of the outlets that an account acts for."""
        found = self._outlets.find({"bureau": bureau, "members": account}, {"_id": 1})
        return sorted(each["_id"] for each in found)


def _outlet(found: Document) -> Outlet:
    channels = tuple(Channel(**channel) for channel in found.get("channels", ()))
    return Outlet(found["_id"], found["name"], found["category"], found["status"], tuple(found["members"]), channels)
