"""Calls for works in MongoDB, and which outlets have answered them. Every query of people is of one bureau."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.liaison.domain.calls import Call, CallChange, HeldBack
from services.liaison.repository import searching
from shared.contracts.call_terms import CallKind, CallStatus, Invited
from shared.errors import NotFound
from shared.events import Event
from shared.events.calls import CallOpened
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.mongo.retelling import Retold
from shared.mongo.transaction import StaleWrite

Document = dict[str, Any]
CALLS = "calls"
ANSWERED = "call_outlets"
NEWEST = [("created_at", DESCENDING), ("_id", DESCENDING)]


@dataclass(frozen=True)
class Answer:
    """Whether an outlet answers a call with some work; `judged` moves whenever that is looked at."""

    bureau: str
    call: str
    outlet: str
    stands: bool
    known: bool = False
    judged: int | None = None


class Calls:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        CALLS: [
            of_bureau("newest", order=NEWEST),
            of_bureau("status", "status", order=NEWEST),
            IndexModel([("due", ASCENDING)], name="due", partialFilterExpression={"due": {"$type": "date"}}),
        ],
        ANSWERED: [of_bureau("call", "call")],
    }

    RETELLS: ClassVar[Mapping[type[Event], str]] = {CallOpened: "retold"}

    def __init__(self, db: Database[Document]) -> None:
        self._calls = db[CALLS]
        self._answered = db[ANSWERED]
        self._search = searching.search(db, CALLS)

    def get(self, bureau: str, id_: str) -> Call:
        """One call. Raises: NotFound."""
        found = self.several(bureau, [id_]).get(id_)
        if found is None:
            raise NotFound("call.not_found")
        return found

    def several(self, bureau: str, ids: Iterable[str]) -> dict[str, Call]:
        """The known ones of these calls, by id."""
        wanted = sorted(set(ids))
        found = self._calls.find({"bureau": bureau, "_id": {"$in": wanted}}) if wanted else ()
        return {each["_id"]: call_of(each) for each in found}

    def page(
        self, bureau: str, chosen: Document, after: tuple[datetime, str] | None, limit: int, q: str = ""
    ) -> list[Call]:
        """Up to `limit` + 1 calls of those that are chosen, newest first; with a part `q` of title or brief."""
        query = {"bureau": bureau, "$and": [chosen]}
        found = self._search.page(q, query, NEWEST, after, limit + 1, by_time=searching.LATEST_FIRST)
        return [call_of(each) for each in found]

    def count(self, bureau: str, chosen: Document) -> int:
        """How many calls are chosen."""
        return self._calls.count_documents({"bureau": bureau, "$and": [chosen]})

    def due(self, now: datetime) -> Iterator[tuple[str, str, int]]:
        """Bureau, id and version of the calls of all bureaus to which time does something."""
        query = {"due": {"$lte": now, "$type": "date"}}
        for each in self._calls.find(query, {"bureau": 1, "version": 1}).sort("due", ASCENDING).hint("due"):
            yield each["bureau"], each["_id"], each["version"]

    def retold(self, after: str, limit: int) -> list[Retold]:
        """The calls of all bureaus that were ever opened, by their ids, as they are now."""
        query = {"_id": {"$gt": after}, "opened_at": {"$ne": None}}
        found = map(call_of, self._calls.find(query).sort("_id", ASCENDING).limit(limit))
        return [Retold(each.id, CallOpened(each.state(), ""), each.id, each.version, each.bureau) for each in found]

    def save(self, unit: Unit, before: Call | None, change: CallChange) -> None:
        """Write what a move made of a call, and tell it."""
        call = change.call
        if before is None:
            unit.insert(CALLS, _document(call))
        elif call.version > before.version:
            unit.save(CALLS, _document(call), before.version)
        text = searching.call_text(call)
        if before is None or text != searching.call_text(before):
            self._search.keep(unit, call.bureau, call.id, call.created_at, text)
        for event in change.events:
            unit.emit(event, subject=call.id, version=call.version, bureau=call.bureau)

    def answer(self, bureau: str, call: str, outlet: str) -> Answer:
        """Whether an outlet answers a call, as far as it was told."""
        found = self._answered.find_one({"_id": f"{call}:{outlet}", "bureau": bureau})
        if found is None:
            return Answer(bureau, call, outlet, stands=False)
        return Answer(bureau, call, outlet, not found.get("over"), known=True, judged=found.get("judged"))

    def answered(self, unit: Unit, before: Answer, answer: Answer, at: datetime) -> None:
        """Note what is told of it; of two works at once one finds what the other made of it."""
        id_ = f"{before.call}:{before.outlet}"
        if not before.known:
            document = {"_id": id_, "bureau": before.bureau, "call": before.call, "outlet": before.outlet, "at": at}
            unit.insert(ANSWERED, document, {"_id_": StaleWrite(ANSWERED)})
            return
        match = {"_id": id_, "bureau": before.bureau, "judged": before.judged}
        moved = {"over": not answer.stands} | ({"at": at} if answer.stands != before.stands else {})
        unit.update(ANSWERED, match, {"$set": moved, "$inc": {"judged": 1}})


def invited(categories: Iterable[str], outlets: Iterable[str]) -> list[Document]:
    """Ways in which outlets of some categories, or these, are invited to what is no draft."""
    return [
        {"invited": Invited.ALL.value},
        {"invited": Invited.CATEGORIES.value, "categories": {"$in": sorted(set(categories))}},
        {"invited": Invited.OUTLETS.value, "outlets": {"$in": sorted(set(outlets))}},
    ]


def _document(call: Call) -> Document:
    data = asdict(call)
    return data | {"_id": data.pop("id"), "due": call.due()}


def call_of(document: Document) -> Call:
    """The call that a document describes."""
    data = {name: value for name, value in document.items() if name not in ("_id", "due")}
    held = document.get("held_back")
    return Call(
        **data
        | {
            "id": document["_id"],
            "kind": CallKind(document["kind"]),
            "status": CallStatus(document["status"]),
            "invited": Invited(document["invited"]),
            "held_back": HeldBack(held["at"], tuple(held["found"])) if held else None,
            **{name: tuple(document[name]) for name in ("categories", "outlets", "files")},
        }
    )
