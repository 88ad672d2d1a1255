"""What near-duplicates are found by: the MinHash signatures of submissions in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from pymongo import IndexModel
from pymongo.database import Database

from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
PRINTS = "prints"
# So many are compared by their signatures; alike by chance in one band are few.
MOST = 500


@dataclass(frozen=True)
class Print:
    """The signature of a submission's newest round."""

    submission: str
    review: str
    number: str
    title: str
    values: tuple[int, ...]
    bands: tuple[str, ...]
    at: datetime


class Prints:
    """The only user of this collection."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        PRINTS: [of_bureau("bands", "bands")],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._prints = db[PRINTS]

    def alike(self, bureau: str, submission: str, bands: Sequence[str]) -> list[Print]:
        """Other submissions of the bureau that share a band."""
        query = {"bureau": bureau, "bands": {"$in": list(bands)}, "_id": {"$ne": submission}}
        return [_print(each) for each in self._prints.find(query).hint("bands").limit(MOST)]

    def keep(self, unit: Unit, bureau: str, made: Print) -> None:
        """Remember a submission's newest round."""
        fields = {
            "bureau": bureau, "review": made.review, "number": made.number, "title": made.title,
            "values": list(made.values), "bands": list(made.bands), "at": made.at,
        }  # fmt: skip
        unit.update(PRINTS, {"_id": made.submission}, {"$set": fields}, upsert=True)

    def forget(self, unit: Unit, bureau: str, submission: str) -> None:
        """A submission that was taken back is a model for nothing."""
        unit.delete(PRINTS, {"_id": submission, "bureau": bureau}, must_match=False)


def _print(found: Document) -> Print:
    return Print(
        found["_id"], found["review"], found["number"], found["title"], tuple(found["values"]),
        tuple(found["bands"]), found["at"],
    )  # fmt: skip
