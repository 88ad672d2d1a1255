"""Finding documents by parts of their texts: a collection of the pairs of neighbouring characters that are in them.

They are kept apart from the documents. A document changes ten times while its text stands, and with each change MongoDB
makes all index keys of a document anew: here that would be a thousand pairs, twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from shared.grams import asked, grams, holding
from shared.mongo.client import Document
from shared.mongo.indexes import of_bureau
from shared.mongo.unit import Unit
from shared.paging import Scalar

Order = Sequence[tuple[str, int]]
Place = Sequence[Scalar | datetime]
SEARCHED = "searched"
SORT_AT = "sort_at"
NEWEST: Order = [(SORT_AT, DESCENDING), ("_id", DESCENDING)]
OLDEST: Order = [(SORT_AT, ASCENDING), ("_id", ASCENDING)]
# So much of a text is looked into, from its beginning: a document has at most some 4,000 pairs of neighbours.
LOOKED_INTO = 2_000
# So far it is counted how many documents have a pair of neighbouring characters, to find the one that fewest have.
COUNTED = 1_000


@dataclass(frozen=True)
class Part:
    """A part of a text that is looked for, and the pair of its characters to look for it by; without one it holds
    everywhere (blanks, quotation marks) or there is nothing to look for."""

    text: str = ""
    gram: str = ""


def indexes(*fields: str) -> Mapping[str, Sequence[IndexModel]]:
    """Of a service's `searched`; `fields` are those that its documents are told apart by."""
    return {SEARCHED: [of_bureau("gram", *fields, "grams", order=NEWEST)]}


def behind(order: Order, after: Place | None) -> list[Document]:
    """The conditions of what is behind a position in an order; none without a position."""
    if after is None:
        return []
    (name, direction), value, id_ = order[0], *after
    beyond, to = ("$gt", "$gte") if direction == ASCENDING else ("$lt", "$lte")
    return [{name: {to: value}}, {"$or": [{name: {beyond: value}}, {name: value, "_id": {beyond: id_}}]}]


class Search:
    """What the documents of one collection are found by; `text` is the field that has a document's searchable text, and
    `told_apart` what those of this collection have in common where there are others."""

    def __init__(
        self, db: Database[Document], documents: str, told_apart: Document | None = None, text: str = "text"
    ) -> None:
        self._searched = db[SEARCHED]
        self._documents = db[documents]
        self._common = told_apart or {}
        self._text = text

    def keep(self, unit: Unit, bureau: str, id_: str, at: datetime, text: str) -> None:
        """Have a document found by its searchable `text` as it is now, and listed by a moment; without any, leave it
        as it is."""
        if text:
            unit.update(SEARCHED, {"_id": id_}, {"$set": self.document(bureau, at, text)}, upsert=True)

    def document(self, bureau: str, at: datetime, text: str) -> Document:
        """What is kept of it."""
        return {"bureau": bureau, **self._common, SORT_AT: at, self._text: text, "grams": grams(text)}

    def part(self, bureau: str, q: str) -> Part | None:
        """How to look for a part of a text: by the pair of its characters that fewest documents have, for a common one
        leads to all of them. None where there are none."""
        fewest, rarest = COUNTED + 1, ""
        for gram in asked(q):
            query = {"bureau": bureau, **self._common, "grams": gram}
            number = self._searched.count_documents(query, hint="gram", limit=min(fewest, COUNTED))
            if number == 0:
                return None
            if number < fewest:
                fewest, rarest = number, gram
        return Part(q, rarest)

    def steps(
        self, bureau: str, part: Part, query: Document, order: Order = (), where: Sequence[Document] = ()
    ) -> list[Document]:
        """From what is searched to the documents of a query that hold a part, for MongoDB. In the order of time, which
        goes by `sort_at`, they are looked up one by one until there are enough; in any other they are sorted where they
        were found. `where`: what is known of them before they are looked up."""
        found: list[Any] = [{self._text: holding(part.text)}, *where]
        sort: list[Document] = [{"$sort": dict(order)}] if order else []
        by_time = bool(order) and order[0][0] == SORT_AT
        return [
            {"$match": {"bureau": bureau, **self._common, "grams": part.gram, "$and": found}},
            *(sort if by_time else []),
            {"$lookup": {"from": self._documents.name, "localField": "_id", "foreignField": "_id", "as": "found"}},
            {"$replaceWith": {"$first": "$found"}},
            {"$match": query},
            *([] if by_time else sort),
        ]

    def found(self, steps: Sequence[Document]) -> list[Document]:
        """What comes by such steps, and further ones."""
        return list(self._searched.aggregate(list(steps), hint="gram"))

    def page(
        self, q: str, query: Document, order: Order, after: Place | None, limit: int, *, by_time: Order = (),
        few: bool = False,
    ) -> list[Document]:  # fmt: skip
        """Up to `limit` documents of a bureau's query that hold a part of a text (empty: all), after a position.
        `by_time` is the same order by `sort_at`, where it is that of time; `few`: the query has few, all of them looked
        into."""
        bureau: str = query["bureau"]
        query = query | {"$and": [*query.get("$and", ()), *behind(order, after)]} if after else query
        if not asked(q):
            return list(self._documents.find(query).sort(order).limit(limit))
        if few:
            return self._looked_into(q, query, order, limit)
        if (part := self.part(bureau, q)) is None:
            return []
        steps = self.steps(bureau, part, query, by_time or order, behind(by_time, after) if by_time else ())
        return self.found([*steps, {"$limit": limit}])

    def _looked_into(self, q: str, query: Document, order: Order, limit: int) -> list[Document]:
        kept = {"from": SEARCHED, "localField": "_id", "foreignField": "_id", "as": SEARCHED}
        steps: list[Document] = [
            {"$match": query},
            {"$sort": dict(order)},
            {"$lookup": kept},
            {"$match": {f"{SEARCHED}.{self._text}": holding(q)}},
            {"$limit": limit},
            {"$unset": SEARCHED},
        ]
        return list(self._documents.aggregate(steps))
