"""What this service knows of works, in MongoDB, with the figures that come of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from services.liaison.domain.works import Figures, Snapshot, Work
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.mongo.transaction import StaleWrite

Document = dict[str, Any]
WORKS = "works"
NEWEST = [("submitted_at", DESCENDING), ("_id", DESCENDING)]
# What a document has for queries alone; `over` is what counts for nothing.
DERIVED = ("status", "over", "published", "reads")
COUNTS: Document = {"over": False}


class Works:
    """The only user of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        WORKS: [
            of_bureau("call", "call", order=NEWEST),
            of_bureau("outlet", "outlet", "call"),
            of_bureau("submitted", order=NEWEST),
        ],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._works = db[WORKS]

    def find(self, bureau: str, id_: str) -> Work:
        """What is known of a work; one that nothing is known of is at version 0."""
        found = self._works.find_one({"_id": id_, "bureau": bureau})
        return _work(found) if found else Work(id_, bureau)

    def save(self, unit: Unit, before: Work, work: Work) -> None:
        """Write what is known now."""
        if work.version == before.version:
            return
        if before.version:
            unit.save(WORKS, _document(work), before.version)
        else:
            unit.insert(WORKS, _document(work), {"_id_": StaleWrite(WORKS)})

    def answers(
        self, bureau: str, call: str, outlets: Iterable[str] | None, after: tuple[datetime, str] | None, limit: int
    ) -> list[Work]:
        """Up to `limit` + 1 works for a call, newest first; of these outlets alone if they are given."""
        query: Document = {"bureau": bureau, "call": call, **COUNTS}
        query |= {"outlet": {"$in": sorted(set(outlets))}} if outlets is not None else {}
        if after is not None:
            moment, id_ = after
            behind = [{"submitted_at": {"$lt": moment}}, {"submitted_at": moment, "_id": {"$lt": id_}}]
            query |= {"$or": behind}
        return [_work(each) for each in self._works.find(query).sort(NEWEST).limit(limit + 1)]

    def who_answered(self, bureau: str, calls: Iterable[str]) -> dict[str, set[str]]:
        """Of each of these calls the outlets that handed in for it."""
        query = {"bureau": bureau, "call": {"$in": sorted(set(calls))}, **COUNTS}
        steps = [{"$match": query}, {"$group": {"_id": "$call", "outlets": {"$addToSet": "$outlet"}}}]
        return {each["_id"]: set(each["outlets"]) for each in self._works.aggregate(steps)}

    def answered_besides(self, bureau: str, call: str, outlet: str, but: str) -> bool:
        """Whether an outlet handed in another work for a call."""
        query = {"bureau": bureau, "call": call, "outlet": outlet, "_id": {"$ne": but}, **COUNTS}
        return self._works.find_one(query, {"_id": 1}) is not None

    def answered_by(self, bureau: str, outlets: Iterable[str]) -> set[str]:
        """The calls that one of these outlets answered."""
        query = {"bureau": bureau, "outlet": {"$in": sorted(set(outlets))}, "call": {"$gt": ""}, **COUNTS}
        return set(self._works.distinct("call", query))

    def figures(self, bureau: str, by: str, **chosen: Any) -> dict[str, Figures]:
        """Figures by the values of a field (`outlet`, `call`, `topic`; nothing: by "" of all) of works that are chosen;
        the most works first."""
        steps = [
            {"$match": {"bureau": bureau, **COUNTS, **chosen}},
            {
                "$group": {
                    "_id": f"${by}" if by else "",
                    "outlets": {"$addToSet": "$outlet"},
                    "works": {"$sum": 1},
                    "published": {"$sum": {"$cond": [{"$gt": ["$published", 0]}, 1, 0]}},
                    "publications": {"$sum": "$published"},
                    "reads": {"$sum": "$reads"},
                }
            },
            {"$sort": {"works": -1, "_id": 1}},
        ]
        return {
            each["_id"]: Figures(
                len(each["outlets"]), each["works"], each["published"], each["publications"], each["reads"]
            )
            for each in self._works.aggregate(steps)
        }


def _document(work: Work) -> Document:
    data = asdict(work)
    derived = {"status": work.status.value, "over": not work.counts, "published": work.published, "reads": work.reads}
    return data | {"_id": data.pop("id"), **derived}


def _work(document: Document) -> Work:
    data = {name: value for name, value in document.items() if name not in ("_id", *DERIVED)}
    return Work(
        **data
        | {
            "id": document["_id"],
            "decided": tuple(document["decided"]),
            "publications": {name: (each[0], each[1]) for name, each in document["publications"].items()},
            "snapshots": {name: Snapshot(**each) for name, each in document["snapshots"].items()},
        }
    )
