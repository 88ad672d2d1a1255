"""Outlets and their history in MongoDB. Every query is of one bureau and on an index that begins with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.outlet.domain import Change, Outlet
from services.outlet.repository.documents import Document, outlet_document, outlet_of
from services.outlet.repository.filters import Filter
from shared.contracts.outlet_terms import Sort, Status
from shared.errors import Conflict, DomainError, NotFound
from shared.events import Event, MemberRemoved, OutletRetold
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.mongo.retelling import Retold

OUTLETS = "outlets"
HISTORY = "history"
NEWEST = [("_id", DESCENDING)]
# Which refusal a duplicate in each unique index means.
TAKEN: Mapping[str, DomainError] = {
    "credit_code": Conflict("credit_code.taken"),
    "operator": Conflict("operator.taken"),
}
# What a list needs; members and sealed values stay in the database.
LISTED = dict.fromkeys(
    ("version", "name", "name_key", "category", "status", "region", "liaison", "verified_until", "created_at"), 1
) | {"channels.platform": 1}


def _claim(name: str) -> IndexModel:
    only = {f"claims.{name}": {"$exists": True}}
    return of_bureau(name, f"claims.{name}", unique=True, partialFilterExpression=only)


class Outlets:
    """The only user of the outlet collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        OUTLETS: [
            of_bureau("newest", order=NEWEST),
            of_bureau("name", "name_key", order=NEWEST),
            of_bureau("gram", "grams", order=NEWEST),
            # What lapses next first; also the one in which a bureau's are counted.
            of_bureau("until", "status", "verified_until", order=NEWEST),
            of_bureau("status", "status", order=NEWEST),
            of_bureau("category", "category", order=NEWEST),
            of_bureau("region", "region", order=NEWEST),
            of_bureau("liaison", "liaison", order=NEWEST),
            of_bureau("left", order=NEWEST, partialFilterExpression={"left_by": {"$gt": ""}}),
            of_bureau("platform", "channels.platform", order=NEWEST),
            of_bureau("unverified", order=[("_id", ASCENDING)], partialFilterExpression={"unverified": True}),
            of_bureau("member", "members.account", order=NEWEST),
            of_bureau("invitation", "invitations.code_hash"),
            _claim("credit_code"),
            _claim("operator"),
            # Begins with the day: the daily work must grow with what is due, not with the number of bureaus.
            IndexModel(
                [("verified_until", ASCENDING), ("_id", ASCENDING)],
                name="due",
                partialFilterExpression={"status": Status.VERIFIED.value},
            ),
            IndexModel(
                [("updated_at", ASCENDING)],
                name="closed",
                partialFilterExpression={"status": Status.CLOSED.value},
            ),
        ],
        HISTORY: [IndexModel([("bureau", 1), ("outlet", 1), ("version", -1)], name="outlet", unique=True)],
    }
    RETELLS: ClassVar[Mapping[type[Event], str]] = {OutletRetold: "retold"}

    def __init__(self, db: Database[Document]) -> None:
        self._outlets = db[OUTLETS]
        self._history = db[HISTORY]

    def get(self, bureau: str, id_: str) -> Outlet:
        """One outlet. Raises: NotFound."""
        document = self._outlets.find_one({"_id": id_, "bureau": bureau})
        if document is None:
            raise NotFound("outlet.not_found")
        return outlet_of(document)

    def by_invitation(self, bureau: str, code_hash: str) -> Outlet | None:
        """The outlet that an invitation code opens."""
        document = self._outlets.find_one({"bureau": bureau, "invitations.code_hash": code_hash})
        return outlet_of(document) if document else None

    def known(self, bureau: str, ids: Iterable[str], codes: Iterable[str], operators: Iterable[str]) -> list[Outlet]:
        """The outlets with any of these ids, or open with any of these numbers; one query for many rows."""
        claimed = [("claims.credit_code", codes), ("claims.operator", operators), ("_id", ids)]
        branches = [{"bureau": bureau, name: {"$in": list(values)}} for name, values in claimed]
        return [outlet_of(document) for document in self._outlets.find({"$or": branches})]

    def operator_taken(self, bureau: str, indexes: Iterable[str], besides: str) -> bool:
        """Whether another open outlet has this operator, under any key of the ring."""
        query = {"bureau": bureau, "claims.operator": {"$in": list(indexes)}, "_id": {"$ne": besides}}
        return self._outlets.find_one(query, {"_id": 1}) is not None

    def save(self, unit: Unit, before: Outlet | None, *changes: Change) -> None:
        """Write the outlet as the last change leaves it, a history entry for each, and tell their events."""
        told = [change for change in changes if change.events]
        if not told:
            return
        document = outlet_document(told[-1].outlet)
        if before is None:
            unit.insert(OUTLETS, document, TAKEN)
        else:
            unit.save(OUTLETS, document, before.version, TAKEN)
        for change in told:
            unit.insert(HISTORY, _entry(change))
            for event in change.events:
                outlet = change.outlet
                unit.emit(event, subject=outlet.id, version=outlet.version, bureau=outlet.bureau)

    def rename_member(self, unit: Unit, bureau: str, account: str, name: str) -> None:
        """Have a member be called so wherever the account belongs, closed outlets included. The version is another one,
        so that nobody writes the name from before; nothing is told, for states have no names."""
        called = {"$mergeObjects": ["$$this", {"name": {"$literal": name}}]}
        same = {"$cond": [{"$eq": ["$$this.account", account]}, called, "$$this"]}
        members = {"$map": {"input": "$members", "as": "this", "in": same}}
        change: list[Document] = [{"$set": {"members": members, "version": {"$add": ["$version", 1]}}}]
        unit.update_many(OUTLETS, {"bureau": bureau, "members.account": account}, change)

    def page(self, bureau: str, chosen: Filter, sort: Sort, after: Sequence[Any] | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 listed outlets after a position: `[id]`, or `[name key, id]` when sorted by name."""
        query = chosen.query(bureau)
        if sort is Sort.NAME:
            order = [("name_key", ASCENDING), ("_id", DESCENDING)]
            query = _after_name(query, after) if after else query
        else:
            order = [("_id", DESCENDING)]
            query |= {"_id": {"$lt": after[0]}} if after else {}
        return list(self._outlets.find(query, LISTED).sort(order).limit(limit + 1))

    def count(self, bureau: str, chosen: Filter) -> int:
        """How many outlets the list of a filter has."""
        return self._outlets.count_documents(chosen.query(bureau))

    def by_status(self, bureau: str) -> dict[str, int]:
        """How many outlets are in each state; states without any are left out."""
        steps: list[Document] = [{"$match": {"bureau": bureau}}, {"$group": {"_id": "$status", "count": {"$sum": 1}}}]
        return {row["_id"]: row["count"] for row in self._outlets.aggregate(steps, hint="status")}

    def belonging(self, bureau: str, account: str) -> list[str]:
        """The ids of the outlets that an account belongs to."""
        query = {"bureau": bureau, "members.account": account}
        return [each["_id"] for each in self._outlets.find(query, {"_id": 1}).sort("_id", ASCENDING)]

    def of_account(self, bureau: str, account: str, after: Sequence[Any] | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 listed outlets that an account belongs to, newest first; `members` is its own entry."""
        query: Document = {"bureau": bureau, "members.account": account}
        query |= {"_id": {"$lt": after[0]}} if after else {}
        shown = LISTED | {"members": {"$elemMatch": {"account": account}}}
        return list(self._outlets.find(query, shown).sort("_id", DESCENDING).limit(limit + 1))

    def acts(self, bureau: str, account: str) -> bool:
        """Whether an account belongs to a verified outlet."""
        query = {"bureau": bureau, "members.account": account, "status": Status.VERIFIED.value}
        return self._outlets.find_one(query, {"_id": True}) is not None

    def left(self, bureau: str, after: Sequence[Any] | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 listed outlets whose liaison left and that nobody has taken over, newest first."""
        query: Document = {"bureau": bureau, "left_by": {"$gt": ""}, "status": {"$ne": Status.CLOSED.value}}
        query |= {"_id": {"$lt": after[0]}} if after else {}
        return list(self._outlets.find(query, LISTED).sort("_id", DESCENDING).limit(limit + 1))

    def concerned(self, bureau: str, account: str, *, unfit: bool, closed: bool, limit: int) -> list[Outlet]:
        """Up to `limit` open outlets that an account is in charge of and may not be (`unfit`), or that do not know yet
        whether their member's account is `closed`."""
        stale: Document = {"account": account, "closed": {"$ne": True} if closed else True}
        ways: list[Document] = [{"members": {"$elemMatch": stale}}]
        ways += [{"liaison": account}] if unfit else []
        query = {"bureau": bureau, "status": {"$ne": Status.CLOSED.value}, "$or": ways}
        return [outlet_of(each) for each in self._outlets.find(query).sort("_id", ASCENDING).limit(limit)]

    def loads(self, bureau: str, liaisons: Iterable[str]) -> dict[str, int]:
        """How many open outlets each of these liaisons is in charge of; those with none are left out."""
        match = {"bureau": bureau, "liaison": {"$in": list(liaisons)}, "status": {"$ne": Status.CLOSED.value}}
        steps = [{"$match": match}, {"$group": {"_id": "$liaison", "count": {"$sum": 1}}}]
        return {row["_id"]: row["count"] for row in self._outlets.aggregate(steps)}

    def whole(self, bureau: str, chosen: Filter, after: Sequence[Any] | None, limit: int) -> list[Outlet]:
        """Up to `limit` + 1 whole outlets, oldest first, for an export."""
        query = chosen.query(bureau) | ({"_id": {"$gt": after[0]}} if after else {})
        found = self._outlets.find(query).sort("_id", ASCENDING).limit(limit + 1)
        return [outlet_of(document) for document in found]

    def unverified(self, bureau: str, after: Sequence[Any] | None, limit: int) -> list[Outlet]:
        """Up to `limit` + 1 outlets of which a channel waits to be verified, oldest first."""
        query: Document = {"bureau": bureau, "unverified": True} | ({"_id": {"$gt": after[0]}} if after else {})
        found = self._outlets.find(query).sort("_id", ASCENDING).limit(limit + 1)
        return [outlet_of(document) for document in found]

    def retold(self, after: str, limit: int) -> list[Retold]:
        """The outlets of all bureaus, by their ids."""
        found = map(outlet_of, self._outlets.find({"_id": {"$gt": after}}).sort("_id", ASCENDING).limit(limit))
        return [Retold(each.id, OutletRetold(each.state(), ""), each.id, each.version, each.bureau) for each in found]

    def bureaus(self) -> list[str]:
        """The bureaus that have outlets."""
        found: list[str] = self._outlets.distinct("bureau")
        return found

    def history(self, bureau: str, outlet: str, after: Sequence[Any] | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 history entries, newest first."""
        query: Document = {"bureau": bureau, "outlet": outlet}
        query |= {"version": {"$lt": after[0]}} if after else {}
        return list(self._history.find(query).sort("version", DESCENDING).limit(limit + 1))

    def people(self, outlet: Outlet) -> dict[str, datetime | None]:
        """The accounts that belong to it, and since when; those that did once, after its history (None)."""
        gone: Document = {"bureau": outlet.bureau, "outlet": outlet.id, "what": MemberRemoved.name}
        left = dict.fromkeys(row["details"]["account"] for row in self._history.find(gone, {"details.account": 1}))
        return left | {member.account: member.joined_at for member in outlet.members}

    def due(self, first: date, last: date) -> Iterator[Document]:
        """Id, bureau and last day of the verified outlets of all bureaus whose last day is in a span of days."""
        query = {"status": Status.VERIFIED.value, "verified_until": {"$gte": str(first), "$lte": str(last)}}
        yield from self._outlets.find(query, {"bureau": 1, "verified_until": 1}).sort("verified_until").hint("due")

    def erasable(self, moment: datetime, kept: timedelta) -> Iterator[Document]:
        """Id and bureau of the closed outlets of all bureaus that still have contacts or an operator and did not change
        for so long, by `moment` and by the database's clock: one that is wrong erases nothing."""
        by_database = {"$lt": ["$updated_at", {"$subtract": ["$$NOW", kept // timedelta(milliseconds=1)]}]}
        query = {"status": Status.CLOSED.value, "updated_at": {"$lt": moment - kept}, "$expr": by_database}
        identified = [{"contacts.0": {"$exists": True}}, {"operator": {"$ne": None}}]
        yield from self._outlets.find(query | {"$or": identified}, {"bureau": 1}).sort("updated_at").hint("closed")


def _after_name(query: Document, after: Sequence[Any]) -> Document:
    """Behind a position in the order of names; the lower bound lets the index start there."""
    name, id_ = after
    bounds = query.get("name_key", {})
    lowest = max(bounds.get("$gte", ""), name)
    behind = [{"name_key": {"$gt": name}}, {"name_key": name, "_id": {"$lt": id_}}]
    return query | {"name_key": bounds | {"$gte": lowest}, "$or": behind}


def _entry(change: Change) -> Document:
    outlet, first = change.outlet, change.events[0]
    return {
        "_id": f"{outlet.id}:{outlet.version:08}",
        "bureau": outlet.bureau,
        "outlet": outlet.id,
        "version": outlet.version,
        "what": type(first).name,
        "by": change.by,
        "inside": change.inside,
        "at": outlet.updated_at,
        "status": outlet.status,
        "reason": change.reason,
        "details": _plain(change.details),
    }


def _plain(value: Any) -> Any:
    """Details as BSON keeps them: days as text, tuples as lists."""
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
