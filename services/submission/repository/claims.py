"""Whoever takes a place passes here: publications and records of what was unapproved are in collections of their own,
each with its unique index, and a place is one or the other's. Without it both could take one place at one time, since
each looks at the other's collection and neither writes what the other reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from shared.ids import new_id
from shared.mongo import StaleWrite, Unit
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
CLAIMS = "claims"


@dataclass(frozen=True)
class Place:
    """A place as it was looked at: how often it was taken by then, 0 for never."""

    bureau: str
    claim: str
    times: int


class Claims:
    """The only user of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        CLAIMS: [of_bureau("place", "claim", unique=True)],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._claims = db[CLAIMS]

    def look(self, bureau: str, claim: str) -> Place:
        """A place, before it is looked at who has it."""
        found = self._claims.find_one({"bureau": bureau, "claim": claim})
        return Place(bureau, claim, found["times"] if found else 0)

    def take(self, unit: Unit, place: Place) -> None:
        """Have the handler run again when somebody took the place since it was looked at."""
        match = {"bureau": place.bureau, "claim": place.claim}
        if place.times:
            unit.update(CLAIMS, match | {"times": place.times}, {"$inc": {"times": 1}})
        else:
            taken = {"place": StaleWrite(f"{CLAIMS}/{place.claim}")}
            unit.insert(CLAIMS, {"_id": new_id(), "times": 1, **match}, taken)
