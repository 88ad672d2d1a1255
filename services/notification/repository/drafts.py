"""Drafts of bulletins in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from services.notification.domain.drafts import LISTS, Draft
from shared.contracts.notification_terms import BulletinKind
from shared.errors import NotFound
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
DRAFTS = "drafts"


class Drafts:
    """The only user of the collection. Ids are UUIDv7, so they sort by time."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {DRAFTS: [of_bureau("newest", order=[("_id", DESCENDING)])]}

    def __init__(self, db: Database[Document]) -> None:
        self._drafts = db[DRAFTS]

    def get(self, bureau: str, id_: str) -> Draft:
        """Raises: NotFound."""
        found = self._drafts.find_one({"bureau": bureau, "_id": id_})
        if found is None:
            raise NotFound("bulletin.draft_not_found")
        return _draft(found)

    def page(self, bureau: str, before: str | None, size: int) -> list[Draft]:
        """Up to `size` drafts, the newest first."""
        match: Document = {"bureau": bureau} | ({"_id": {"$lt": before}} if before else {})
        return [_draft(row) for row in self._drafts.find(match).sort("_id", DESCENDING).limit(size)]

    def add(self, unit: Unit, draft: Draft) -> None:
        """Keep a new one."""
        unit.insert(DRAFTS, _document(draft))

    def save(self, unit: Unit, draft: Draft, before: int) -> None:
        """Keep a change to one that must still be at version `before`."""
        unit.save(DRAFTS, _document(draft), before)

    def remove(self, unit: Unit, draft: Draft) -> None:
        """Take one away that must still be as it is."""
        unit.delete(DRAFTS, {"_id": draft.id, "bureau": draft.bureau, "version": draft.version})


def _document(draft: Draft) -> Document:
    fields = asdict(draft)
    lists = {name: list(fields[name]) for name in LISTS}
    return {"_id": fields.pop("id"), **fields, **lists, "kind": draft.kind.value if draft.kind else None}


def _draft(row: Document) -> Draft:
    fields = {name: value for name, value in row.items() if name != "_id"}
    lists = {name: tuple(row[name]) for name in LISTS}
    return Draft(**{**fields, **lists, "id": row["_id"], "kind": BulletinKind(row["kind"]) if row["kind"] else None})
