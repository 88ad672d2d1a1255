"""What outlets took part in, in MongoDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from services.liaison.domain.participations import Participation
from shared.contracts.participation_terms import ParticipationKind
from shared.errors import NotFound
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.mongo.transaction import StaleWrite

Document = dict[str, Any]
PARTICIPATIONS = "participations"
NEWEST = [("at", DESCENDING), ("_id", DESCENDING)]


class Participations:
    """The only user of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        PARTICIPATIONS: [
            of_bureau("newest", order=NEWEST),
            of_bureau("outlet", "outlet", order=NEWEST),
            of_bureau("kind", "kind", order=NEWEST),
        ],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._rows = db[PARTICIPATIONS]

    def get(self, bureau: str, id_: str) -> Participation:
        """One of them. Raises: NotFound."""
        found = self._rows.find_one({"_id": id_, "bureau": bureau})
        if found is None:
            raise NotFound("participation.not_found")
        return _read(found)

    def several(self, bureau: str, ids: Iterable[str]) -> dict[str, Participation]:
        """Those of these that there are, by id."""
        found = self._rows.find({"bureau": bureau, "_id": {"$in": sorted(ids)}})
        return {each["_id"]: _read(each) for each in found}

    def page(
        self, bureau: str, chosen: Document, after: tuple[datetime, str] | None, limit: int
    ) -> list[Participation]:
        """Up to `limit` + 1 of those that are chosen, newest first."""
        query: Document = {"bureau": bureau, **chosen}
        if after is not None:
            moment, id_ = after
            query["$or"] = [{"at": {"$lt": moment}}, {"at": moment, "_id": {"$lt": id_}}]
        return [_read(each) for each in self._rows.find(query).sort(NEWEST).limit(limit + 1)]

    def save(self, unit: Unit, one: Participation) -> None:
        """Write its next version, and tell it; of two who record it at once one finds the other's."""
        document = {name: value for name, value in asdict(one).items() if name != "id"} | {"_id": one.id}
        document["kind"] = one.kind.value
        if one.version == 1:
            unit.insert(PARTICIPATIONS, document, {"_id_": StaleWrite(PARTICIPATIONS)})
        else:
            unit.save(PARTICIPATIONS, document, one.version - 1)
        unit.emit(one.told(), subject=one.id, version=one.version, bureau=one.bureau)


def _read(found: Document) -> Participation:
    plain = {name: value for name, value in found.items() if name != "_id"}
    return Participation(**plain | {"id": found["_id"], "kind": ParticipationKind(found["kind"])})
