"""Records of what was published without approval, in MongoDB. Every query is of one bureau."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from pymongo import DESCENDING, IndexModel
from pymongo.database import Database

from services.submission.domain import Statement, Unapproved
from shared.contracts.outlet_terms import Platform
from shared.contracts.submission_terms import UnapprovedStatus
from shared.errors import NotFound
from shared.mongo import StaleWrite, Unit
from shared.mongo.indexes import of_bureau

Document = dict[str, Any]
RECORDS = "unapproved"
VERSIONS = "unapproved_versions"
NEWEST = [("_id", DESCENDING)]


class Records:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        RECORDS: [
            of_bureau("claim", "claim", unique=True, partialFilterExpression={"claim": {"$exists": True}}),
            of_bureau("newest", order=NEWEST),
            of_bureau("status", "status", order=NEWEST),
            of_bureau("outlet", "outlet", order=NEWEST),
        ],
        VERSIONS: [of_bureau("record", "record", "version", unique=True)],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._records = db[RECORDS]

    def get(self, bureau: str, id_: str) -> Unapproved:
        """One record. Raises: NotFound."""
        document = self._records.find_one({"_id": id_, "bureau": bureau})
        if document is None:
            raise NotFound("unapproved.not_found")
        return record_of(document)

    def standing(self, bureau: str, claim: str) -> Unapproved | None:
        """The record that stands at a place, if any."""
        document = self._records.find_one({"bureau": bureau, "claim": claim})
        return record_of(document) if document else None

    def save(self, unit: Unit, before: Unapproved | None, record: Unapproved) -> None:
        """Keep a record in its next version, and the version for good."""
        document = record_document(record)
        if before is None:
            # Somebody was faster at the same place: decided anew, the refusal names what stands there.
            unit.insert(RECORDS, document, {"claim": StaleWrite(f"{RECORDS}/{record.claim}")})
        else:
            unit.save(RECORDS, document, before.version)
        version = {name: value for name, value in document.items() if name not in ("_id", "claim")}
        unit.insert(VERSIONS, {"_id": f"{record.id}:{record.version:06}", "record": record.id, **version})

    def page(
        self, bureau: str, status: str | None, outlets: Collection[str] | None, after: str | None, limit: int
    ) -> list[Unapproved]:
        """Up to `limit` + 1 records, newest first; of one status and of these outlets alone, where they are given."""
        query: Document = {"bureau": bureau}
        query |= {"status": status} if status else {}
        query |= {"outlet": {"$in": sorted(outlets)}} if outlets is not None else {}
        query |= {"_id": {"$lt": after}} if after else {}
        return [record_of(each) for each in self._records.find(query).sort(NEWEST).limit(limit + 1)]


def record_document(record: Unapproved) -> Document:
    """The document of a record. One that was not withdrawn claims its place."""
    document = asdict(record)
    document["_id"] = document.pop("id")
    return document | ({"claim": record.claim} if record.stands else {})


def record_of(document: Document) -> Unapproved:
    """The record that `record_document` described."""
    data = {name: value for name, value in document.items() if name not in ("_id", "claim")}
    said = {name: _statement(data[name]) for name in ("objection", "ruling")}
    return Unapproved(
        **data
        | said
        | {
            "id": document["_id"],
            "platform": Platform(document["platform"]),
            "status": UnapprovedStatus(document["status"]),
            "proof": tuple(document["proof"]),
        }
    )


def _statement(data: Document | None) -> Statement | None:
    return Statement(**data | {"proof": tuple(data["proof"])}) if data else None
