"""What staff find works by: the pairs of neighbouring characters in what was handed in (`shared.mongo.searching`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pymongo.database import Database

from services.submission.repository.documents import Document
from services.submission.repository.filters import Filter
from shared.mongo import Unit, searching
from shared.mongo.searching import SORT_AT, Part, behind
from shared.paging import Scalar


class Search:
    """The only user of this collection: a document for each work that was handed in."""

    INDEXES = searching.indexes()

    def __init__(self, db: Database[Document], works: str) -> None:
        self._search = searching.Search(db, works, text="sent_text")

    def keep(self, unit: Unit, work: Document, text: str) -> None:
        """Have a work found by its `text` as it is now; nothing that was not handed in has any."""
        self._search.keep(unit, work["bureau"], work["_id"], work[SORT_AT], text)

    def narrowed(self, bureau: str, chosen: Filter) -> Filter | None:
        """How to look for a part of a text; None where there are none. An outlet's people have few works, all of them
        looked into."""
        if chosen.readers is not None or not chosen.q:
            return chosen
        part = self._search.part(bureau, chosen.q)
        return replace(chosen, gram=part.gram) if part else None

    def page(
        self, bureau: str, chosen: Filter, after: Sequence[Scalar | datetime] | None, *then: Document
    ) -> list[Document]:
        """What comes by further steps of the works that a narrowed filter shows after a position, in its order."""
        return self._search.found([*self.steps(bureau, chosen, after, ordered=True), *then])

    def counted(self, bureau: str, chosen: Filter, then: Document) -> list[Document]:
        """What comes by a further step of all works that a narrowed filter shows, in no order."""
        return self._search.found([*self.steps(bureau, chosen), then])

    def steps(
        self,
        bureau: str,
        chosen: Filter,
        after: Sequence[Scalar | datetime] | None = None,
        *,
        ordered: bool = False,
    ) -> list[Document]:
        """From what is searched to the works that a narrowed filter shows, for MongoDB."""
        where = [{SORT_AT: span} for span in chosen.spans]
        where += behind(chosen.order, after) if chosen.order[0][0] == SORT_AT else []
        order = chosen.order if ordered else ()
        return self._search.steps(bureau, Part(chosen.q, chosen.gram), chosen.page(bureau, after), order, where)
