"""Requests, what was said on them and what happened to them, in MongoDB. Every query of people is of one bureau, and
none but those for cases finds a confidential request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument
from pymongo.database import Database

from services.liaison.domain.requests import SPOKEN_ON, Change, Request
from services.liaison.repository import searching
from services.liaison.repository.documents import Document, request_document, request_of
from services.liaison.repository.filters import MEETING, OPEN, Filters, appointed
from services.liaison.repository.statistics import count
from services.liaison.repository.talk import LATEST, MESSAGES, NOTES, Said, Talk
from shared.clock import local_date
from shared.codes import chosen
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from shared.mongo import StaleWrite, Unit, replicas
from shared.mongo.indexes import of_bureau
from shared.mongo.searching import behind
from shared.names import bare

REQUESTS = "requests"
HISTORY = "history"
COUNTERS = "counters"
NEWEST = [("opened_at", DESCENDING), ("_id", DESCENDING)]
DUE = [("due_at", ASCENDING), ("_id", ASCENDING)]
NOTICED: Document = {"notice_at": {"$type": "date"}}
# The letter of a number: 需 of what is asked, 维 of a case.
ASKED, CASE = "X", "W"
# Signs of a case's number: by chance, so that who asks learns from it of no other.
BY_CHANCE = 6


class Requests(Talk):
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        REQUESTS: [
            of_bureau("number", "number", unique=True),
            of_bureau("due", "confidential", "open", order=DUE),
            of_bureau("newest", "confidential", order=NEWEST),
            of_bureau("outlet", "confidential", "outlet", order=NEWEST),
            of_bureau("asker", "asker", order=NEWEST),
            of_bureau("officer", "officer", "open"),
            of_bureau("same_as", "same_as", partialFilterExpression={"same_as": {"$gt": ""}}),
            of_bureau("calendar", "calendar", partialFilterExpression=OPEN),
            of_bureau("appointment", "answer.starts_at", partialFilterExpression={"answer.kind": MEETING}),
            of_bureau("former_appointment", "earlier.starts_at", partialFilterExpression={"earlier.kind": MEETING}),
            # What time brings is looked for in all bureaus at once.
            IndexModel([("notice_at", ASCENDING)], name="notice", partialFilterExpression=NOTICED),
        ],
        **Talk.INDEXES,
        HISTORY: [of_bureau("request", "request", order=LATEST)],
        COUNTERS: [],
        **searching.INDEXES,
    }

    def __init__(self, db: Database[Document]) -> None:
        super().__init__(db)
        self._requests = db[REQUESTS]
        self._history = db[HISTORY]
        self._counters = db[COUNTERS]
        self._search = searching.search(db, REQUESTS)

    def next_number(self, bureau: str, now: datetime, *, confidential: bool) -> str:
        """The next number of the bureau's year (Asia/Shanghai), such as 2026-X00012; one whose request then fails stays
        unused. Cases have numbers by chance (2026-W7KQ4M2): neither they nor a gap tell how many there are."""
        year = local_date(now).year
        if confidential:
            return f"{year}-{CASE}{chosen(BY_CHANCE)}"
        counter: Any = self._counters.find_one_and_update(
            {"_id": f"{bureau}:{year}:{ASKED}"},
            {"$inc": {"last": 1}, "$setOnInsert": {"bureau": bureau, "year": year}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return f"{year}-{ASKED}{counter['last']:05}"

    def get(self, bureau: str, id_: str) -> Request:
        """One request. Raises: NotFound."""
        document = self._requests.find_one({"_id": id_, "bureau": bureau})
        if document is None:
            raise NotFound("request.not_found")
        return request_of(document)

    def named(self, bureau: str, name: str) -> Request:
        """One request by its id, or its number as people write it. Raises: NotFound."""
        document = self._requests.find_one({"bureau": bureau, "number": name.upper()})
        return self.get(bureau, name) if document is None else request_of(document)

    def joined_to(self, unit: Unit, request: Request) -> None:
        """Have the unit fail unless a request is as it was at the moment of its commit, and whoever answers or
        withdraws it at that moment look again: something more is joined to it."""
        match = {"_id": request.id, "bureau": request.bureau, "version": request.version}
        unit.update(REQUESTS, match, {"$inc": {"version": 1}})

    def rely_on(self, unit: Unit, request: Request) -> None:
        """Have the unit fail unless a request is as it was at the moment of its commit."""
        replicas.rely(unit, REQUESTS, {"_id": request.id, "bureau": request.bureau, "version": request.version})

    def joined(self, bureau: str, id_: str, *, waiting: bool = True) -> list[Request]:
        """Those that are to get the answer of another one; without `waiting` those that got it before, too."""
        query: Document = {"bureau": bureau, "same_as": id_} | (OPEN if waiting else {})
        return [request_of(each) for each in self._requests.find(query).sort("_id")]

    def adopted(self, bureau: str, outlet: str, object_: str, but: Sequence[str]) -> bool:
        """Whether an outlet's part in a suggestion stands by the answer of another of its requests."""
        query: Document = {"bureau": bureau, "confidential": False, "outlet": outlet, "answer.adopted_as": object_}
        return self._requests.find_one(query | {"_id": {"$nin": list(but)}}, {"_id": 1}) is not None

    def add(self, unit: Unit, change: Change) -> None:
        """Write a request that was just asked."""
        # One by chance that is taken is another when the handler is run again.
        taken = StaleWrite(REQUESTS) if change.request.confidential else Conflict("concurrent_change")
        unit.insert(REQUESTS, request_document(change.request), {"number": taken})
        # Its words never change; those of a case are kept nowhere but in itself.
        if not (made := change.request).confidential:
            self._search.keep(unit, made.bureau, made.id, made.opened_at, searching.request_text(made))
        count(unit, None, made)
        self._tell(unit, change)

    def save(self, unit: Unit, before: Request, change: Change) -> None:
        """Write what an act made of a request."""
        unit.save(REQUESTS, request_document(change.request), before.version)
        count(unit, before, change.request)
        self._tell(unit, change)

    def listed(
        self, bureau: str, chosen: Filters, after: tuple[datetime, str] | None, limit: int, q: str = ""
    ) -> list[Request]:
        """Up to `limit` + 1 requests: those that are open by when they are due, else the newest first; with a part `q`
        of number, title or text. Of outlets' own there are few."""
        query, few = chosen.query(bureau), chosen.outlets is not None
        if chosen.open or chosen.overdue is not None:
            found = self._search.page(q, query, DUE, after, limit + 1, few=few)
        else:
            by_time = searching.LATEST_FIRST
            found = self._search.page(q, query, NEWEST, after, limit + 1, by_time=by_time, few=few)
        return [request_of(each) for each in found]

    def cases(
        self, bureau: str, chosen: Document, after: tuple[datetime, str] | None, limit: int, q: str = ""
    ) -> list[Request]:
        """Up to `limit` + 1 confidential requests of those that are chosen, newest first; with a part `q` of number,
        title or text, which is looked for in each of them."""
        query: Document = {"$and": [chosen, *behind(NEWEST, after)], "bureau": bureau, "confidential": True}
        found = self._requests.find(query).sort(NEWEST).limit(0 if (part := bare(q)) else limit + 1)
        cases = (each for each in map(request_of, found) if not part or part in searching.request_text(each))
        return list(islice(cases, limit + 1))

    def appointed(
        self, bureau: str, ways: Sequence[Document], since: datetime, until: datetime | None, most: int
    ) -> list[Request]:  # fmt: skip
        """Up to `most` requests in one of these ways, never confidential, with an appointment that begins in a time."""
        query = appointed(bureau, ways, since, until)
        return [request_of(each) for each in self._requests.find(query).limit(most)]

    def count(self, bureau: str, query: Document) -> int:
        """How many requests a filter finds; whether confidential ones are among them it says itself."""
        return self._requests.count_documents({"bureau": bureau, **query})

    def assigned_to(self, bureau: str, account: str) -> list[Request]:
        """The open requests that somebody is to answer."""
        query = {"bureau": bureau, "officer": account, **OPEN}
        return [request_of(each) for each in self._requests.find(query)]

    def due(self, now: datetime) -> Iterator[tuple[str, str, int]]:
        """Bureau, id and version of the requests of all bureaus that somebody is to be reminded of."""
        query = {"notice_at": {"$lte": now, "$type": "date"}}
        for each in self._requests.find(query, {"bureau": 1, "version": 1}).sort("notice_at", ASCENDING).hint("notice"):
            yield each["bureau"], each["_id"], each["version"]

    def waiting_bureaus(self) -> list[str]:
        """The bureaus in which requests are open."""
        found: list[str] = self._requests.distinct("bureau", OPEN)
        return found

    def counted_otherwise(self, bureau: str, mark: str, limit: int) -> list[tuple[str, int]]:
        """Id and version of up to `limit` open requests whose time was not counted by this state of the calendar."""
        query = {"bureau": bureau, **OPEN, "calendar": {"$ne": mark}}
        found = self._requests.find(query, {"version": 1}).hint("calendar").limit(limit)
        return [(each["_id"], each["version"]) for each in found]

    def recounted(self, unit: Unit, request: Request, mark: str) -> None:
        """Note that a request's time is the same by this state of the calendar, if the request still is as it was."""
        match = {"_id": request.id, "bureau": request.bureau, "version": request.version}
        unit.update(REQUESTS, match, {"$set": {"calendar": mark, "clock.calendar": mark}})

    def say(self, unit: Unit, request: Request, said: Said) -> None:
        """Write a message, on what is not over at the commit."""
        match = {"_id": request.id, "bureau": request.bureau, "status": {"$in": sorted(SPOKEN_ON)}}
        unit.update(REQUESTS, match, {"$inc": {"judged": 1}})
        self._write(unit, MESSAGES, request, said)

    def note(self, unit: Unit, request: Request, said: Said) -> None:
        """Write a note of the bureau: into a collection of its own, which no asker's query reads."""
        self._write(unit, NOTES, request, said)

    def took_part(self, bureau: str, request: str) -> set[str]:
        """Who did something to a request, or noted something on it."""
        query: Document = {"bureau": bureau, "request": request}
        return {*self._history.distinct("by", query), *self._said[NOTES].distinct("by", query)} - {""}

    def history(self, bureau: str, request: str, after: str | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 acts, newest first."""
        query: Document = {"bureau": bureau, "request": request} | ({"_id": {"$lt": after}} if after else {})
        return list(self._history.find(query).sort(LATEST).limit(limit + 1))

    def _tell(self, unit: Unit, change: Change) -> None:
        request = change.request
        for event in change.events:
            unit.emit(event, subject=request.id, version=request.version, bureau=request.bureau)
        row = {
            "_id": new_id(), "bureau": request.bureau, "request": request.id, "version": request.version,
            "at": change.at, "act": change.act.value, "by": change.by, "status": request.status.value,
            "reason": change.reason, "details": dict(change.details),
        }  # fmt: skip
        unit.insert(HISTORY, row)
