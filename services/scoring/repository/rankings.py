"""Finalised rankings in MongoDB: rows that are written once and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from services.scoring.domain.ranking import Places, Row, milliseconds
from services.scoring.repository.documents import Document
from services.scoring.repository.slots import standing_of
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

RANKINGS = "rankings"


class Rankings:
    """The only user of this collection. `overall` and `category` are places, `n` is the row's number."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        RANKINGS: [
            of_bureau("n", "period", "n"),
            IndexModel(
                [("bureau", ASCENDING), ("period", ASCENDING), ("category", ASCENDING), ("n", ASCENDING)],
                name="category",
            ),
            of_bureau("outlet", "period", "outlet"),
        ],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._rankings = db[RANKINGS]

    def freeze(self, unit: Unit, bureau: str, period: str, rows: Iterable[Row]) -> None:
        """Keep all rows of a period."""
        documents = [_document(bureau, period, number, row) for number, row in enumerate(rows, 1)]
        unit.insert_many(RANKINGS, documents)

    def rows(self, bureau: str, period: str) -> list[Row]:
        """All rows of a finalised period, in their order; those without a place at the end."""
        return [_row(each) for each in self._rankings.find({"bureau": bureau, "period": period}).sort("n", ASCENDING)]

    def page(self, bureau: str, period: str, category: str | None, after: int, limit: int) -> list[tuple[int, Row]]:
        """Up to `limit` + 1 ranked rows behind number `after`, with their numbers."""
        match: Document = {"bureau": bureau, "period": period, "n": {"$gt": after}, "places.overall": {"$ne": None}}
        match |= {"category": category} if category else {}
        found = self._rankings.find(match).sort("n", ASCENDING).limit(limit + 1)
        return [(each["n"], _row(each)) for each in found]

    def places(self, bureau: str, period: str, outlets: Iterable[str]) -> dict[str, Places]:
        """The places of these outlets in a finalised period."""
        match = {"bureau": bureau, "period": period, "outlet": {"$in": sorted(set(outlets))}}
        return {
            row["outlet"]: Places(**row["places"]) for row in self._rankings.find(match, {"outlet": 1, "places": 1})
        }

    def row(self, bureau: str, period: str, outlet: str) -> Row | None:
        """An outlet's row."""
        found = self._rankings.find_one({"bureau": bureau, "period": period, "outlet": outlet})
        return _row(found) if found else None


def _document(bureau: str, period: str, number: int, row: Row) -> Document:
    one = row.standing
    plain = ("outlet", "name", "category", "competes", "cents", "works", "publications", "a_grades", "best")
    return {
        "_id": f"{bureau}:{period}:{one.outlet}",
        "bureau": bureau,
        "period": period,
        "n": number,
        **{name: getattr(one, name) for name in plain},
        "earliest": milliseconds(one.earliest),
        "places": {"overall": row.places.overall, "category": row.places.category},
        "previous": {"overall": row.previous.overall, "category": row.previous.category},
    }


def _row(document: Mapping[str, Any]) -> Row:
    return Row(standing_of(document), Places(**document["places"]), Places(**document["previous"]))
