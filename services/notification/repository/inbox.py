"""Inbox items and read marks in MongoDB.

An item is stored once: for one account, or for all that its shared addresses reach. A read mark is a document of
its own, (account, item), because what a role or many outlets are told is read by each reader apart. So what is
unread is `items − marks`, both counted on an index; and a mark that comes late or twice changes nothing. Both
expire together, and a count never looks behind that horizon, so that the moment at which the server removes them
does not show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.notification.domain import RETENTION, Notice, notice_id, position_at
from shared.clock import now
from shared.ids import new_id
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
ITEMS = "items"
READS = "reads"
BATCH = 200
# Most items that one page of unread ones looks through; the next page goes on from there.
SCANNED = 5 * BATCH
NEWEST = [("bureau", ASCENDING), ("address", ASCENDING), ("position", DESCENDING)]
MARKED = [("bureau", ASCENDING), ("account", ASCENDING), ("address", ASCENDING), ("position", DESCENDING)]
URGENT = {"urgent": True}


@dataclass(frozen=True)
class Reader:
    """Whose inbox: an account of a bureau, and every address that reaches it."""

    bureau: str
    account: str
    addresses: Sequence[str]

    def via(self, address: str | Sequence[str]) -> str:
        """Which of an item's addresses reaches this reader."""
        if isinstance(address, str):
            return address
        return next((each for each in address if each in self.addresses), address[0])


def _expiring() -> IndexModel:
    # A TTL index has one field by MongoDB's rule; it serves no query.
    return IndexModel([("created_at", ASCENDING)], name="expiry", expireAfterSeconds=int(RETENTION.total_seconds()))


