"""A service's own replica of the working days that bureaus entered, fed by the facts of the service that owns them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from shared import holidays
from shared.events import Event, Received, WorkdaysAdopted
from shared.mongo.indexes import of_bureau
from shared.mongo.memory import Remembering
from shared.mongo.unit import Unit
from shared.workdays import Counting, over

Document = dict[str, Any]
WORKDAYS = "workdays"


class CalendarReplica(Remembering):
    """Of each bureau and year the newest known state, and the calendar that comes of it."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {WORKDAYS: [of_bureau("year", "year")]}

    KEEPS: ClassVar[Sequence[type[Event]]] = (WorkdaysAdopted,)

    def __init__(self, db: Database[Document]) -> None:
        self._workdays = db[WORKDAYS]

    def keep(self, unit: Unit, event: Received[WorkdaysAdopted]) -> None:
        """Remember what a fact says; one that is older than what is known changes nothing."""
        told = event.data.workdays
        days = [{"day": each.day.isoformat(), "worked": each.worked} for each in told.days]
        fields = {"bureau": event.bureau, "year": told.year, "days": days}
        unit.replica(WORKDAYS, f"{event.bureau}:{told.year}", event.version, fields)

    def of(self, bureau: str) -> Counting:
        """The bureau's calendar: what it entered, over the notices, over a guess. Its mark moves with every version
        that comes, and with the years that the library knows."""
        return self.memory.one(WORKDAYS, bureau, lambda: self._load(bureau))

    def _load(self, bureau: str) -> Counting:
        found = list(self._workdays.find({"bureau": bureau}))
        entries = {each["year"]: _days(each) for each in found}
        versions = sum(each["version"] for each in found)
        return Counting(over(entries, holidays.workday), f"{holidays.LAST_YEAR}+{versions}")


def _days(document: Document) -> dict[date, bool]:
    return {date.fromisoformat(each["day"]): each["worked"] for each in document["days"]}
