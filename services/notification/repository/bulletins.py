"""Bulletins and their read receipts in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from services.notification.domain import RETENTION, position_at
from services.notification.domain.bulletins import Bulletin
from shared.clock import now
from shared.contracts.notification_terms import BulletinKind, BulletinState
from shared.errors import NotFound
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.mongo.outlet_replica import OUTLETS

Document = dict[str, Any]
BULLETINS = "bulletins"
RECEIPTS = "receipts"
ORDER = [("first", DESCENDING), ("_id", DESCENDING)]


class Bulletins:
    """The only user of the collections. Ids are UUIDv7, so they sort by time; `first`: urgent and not recalled."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        BULLETINS: [
            of_bureau("all", order=ORDER),
            of_bureau("of_address", "audience", order=ORDER),
        ],
        RECEIPTS: [of_bureau("of", "bulletin", "account")],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._db = db

    def get(self, bureau: str, id_: str) -> Bulletin:
        """Raises: NotFound."""
        found = self._db[BULLETINS].find_one({"bureau": bureau, "_id": id_})
        if found is None:
            raise NotFound("bulletin.not_found")
        return _bulletin(found)

    def add(self, unit: Unit, bulletin: Bulletin) -> None:
        """Keep a new one."""
        unit.insert(BULLETINS, _document(bulletin))

    def save(self, unit: Unit, bulletin: Bulletin, before: int) -> None:
        """Keep a change to one that must still be at version `before`."""
        unit.save(BULLETINS, _document(bulletin), before)

    def page(
        self,
        bureau: str,
        audience: Sequence[str] | None,
        only: Mapping[str, str],
        after: Sequence[Any] | None,
        size: int,
    ) -> list[Bulletin]:
        """Up to `size` bulletins to any of these addresses (None: to anybody), urgent ones first."""
        match: Document = {"bureau": bureau, **only}
        if audience is not None:
            match["audience"] = {"$in": list(audience)}
        if after is not None:
            first, id_ = bool(after[0]), after[1]
            match["$or"] = [{"first": first, "_id": {"$lt": id_}}, *([{"first": False}] if first else [])]
        return [_bulletin(row) for row in self._db[BULLETINS].find(match).sort(ORDER).limit(size)]

    def published_to(self, bureau: str, audience: Sequence[str]) -> list[str]:
        """The bulletins to any of these addresses that stand and that an inbox still has."""
        match = {"bureau": bureau, "audience": {"$in": list(audience)}, "state": BulletinState.PUBLISHED.value}
        match["_id"] = {"$gte": position_at(now() - RETENTION)}
        return [row["_id"] for row in self._db[BULLETINS].find(match, {"_id": True})]

    def note_read(self, unit: Unit, bulletin: Bulletin, account: str, moment: datetime) -> None:
        """Remember that an account has read it; again changes nothing."""
        match = {"_id": f"{bulletin.id}:{account}", "bureau": bulletin.bureau}
        receipt = {"bulletin": bulletin.id, "account": account, "at": moment}
        unit.update(RECEIPTS, match, {"$setOnInsert": receipt}, upsert=True)

    def read_by(self, bureau: str, account: str, bulletins: Sequence[str]) -> set[str]:
        """Those of the bulletins that an account has read."""
        ids = [f"{bulletin}:{account}" for bulletin in bulletins]
        return {row["bulletin"] for row in self._db[RECEIPTS].find({"_id": {"$in": ids}, "bureau": bureau})}

    def reads(self, bureau: str, bulletin: str, accounts: Sequence[str]) -> dict[str, datetime]:
        """Who of the accounts has read a bulletin, and when."""
        ids = [f"{bulletin}:{account}" for account in accounts]
        found = self._db[RECEIPTS].find({"_id": {"$in": ids}, "bureau": bureau})
        return {row["account"]: row["at"] for row in found}

    def totals(self, bulletin: Bulletin, among: Document) -> dict[str, int]:
        """Outlets and people that it reaches now, and how many of the people have read it. `among`: those outlets."""
        receipt = {"$concat": [f"{bulletin.id}:", "$_id"]}
        steps: list[Document] = [
            {"$match": {"bureau": bulletin.bureau, **among}},
            {"$project": {"members.account": True}},
            {"$unwind": "$members"},
            {"$group": {"_id": "$members.account"}},
            {"$lookup": {"from": RECEIPTS, "let": {"id": receipt}, "as": "read", "pipeline": [
                {"$match": {"$expr": {"$eq": ["$_id", "$$id"]}}}, {"$project": {"_id": True}},
            ]}},
            {"$group": {"_id": None, "members": {"$sum": 1}, "read": {"$sum": {"$size": "$read"}}}},
        ]  # fmt: skip
        found = next(iter(self._db[OUTLETS].aggregate(steps)), {"members": 0, "read": 0})
        outlets = self._db[OUTLETS].count_documents({"bureau": bulletin.bureau, **among})
        return {"outlets": outlets, "members": found["members"], "read": found["read"]}


def _document(bulletin: Bulletin) -> Document:
    fields = asdict(bulletin)
    fields["_id"] = fields.pop("id")
    lists = {"attachments": list(bulletin.attachments), "audience": list(bulletin.audience)}
    words = {"kind": bulletin.kind.value, "state": bulletin.state.value}
    return {**fields, **lists, **words, "first": bulletin.first}


def _bulletin(row: Document) -> Bulletin:
    fields = {name: value for name, value in row.items() if name not in {"_id", "first"}}
    lists = {"attachments": tuple(row["attachments"]), "audience": tuple(row["audience"])}
    words = {"kind": BulletinKind(row["kind"]), "state": BulletinState(row["state"])}
    return Bulletin(**{**fields, **lists, **words, "id": row["_id"]})
