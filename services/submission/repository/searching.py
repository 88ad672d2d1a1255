"""What staff find works by: the pairs of neighbouring characters in what was handed in.

They are kept apart from the works. A work's document changes ten times while its text stands, and with each change
MongoDB makes all index keys of a document anew: here that would be a thousand pairs, twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from services.submission.repository.documents import Document
from services.submission.repository.filters import NEWEST, SORT_AT, Filter
from shared.grams import asked, grams, holding
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.paging import Scalar

SEARCHED = "searched"
# So far it is counted how many works have a pair of neighbouring characters, to find the one that fewest have.
COUNTED = 1_000


class Search:
    """The only user of this collection: a document for each work that was handed in."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {SEARCHED: [of_bureau("gram", "grams", order=NEWEST)]}

    def __init__(self, db: Database[Document]) -> None:
        self._searched = db[SEARCHED]

    def keep(self, unit: Unit, work: Document, text: str) -> None:
        """Have a work found by its `text` as it is now; nothing that was not handed in has any."""
        if text:
            found = {"bureau": work["bureau"], SORT_AT: work[SORT_AT], "sent_text": text, "grams": grams(text)}
            unit.update(SEARCHED, {"_id": work["_id"]}, {"$set": found}, upsert=True)

    def narrowed(self, bureau: str, chosen: Filter) -> Filter | None:
        """How to look for a part of a text: by the pair of its characters that fewest works have, for a common one
        leads to all of them. None where there are none. An outlet's people have few works, all of them looked into."""
        if chosen.readers is not None or not (parts := asked(chosen.q)):
            return chosen
        fewest = COUNTED + 1
        for part in parts:
            query = {"bureau": bureau, "grams": part}
            number = self._searched.count_documents(query, hint="gram", limit=min(fewest, COUNTED))
            if number == 0:
                return None
            if number < fewest:
                fewest, chosen = number, replace(chosen, gram=part)
        return chosen

    def page(
        self, works: str, bureau: str, chosen: Filter, after: Sequence[Scalar | datetime] | None, *then: Document
    ) -> list[Document]:
        """What comes by further steps of the works (a collection) that a narrowed filter shows after a position, in
        its order. In the order of time they are looked up one by one, until there are enough."""
        return list(self._searched.aggregate([*steps(works, bureau, chosen, after, ordered=True), *then], hint="gram"))

    def counted(self, works: str, bureau: str, chosen: Filter, then: Document) -> list[Document]:
        """What comes by a further step of all works that a narrowed filter shows, in no order."""
        return list(self._searched.aggregate([*steps(works, bureau, chosen), then], hint="gram"))


def steps(
    works: str, bureau: str, chosen: Filter, after: Sequence[Scalar | datetime] | None = None, *, ordered: bool = False
) -> list[Document]:
    """From what is searched to the works that a narrowed filter shows, for MongoDB."""
    by_time = chosen.order[0][0] == SORT_AT
    found: list[Any] = [{"sent_text": holding(chosen.q)}, *({SORT_AT: span} for span in chosen.spans)]
    found += chosen.behind(after) if by_time else []
    sort: list[Document] = [{"$sort": dict(chosen.order)}] if ordered else []
    return [
        {"$match": {"bureau": bureau, "grams": chosen.gram, "$and": found}},
        *(sort if by_time else []),
        {"$lookup": {"from": works, "localField": "_id", "foreignField": "_id", "as": "work"}},
        {"$replaceWith": {"$first": "$work"}},
        {"$match": chosen.page(bureau, after)},
        *([] if by_time else sort),
    ]
