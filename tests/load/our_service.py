"""The same service on our kernel, and a command that costs as many writes as an accepted one does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from shared.context import RequestContext
from shared.ids import new_id
from shared.messaging import Repository, command, query
from shared.mongo import Unit


class Notes:
    """Two collections to write to."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {"notes": (), "traces": ()}

    def __init__(self, db: Database[dict[str, Any]]) -> None:
        self.db = db


class OurService:
    """Answers with what it is asked, and keeps what it is told."""

    name = "bench"
    notes = Repository(Notes)

    @query(None)
    def echo(self, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """What was sent."""
        return data

    @command(None)
    def note(self, unit: Unit, data: dict[str, Any], context: RequestContext) -> dict[str, Any]:
        """Two inserts; the kernel adds the idempotency record when there is a key."""
        id_ = new_id()
        unit.insert("notes", {"_id": id_, "bureau": context.bureau, "version": 1, **data})
        unit.insert("traces", {"_id": id_, "bureau": context.bureau, "version": 1, "by": context.actor.account})
        return {"id": id_, "version": 1}
