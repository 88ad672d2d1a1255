"""Periods and their gates in MongoDB.

A unit that enters something into a period matches one of its gates as open, with the serial of the schemes that it
went by; closing flips all of them, adopting a scheme changes their serial. So nothing enters a closed period, and
nothing goes by an old scheme, whichever instance decided it. There are several gates for each period so that two
instances seldom meet at one: each goes through one for a second, whatever it enters, and draws another one then. Making
and closing periods changes the bureau's one calendar document.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.scoring.domain.periods import Period
from services.scoring.repository.documents import Document, period_document, period_of
from shared.contracts.scoring_terms import PeriodStatus
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

PERIODS = "periods"
GATES = "period_gates"
CALENDARS = "calendars"
SHARDS = 16
PUBLICISED = {"status": PeriodStatus.PUBLICISED.value}
COUNTERS = ("works", "publications", "metrics", "ideas", "entries")


class Periods:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        PERIODS: [
            IndexModel([("bureau", ASCENDING), ("id", DESCENDING)], name="id", unique=True),
            # Of all bureaus: those whose time for appeals may run.
            IndexModel([("status", ASCENDING)], name="publicised", partialFilterExpression=PUBLICISED),
        ],
        GATES: [of_bureau("period", "period")],
        CALENDARS: [],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._periods = db[PERIODS]
        self._gates = db[GATES]
        self._calendars = db[CALENDARS]
        self._drawn = (0, 0)

    def known(self, bureau: str) -> list[Period]:
        """All periods of a bureau that something ever happened to, the latest first."""
        return [period_of(each) for each in self._periods.find({"bureau": bureau}).sort("id", DESCENDING)]

    def get(self, bureau: str, id_: str) -> Period:
        """One period; one that nothing ever happened to is open."""
        found = self._periods.find_one({"bureau": bureau, "id": id_})
        return period_of(found) if found else Period(id_, bureau)

    def guessed(self) -> Iterator[Period]:
        """The publicised periods of all bureaus whose last day for appeals rests on a guess."""
        query = {**PUBLICISED, "appeals_exact": {"$ne": True}}
        for each in self._periods.find(query).hint("publicised"):
            if not (found := period_of(each)).appeals_exact:
                yield found

    def counters(self, bureau: str, ids: Iterable[str]) -> dict[str, dict[str, int]]:
        """How much each period counts, by its gates."""
        sums = {name: {"$sum": {"$ifNull": [f"${name}", 0]}} for name in COUNTERS}
        wanted = sorted(set(ids))
        match = {"bureau": bureau, "period": {"$in": wanted}}
        rows = {
            row["_id"]: row for row in self._gates.aggregate([{"$match": match}, {"$group": {"_id": "$period"} | sums}])
        }
        return {id_: {name: rows.get(id_, {}).get(name, 0) for name in COUNTERS} for id_ in wanted}

    def calendar(self, bureau: str) -> int:
        """The version of the bureau's calendar. Read it before anything that a change of it is decided upon."""
        found = self._calendars.find_one({"_id": bureau})
        return int(found["version"]) if found else 0

    def turn(self, unit: Unit, bureau: str, version: int) -> None:
        """Change the calendar, which must still be at `version`."""
        unit.update(CALENDARS, {"_id": bureau}, {"$setOnInsert": {"version": 0}}, upsert=True)
        unit.update(CALENDARS, {"_id": bureau, "version": version}, {"$inc": {"version": 1}})

    def make(self, unit: Unit, bureau: str, ids: Iterable[str], serial: int) -> None:
        """Make periods with open gates; one that is there already stays as it is."""
        for id_ in ids:
            document = period_document(Period(id_, bureau))
            key = document.pop("_id")
            unit.update(PERIODS, {"_id": key}, {"$setOnInsert": document}, upsert=True)
            for shard in range(SHARDS):
                gate = {"bureau": bureau, "period": id_, "status": PeriodStatus.OPEN, "serial": serial}
                unit.update(GATES, {"_id": _gate(bureau, id_, shard)}, {"$setOnInsert": gate}, upsert=True)

    def enter(self, unit: Unit, bureau: str, id_: str, *, serial: int, entries: int) -> None:
        """Go through a gate with so many entries: it must be open and know these schemes."""
        match = {"_id": self._chosen(bureau, id_), "status": PeriodStatus.OPEN, "serial": serial}
        unit.update(GATES, match, {"$inc": {"entries": entries}})

    def correct(self, unit: Unit, bureau: str, id_: str, entries: int) -> None:
        """Go through a gate of a period that is publicised, which an answered appeal may still correct."""
        match = {"_id": self._chosen(bureau, id_), "status": PeriodStatus.PUBLICISED}
        unit.update(GATES, match, {"$inc": {"entries": entries}})

    def count(self, unit: Unit, bureau: str, id_: str, moved: Mapping[str, int]) -> None:
        """Count what belongs to a period, in whatever state it is."""
        unit.update(GATES, {"_id": self._chosen(bureau, id_)}, {"$inc": dict(moved)}, must_match=False)

    def save(self, unit: Unit, before: Period, after: Period) -> None:
        """Keep a period that must still be as it was; when its state changes, so do its gates."""
        unit.save(PERIODS, period_document(after), before.version)
        if before.status is not after.status:
            for shard in range(SHARDS):
                match = {"_id": _gate(after.bureau, after.id, shard), "status": before.status}
                unit.update(GATES, match, {"$set": {"status": after.status}})

    def renew(self, unit: Unit, bureau: str, ids: Iterable[str], serial: int) -> None:
        """Have open gates admit nobody who does not know the newest scheme."""
        for id_ in ids:
            for shard in range(SHARDS):
                match = {"_id": _gate(bureau, id_, shard), "status": PeriodStatus.OPEN}
                unit.update(GATES, match, {"$set": {"serial": serial}})

    def _chosen(self, bureau: str, period: str) -> str:
        """The gate that this process goes through now."""
        second, shard = self._drawn
        if second != (now := int(time.monotonic())):
            shard = random.randrange(SHARDS)  # noqa: S311 (one of several ways, not a secret)
            self._drawn = (now, shard)
        return _gate(bureau, period, shard)


def _gate(bureau: str, period: str, shard: int) -> str:
    return f"{bureau}:{period}:{shard:02}"