class Inbox:
    """The only user of the inbox collections. `position`, a UUIDv7, orders items by their arrival."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        ITEMS: [
            IndexModel(NEWEST, name="newest"),
            IndexModel(NEWEST, name="urgent", partialFilterExpression=URGENT),
            of_bureau("arrived", "position"),
            # For the story of a work (`jingmei trace`): what an event put into inboxes.
            of_bureau("event", "event"),
            _expiring(),
        ],
        READS: [
            IndexModel(MARKED, name="marked"),
            IndexModel(MARKED, name="urgent", partialFilterExpression=URGENT),
            _expiring(),
        ],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._items = db[ITEMS]
        self._reads = db[READS]

    def add(self, unit: Unit, bureau: str, cause: str, at: datetime, notice: Notice) -> Document:
        """Put a notice into the inboxes that it reaches. `cause`: the id of what it tells of, recorded `at`."""
        type_, id_ = notice.about
        item = {
            "_id": notice_id(cause, notice.to),
            "bureau": bureau,
            # One address or several: to an index both are the same.
            "address": notice.to[0] if len(notice.to) == 1 else list(notice.to),
            "position": new_id(),
            "kind": notice.kind.value,
            "urgent": notice.urgent,
            "params": dict(notice.params),
            "about": {"type": type_, "id": id_},
            "event": cause,
            "at": at,
            "created_at": now(),
        }
        unit.insert(ITEMS, item)
        return item

    def forget(self, unit: Unit, bureau: str, id_: str, fact: str) -> None:
        """Keep a fact of an item no longer, where there is such an item."""
        unit.update(ITEMS, {"_id": id_, "bureau": bureau}, {"$unset": {f"params.{fact}": ""}}, must_match=False)

    def find(self, reader: Reader, id_: str) -> Document | None:
        """One item of the reader's inbox, with `read`, or None when it is not theirs."""
        item = self._items.find_one({"_id": id_, **self._theirs(reader)})
        return self._with_read(reader, [item])[0] if item else None

    def page(self, reader: Reader, before: str | None, limit: int) -> tuple[list[Document], str | None]:
        """Up to `limit` items older than position `before`, newest first, and the position to go on from."""
        found = self._batch(reader, before, limit + 1)
        more = found[limit - 1]["position"] if len(found) > limit else None
        return self._with_read(reader, found[:limit]), more

    def unread_page(self, reader: Reader, before: str | None, limit: int) -> tuple[list[Document], str | None]:
        """The same of unread items. A page may be short where many read ones lie between."""
        left = self._unread(reader, {"$lt": before} if before else {})
        found: list[Document] = []
        scanned = 0
        position = before
        while len(found) < min(left, limit) and scanned < SCANNED:
            batch = self._with_read(reader, self._batch(reader, position, BATCH))
            if not batch:
                return found[:limit], None
            scanned += len(batch)
            position = batch[-1]["position"]
            found += [item for item in batch if not item["read"]]
        if len(found) >= limit:
            position = found[limit - 1]["position"]
        return found[:limit], position if left > len(found[:limit]) else None

    def since(self, reader: Reader, position: str, limit: int) -> list[Document]:
        """Up to `limit` items after a position, the oldest first."""
        match = self._theirs(reader)
        match["position"] = {"$gt": max(position, match["position"]["$gte"])}
        return self._with_read(reader, list(self._items.find(match).sort("position", ASCENDING).limit(limit)))

    def latest(self, reader: Reader, position: str, limit: int) -> list[Document]:
        """The latest `limit` items after a position, the oldest first."""
        match = {**self._theirs(reader), "position": {"$gt": position}}
        found = self._items.find(match, {"position": True}).sort("position", DESCENDING).limit(limit)
        return list(found)[::-1]

    def changed(self, bureau: str, position: str, limit: int) -> list[str]:
        """Up to `limit` addresses that got something after a position."""
        steps: list[Document] = [
            {"$match": {"bureau": bureau, "position": {"$gt": position}}},
            {"$unwind": "$address"},
            {"$group": {"_id": "$address"}},
            {"$limit": limit},
        ]
        return [row["_id"] for row in self._items.aggregate(steps)]

    def unread_up_to(self, reader: Reader, position: str, limit: int) -> tuple[list[Document], bool]:
        """Up to `limit` unread items at or before `position`, and whether there are more."""
        left = self._unread(reader, {"$lte": position})
        found: list[Document] = []
        for item in self._older(reader, position):
            if len(found) >= min(left, limit):
                break
            if not item["read"]:
                found.append(item)
        return found, left > len(found)

    def unread(self, reader: Reader) -> tuple[int, int]:
        """How many items are unread, and how many of those are urgent."""
        return self._unread(reader, {}), self._unread(reader, {}, URGENT)

    def mark(self, unit: Unit, bureau: str, account: str, item: Document) -> None:
        """Remember that an account has read an item; again changes nothing."""
        mark = {
            "account": account,
            "address": item["address"],
            "position": item["position"],
            "urgent": item["urgent"],
            "created_at": item["created_at"],
        }
        match = {"_id": f"{account}:{item['_id']}", "bureau": bureau}
        unit.update(READS, match, {"$setOnInsert": mark}, upsert=True)

    def _older(self, reader: Reader, position: str) -> Iterator[Document]:
        """Every item at or before `position`, newest first, read in batches."""
        batch = self._batch(reader, position, BATCH, "$lte")
        while batch:
            yield from self._with_read(reader, batch)
            batch = self._batch(reader, batch[-1]["position"], BATCH)

    def _batch(self, reader: Reader, before: str | None, size: int, bound: str = "$lt") -> list[Document]:
        match = self._theirs(reader)
        if before is not None:
            match["position"] = {**match["position"], bound: before}
        return list(self._items.find(match).sort("position", DESCENDING).limit(size))

    def _with_read(self, reader: Reader, items: Sequence[Document]) -> list[Document]:
        marks = [f"{reader.account}:{item['_id']}" for item in items]
        theirs = {"_id": {"$in": marks}, "bureau": reader.bureau}
        read = {mark["_id"] for mark in self._reads.find(theirs, {"_id": True})}
        return [
            {**item, "read": mark in read, "via": reader.via(item["address"])}
            for item, mark in zip(items, marks, strict=True)
        ]

    def _unread(self, reader: Reader, bound: Document, only: Document | None = None) -> int:
        match = self._theirs(reader)
        match["position"] = {**match["position"], **bound}
        match.update(only or {})
        items = self._items.count_documents(match)
        # Marks of a role that the account no longer holds are not counted, as its items are not.
        return max(0, items - self._reads.count_documents({**match, "account": reader.account})) if items else 0

    @staticmethod
    def _theirs(reader: Reader) -> Document:
        horizon = position_at(now() - RETENTION)
        return {
            "bureau": reader.bureau,
            "address": {"$in": list(reader.addresses)},
            "position": {"$gte": horizon},
        }
