"""What this service knows of material that the bureau released to outlets, fed by events of the liaison service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from shared.events import Received, RequestAnswered
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
MATERIAL = "material"


@dataclass(frozen=True)
class Released:
    """Material that an outlet has, by the number of its request, and before when it must not be published."""

    number: str
    embargo_until: datetime | None


class Material:
    """The requests that were answered with material. It stays released, whatever becomes of the request."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {MATERIAL: [of_bureau("outlet", "outlet")]}

    def __init__(self, db: Database[Document]) -> None:
        self._material = db[MATERIAL]

    def keep(self, unit: Unit, event: Received[RequestAnswered]) -> None:
        """Remember a request that was answered with some."""
        told = event.data.request
        fields = {
            "bureau": event.bureau, "outlet": told.outlet, "number": told.number,
            "embargo_until": event.data.embargo_until,
        }  # fmt: skip
        unit.replica(MATERIAL, told.id, event.version, fields)

    def find(self, bureau: str, outlet: str, request: str) -> Released | None:
        """The material that a request of the outlet's was answered with; None where it has none."""
        found = self._material.find_one({"_id": request, "bureau": bureau, "outlet": outlet})
        return Released(found["number"], found.get("embargo_until")) if found else None
