"""Publications that name the material of a request, in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from services.liaison.domain.uses import STANDS, Measured, Use
from shared.mongo import StaleWrite, Unit
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
USES = "uses"
EARLIEST = [("published_at", ASCENDING), ("_id", ASCENDING)]


class Uses:
    """The only user of the collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {USES: [of_bureau("request", "request", order=EARLIEST)]}

    def __init__(self, db: Database[Document]) -> None:
        self._uses = db[USES]

    def find(self, bureau: str, publication: str) -> Use | None:
        """What is known of a publication."""
        found = self._uses.find_one({"_id": publication, "bureau": bureau})
        return _use(found) if found else None

    def save(self, unit: Unit, before: Use | None, use: Use) -> None:
        """Keep what is known now; whoever was faster has the handler run again."""
        document = _document(replace(use, version=use.version + 1))
        if before is None:
            unit.insert(USES, document, {"_id_": StaleWrite(USES)})
        else:
            unit.save(USES, document, before.version)

    def of(self, bureau: str, request: str) -> list[Use]:
        """The publications that used the material of a request, by when they appeared."""
        query = {"bureau": bureau, "request": request, "status": {"$in": sorted(STANDS)}}
        return [_use(each) for each in self._uses.find(query).sort(EARLIEST)]


def _document(use: Use) -> Document:
    fields = asdict(use)
    return {"_id": fields.pop("publication"), **fields}


def _use(found: Document) -> Use:
    fields = {name: value for name, value in found.items() if name != "_id"}
    snapshots = {id_: Measured(**each) for id_, each in found["snapshots"].items()}
    return Use(publication=found["_id"], **fields | {"noticed": tuple(found["noticed"]), "snapshots": snapshots})
