"""What is known of submissions, and the journal of what came in about them, in MongoDB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import ClassVar

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from services.scoring.domain.calendar import quarters
from services.scoring.domain.ledger import Received, Scored, Step
from services.scoring.domain.scores import homes
from services.scoring.repository.documents import (
    Document,
    received_document,
    received_of,
    scored_document,
    scored_of,
)
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

WORKS = "works"
JOURNAL = "journal"
Journal = list[tuple[Received, int]]


class Works:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        WORKS: [of_bureau("home", "homes", "serial", "_id")],
        JOURNAL: [of_bureau("subject", "subject", "n"), of_bureau("period", "periods", "subject")],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._works = db[WORKS]
        self._journal = db[JOURNAL]

    def get(self, bureau: str, id_: str) -> Scored:
        """A submission; nothing is known of one that was never heard of."""
        return self.find(bureau, id_) or Scored(id_, bureau)

    def find(self, bureau: str, id_: str) -> Scored | None:
        """A submission that was heard of."""
        found = self._works.find_one({"_id": id_, "bureau": bureau})
        return scored_of(found) if found else None

    def several(self, bureau: str, ids: Iterable[str]) -> dict[str, Scored]:
        """These submissions, by id."""
        found = self._works.find({"bureau": bureau, "_id": {"$in": sorted(set(ids))}})
        return {each["_id"]: scored_of(each) for each in found}

    def concerning(self, bureau: str, period: str) -> list[str]:
        """The submissions that belong to a quarter (or to one of a year's), or that changed it, in their order."""
        within = [period] if "Q" in period else quarters(period)
        homes = self._works.find({"bureau": bureau, "homes": {"$in": within}}, {"_id": 1})
        changed = self._journal.distinct("subject", {"bureau": bureau, "periods": {"$in": within}})
        return sorted({*(row["_id"] for row in homes), *changed})

    def behind(self, bureau: str, serial: int, since: str, *, home: str = "", limit: int = 0) -> list[str]:
        """Submissions of the quarter `since` or a later one (or of `home` alone) that were computed before so many
        schemes were adopted."""
        homes: Document = {"$gte": since} | ({"$eq": home} if home else {})
        match = {"bureau": bureau, "homes": {"$elemMatch": homes}, "serial": {"$lt": serial}}
        return [each["_id"] for each in self._works.find(match, {"_id": 1}).limit(limit)]

    def save(self, unit: Unit, steps: Sequence[tuple[Step, Received]]) -> None:
        """Keep submissions that must still be as they were, and what each received."""
        for step, _ in steps:
            if step.before.version == 0:
                fresh = {"bureau": step.after.bureau, "version": 0}
                unit.update(WORKS, {"_id": step.after.id}, {"$setOnInsert": fresh}, upsert=True)
        for step, received in steps:
            unit.save(WORKS, scored_document(step.after, homes(step.after.facts)), step.before.version)
            self._note(unit, step, received)

    def _note(self, unit: Unit, step: Step, received: Received) -> None:
        after = step.after
        unit.insert(
            JOURNAL,
            {
                "_id": f"{after.id}:{after.version:06}",
                "bureau": after.bureau,
                "subject": after.id,
                "n": after.version,
                "cause": received.cause,
                "serial": after.serial,
                "periods": sorted({entry.period for entry in step.entries}),
                **received_document(received),
            },
        )

    def journals(self, bureau: str, ids: Iterable[str]) -> Iterator[tuple[str, Journal]]:
        """What came in about each of these submissions, in the order in which it took effect."""
        match = {"bureau": bureau, "subject": {"$in": sorted(set(ids))}}
        rows = self._journal.find(match).sort([("subject", ASCENDING), ("n", ASCENDING)]).batch_size(1000)
        for subject, records in groupby(rows, lambda row: str(row["subject"])):
            yield subject, [(received_of(row), row["serial"]) for row in records]

    def touching(self, bureau: str, period: str) -> list[str]:
        """The submissions of which something that came in changed a quarter."""
        found: list[str] = self._journal.distinct("subject", {"bureau": bureau, "periods": period})
        return found
