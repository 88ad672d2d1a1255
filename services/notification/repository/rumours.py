"""This service's replica of the rumour reports of outlets, fed by events of the liaison service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from services.notification.domain.rumours import Rumour
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
RUMOURS = "rumours"


class Rumours:
    """Of each report the newest known state."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {RUMOURS: [of_bureau("rumour", "_id")]}

    def __init__(self, db: Database[Document]) -> None:
        self._rumours = db[RUMOURS]

    def keep(self, unit: Unit, bureau: str, rumour: Rumour, version: int) -> None:
        """Remember a state; one that is older than what is known changes nothing."""
        fields = asdict(rumour)
        unit.replica(RUMOURS, fields.pop("id"), version, {"bureau": bureau, **fields})

    def find(self, bureau: str, id_: str) -> Rumour | None:
        """A report of the bureau, None when none is known."""
        found = self._rumours.find_one({"_id": id_, "bureau": bureau})
        return Rumour(id_, found["outlet"], found["open"]) if found else None
