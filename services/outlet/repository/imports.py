"""Imports, their chunks and their refused rows in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from services.outlet.repository.documents import Document
from shared.contracts.outlet_terms import ImportState
from shared.errors import Conflict, DomainError, NotFound
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

IMPORTS = "imports"
CHUNKS = "import_chunks"
REFUSALS = "import_refusals"
# Two runs of one chunk at once: the caller sends the chunk again.
RACED: Mapping[str, DomainError] = {name: Conflict("import.raced") for name in ("_id_", "outlet")}


def _expiring() -> IndexModel:
    # A TTL index has one field by MongoDB's rule; it serves no query.
    return IndexModel([("expires", 1)], name="expiry", expireAfterSeconds=0)


class Imports:
    """The only user of the import collections. Each document expires with its import."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        IMPORTS: [IndexModel([("bureau", 1), ("_id", -1)], name="newest"), _expiring()],
        CHUNKS: [_expiring()],
        REFUSALS: [of_bureau("row", "import", "row"), _expiring()],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._imports = db[IMPORTS]
        self._chunks = db[CHUNKS]
        self._refusals = db[REFUSALS]

    def get(self, bureau: str, id_: str) -> Document:
        """One import. Raises: NotFound."""
        document = self._imports.find_one({"_id": id_, "bureau": bureau})
        if document is None:
            raise NotFound("import.not_found")
        return document

    def page(self, bureau: str, after: Sequence[Any] | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 imports, newest first."""
        query: Document = {"bureau": bureau} | ({"_id": {"$lt": after[0]}} if after else {})
        return list(self._imports.find(query).sort("_id", -1).limit(limit + 1))

    def refused(self, bureau: str, id_: str, after: Sequence[Any] | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 refused rows, by row number."""
        query: Document = {"bureau": bureau, "import": id_} | ({"row": {"$gt": after[0]}} if after else {})
        return list(self._refusals.find(query).sort("row", 1).limit(limit + 1))

    def taken(self, bureau: str, id_: str, first_row: int) -> bool:
        """Whether a chunk has had its effect."""
        return self._chunks.find_one({"_id": f"{id_}:{first_row}", "bureau": bureau}, {"_id": 1}) is not None

    def open(self, unit: Unit, document: Document) -> None:
        """Add a new import."""
        unit.insert(IMPORTS, document)

    def add(
        self,
        unit: Unit,
        document: Document,
        first_row: int,
        counts: Mapping[str, int],
        refused: Sequence[Document],
        *,
        sheet: Document | None,
    ) -> None:
        """Record a chunk: that it was taken, its counts, its refused rows and the sheet that it is of."""
        id_, bureau, expires = document["_id"], document["bureau"], document["expires"]
        unit.insert(CHUNKS, {"_id": f"{id_}:{first_row}", "bureau": bureau, "expires": expires}, RACED)
        open_ = {"_id": id_, "bureau": bureau, "state": ImportState.OPEN}
        unit.update(IMPORTS, open_, {"$inc": {**counts, "version": 1}, "$set": {"sheet": sheet}})
        kept = {"bureau": bureau, "import": id_, "expires": expires}
        unit.insert_many(REFUSALS, [{"_id": f"{id_}:{row['row']}", **row, **kept} for row in refused])

    def close(self, unit: Unit, document: Document, expected: int) -> None:
        """Save an import that has ended."""
        unit.save(IMPORTS, document, expected)
