"""What calls for works promise to who answers them, in MongoDB: fed by the liaison service when one is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from services.scoring.domain.facts import Promise
from shared.events import Event, Received
from shared.events.calls import CallOpened
from shared.mongo import Unit

Document = dict[str, Any]
PROMISES = "promises"


class Promises:
    """Of each call that was ever opened what it promised then."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {PROMISES: []}

    KEEPS: ClassVar[Sequence[type[Event]]] = (CallOpened,)

    def __init__(self, db: Database[Document]) -> None:
        self._promises = db[PROMISES]

    def keep(self, unit: Unit, event: Received[CallOpened]) -> None:
        """Remember what a call promises."""
        call = event.data.call
        promise = Promise(event.version, call.id, call.kind, call.title, call.extra_points)
        fields = asdict(promise) | {"bureau": event.bureau}
        unit.replica(PROMISES, call.id, event.version, fields)

    def find(self, bureau: str, call: str) -> Promise | None:
        """What a call of the bureau promised; None for one that was not heard of."""
        found = self._promises.find_one({"_id": call, "bureau": bureau})
        if found is None:
            return None
        return Promise(**{name: value for name, value in found.items() if name not in ("_id", "bureau")})
