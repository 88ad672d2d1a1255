"""A bureau's working days in MongoDB, by year, in versions that never change. Days are kept as ISO text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.outlet.domain.workdays import Day, Made, Year
from shared import holidays
from shared.contracts.workday_terms import Basis, DayKind
from shared.errors import Conflict
from shared.events import Event, WorkdaysAdopted
from shared.mongo import Unit
from shared.mongo.retelling import Retold

Document = dict[str, Any]
WORKDAYS = "workdays"


class Workdays:
    """The only user of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        WORKDAYS: [
            IndexModel(
                [("bureau", ASCENDING), ("year", DESCENDING), ("version", DESCENDING)], name="version", unique=True
            ),
        ],
    }

    RETELLS: ClassVar[Mapping[type[Event], str]] = {WorkdaysAdopted: "retold"}

    def __init__(self, db: Database[Document]) -> None:
        self._workdays = db[WORKDAYS]

    def current(self, bureau: str, year: int) -> Year:
        """How a year counts now: as the bureau entered it last; version 0 is the notice, or the guess."""
        found = self._workdays.find_one({"bureau": bureau, "year": year}, sort=[("version", DESCENDING)])
        return _year_of(found) if found else unentered(year)

    def years(self, bureau: str) -> list[int]:
        """The years that the bureau entered."""
        found: list[int] = self._workdays.distinct("year", {"bureau": bureau})
        return found

    def versions(self, bureau: str, year: int, below: int, limit: int) -> list[Year]:
        """Up to `limit` + 1 versions of a year below `below`, newest first; what nobody entered comes last."""
        query = {"bureau": bureau, "year": year, "version": {"$lt": below}}
        rows = list(self._workdays.find(query).sort("version", DESCENDING).limit(limit + 1))
        return [*map(_year_of, rows), *([unentered(year)] if below > 0 and len(rows) <= limit else [])]

    def retold(self, after: str, limit: int) -> list[Retold]:
        """Each version of each year of all bureaus, in their order: of a year the last one counts."""
        found = self._workdays.find({"_id": {"$gt": after}}).sort("_id", ASCENDING).limit(limit)
        return [_retold(row, _year_of(row)) for row in found]

    def add(self, unit: Unit, bureau: str, year: Year) -> None:
        """Write a new version."""
        document = asdict(year) | {"_id": f"{bureau}:{year.year}:{year.version:06}", "bureau": bureau}
        document |= {
            "days": [{**asdict(day), "date": day.date.isoformat()} for day in year.days],
            "counted": [{"day": day.isoformat(), "worked": worked} for day, worked in (year.counted or {}).items()],
            "since": year.since.isoformat() if year.since else None,
        }
        unit.insert(
            WORKDAYS, document, {"_id_": Conflict("concurrent_change"), "version": Conflict("concurrent_change")}
        )


def unentered(year: int) -> Year:
    """Version 0: what is known without the bureau."""
    basis = Basis.NOTICE if holidays.known(year) else Basis.GUESS
    kinds = {True: DayKind.MAKEUP, False: DayKind.HOLIDAY}
    return Year(
        year, 0, basis, tuple(Day(day, kinds[worked], name) for day, (worked, name) in holidays.notice(year).items())
    )


def _retold(row: Document, year: Year) -> Retold:
    fact = WorkdaysAdopted(year.made.by, year.state(), year.made.reason)
    return Retold(row["_id"], fact, str(year.year), year.version, row["bureau"])


def _year_of(document: Document) -> Year:
    return Year(
        document["year"],
        document["version"],
        Basis(document["basis"]),
        tuple(Day(date.fromisoformat(each["date"]), DayKind(each["kind"]), each["name"]) for each in document["days"]),
        Made(**document["made"]),
        date.fromisoformat(document["since"]) if document["since"] else None,
        {date.fromisoformat(each["day"]): each["worked"] for each in document["counted"]},
    )
