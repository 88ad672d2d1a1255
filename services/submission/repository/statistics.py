"""The statistics of a bureau in MongoDB: cells of months, moved in the transaction of the change that they count.

A month is spread over some documents by the work that is counted, so that works do not wait for each other; what is
read is their sum. Values stand in the names of fields, the dots and dollar signs of topics in another form.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from services.submission.domain import tally
from shared.mongo import StaleWrite, Unit
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
STATISTICS = "statistics"
SPREAD = 8
# MongoDB reads a dot as a path; nothing is empty with the sign of equality before it.
ESCAPES = {"%": "%25", ".": "%2E", "$": "%24"}


class Statistics:
    """The only reader of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {STATISTICS: [of_bureau("month", "month")]}

    def __init__(self, db: Database[Document]) -> None:
        self._statistics = db[STATISTICS]

    def months(self, bureau: str, months: Sequence[str]) -> dict[str, tally.Tally]:
        """What is counted in each of these months."""
        found: dict[str, tally.Tally] = {month: Counter() for month in months}
        for row in self._statistics.find({"bureau": bureau, "month": {"$in": list(months)}}):
            found[row["month"]].update(cells_of(row))
        return found


def count(unit: Unit, bureau: str, work: str, before: tally.Tally, after: tally.Tally) -> None:
    """Have what a work or a publication of it adds be what it adds now."""
    change = Counter(after)
    change.subtract(before)
    for id_, document in documents(bureau, work, change).items():
        # Somebody else was first with the month's first: decided anew, it is there.
        unit.taken.setdefault("_id_", StaleWrite(f"{STATISTICS}/{id_}"))
        named = {name: document.pop(name) for name in ("bureau", "month")}
        unit.update(STATISTICS, {"_id": id_}, {"$inc": document, "$setOnInsert": named}, upsert=True)


def documents(bureau: str, work: str, cells: Mapping[tally.Cell, int]) -> dict[str, Document]:
    """The cells of a work by the id of their document, by the paths of their fields; nothing of what is 0."""
    slot = zlib.crc32(work.encode()) % SPREAD
    found: dict[str, Document] = defaultdict(dict)
    for (month, measure, by, value), number in cells.items():
        if number:
            document = found[f"{bureau}:{month}:{slot}"]
            document |= {"bureau": bureau, "month": month, f"{measure}.{by}.={_escaped(value)}": number}
    return found


def cells_of(row: Document) -> dict[tally.Cell, int]:
    """What a document says, without what is 0."""
    return {
        (row["month"], measure, by, _read(name)): number
        for measure, parts in row.items()
        if isinstance(parts, dict)
        for by, values in parts.items()
        for name, number in values.items()
        if number
    }


def nested(paths: Mapping[str, int]) -> Document:
    """A document of its fields' paths."""
    document: Document = {}
    for path, number in paths.items():
        measure, by, value = path.split(".")
        document.setdefault(measure, {}).setdefault(by, {})[value] = number
    return document


def _escaped(value: str) -> str:
    return "".join(ESCAPES.get(char, char) for char in value.replace("\0", ""))


def _read(name: str) -> str:
    value = name.removeprefix("=")
    for char, escape in reversed(ESCAPES.items()):
        value = value.replace(escape, char)
    return value
