"""The schemes of a bureau in MongoDB; none is ever changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.scoring.checking import COUNTY, shipped
from services.scoring.domain.scheme import SHIPPED, Book, Scheme, read
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from shared.mongo import Unit

Document = dict[str, Any]
SCHEMES = "schemes"


class Schemes:
    """The only user of this collection. What was read once is kept: it stays as it is."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        SCHEMES: [IndexModel([("bureau", ASCENDING), ("serial", DESCENDING)], name="serial", unique=True)],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._schemes = db[SCHEMES]
        self._read: dict[str, Scheme] = {COUNTY: read(shipped())}
        self._books: dict[str, tuple[int, Book]] = {}

    def book(self, bureau: str) -> Book:
        """All schemes of the bureau, and the one that is shipped."""
        rows = list(self._schemes.find({"bureau": bureau}, {"serial": 1}).sort("serial", DESCENDING))
        return Book(tuple(self._scheme(row["_id"]) for row in [*rows, {"_id": COUNTY}]))

    def book_of(self, bureau: str, calendar: int) -> Book:
        """The same, read once for each version of the bureau's calendar, which was read before: who adopts a scheme
        changes the calendar with it."""
        version, book = self._books.get(bureau, (-1, None))
        if book is None or version != calendar:
            book = self.book(bureau)
            self._books[bureau] = calendar, book
        return book

    def scheme(self, bureau: str, id_: str) -> Scheme:
        """One scheme. Raises: NotFound."""
        self.row(bureau, id_)
        return self._scheme(id_)

    def row(self, bureau: str, id_: str) -> Document:
        """One scheme with its data. Raises: NotFound."""
        if id_ == COUNTY:
            return county()
        found = self._schemes.find_one({"_id": id_, "bureau": bureau})
        if found is None:
            raise NotFound("scheme.not_found")
        return found

    def page(self, bureau: str, before: int | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 schemes from the newest on, those with a serial below `before`."""
        match: Document = {"bureau": bureau} | ({"serial": {"$lt": before}} if before is not None else {})
        rows = list(self._schemes.find(match).sort("serial", DESCENDING).limit(limit + 1))
        shipped_too = len(rows) <= limit and (before is None or before > SHIPPED)
        return [*rows, county()] if shipped_too else rows

    def bureaus(self) -> list[str]:
        """The bureaus that adopted a scheme of their own."""
        found: list[str] = self._schemes.distinct("bureau")
        return found

    def adopted_at(self, bureau: str) -> datetime:
        """When the newest scheme was adopted."""
        found = self._schemes.find_one({"bureau": bureau}, sort=[("serial", DESCENDING)])
        assert found is not None, "a scheme was adopted"
        moment: datetime = found["at"]
        return moment

    def add(self, unit: Unit, document: Document) -> None:
        """Keep a new scheme."""
        unit.insert(SCHEMES, document, {"serial": Conflict("concurrent_change")})

    def _scheme(self, id_: str) -> Scheme:
        if id_ not in self._read:
            found = self._schemes.find_one({"_id": id_})
            assert found is not None, f"scheme {id_} was there a moment ago"
            self._read[id_] = read(found["data"], found["serial"], found["effective_from"].date())
        return self._read[id_]


def scheme_document(
    bureau: str, serial: int, since: date, data: Mapping[str, Any], *, by: str, at: datetime
) -> Document:
    """The document of a new scheme; days are kept as midnight in UTC."""
    day = datetime(since.year, since.month, since.day, tzinfo=UTC)
    return {
        "_id": new_id(),
        "bureau": bureau,
        "serial": serial,
        "name": data["name"],
        "effective_from": day,
        "by": by,
        "at": at,
        "data": dict(data),
    }


def county() -> Document:
    """The shipped scheme as a document."""
    data = shipped()
    return {
        "_id": COUNTY, "serial": SHIPPED, "name": data["name"], "effective_from": None, "by": "", "at": None,
        "data": data,
    }  # fmt: skip
