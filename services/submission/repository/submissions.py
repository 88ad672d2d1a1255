"""Submissions, their revisions and their history in MongoDB. Every query is of one bureau."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from pymongo import DESCENDING, IndexModel, ReturnDocument
from pymongo.database import Database

from services.submission.domain import Change, Revision, Side, Submission
from services.submission.repository.documents import (
    Document,
    history_document,
    revision_document,
    revision_of,
    submission_document,
    submission_of,
)
from shared.clock import local_date
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

SUBMISSIONS = "submissions"
REVISIONS = "revisions"
HISTORY = "history"
COUNTERS = "counters"
NEWEST = [("sort_at", DESCENDING), ("_id", DESCENDING)]
# Which index serves which filters; the first that fits. Each index ends in the order of the list.
BY_STAFF = (
    ({"outlet"}, "outlet"),
    ({"topic", "status"}, "topic_status"),
    ({"topic"}, "topic"),
    ({"genre"}, "genre"),
    ({"kind", "status"}, "kind_status"),
    ({"status"}, "status"),
    ({"kind"}, "kind"),
    (set[str](), "newest"),
)
BY_READERS = (({"status"}, "reader_status"), (set[str](), "reader"))
EQUAL = ("outlet", "kind", "status", "topic", "genre", "number")


@dataclass(frozen=True)
class Filter:
    """Which submissions a list shows. `readers`: only those that the people of these outlets may see; None is staff,
    who see everything that was handed in. `equal` are values of `EQUAL`."""

    readers: tuple[str, ...] | None
    equal: Mapping[str, str] = field(default_factory=dict)
    submitted_from: datetime | None = None
    submitted_to: datetime | None = None

    def query(self, bureau: str) -> Document:
        """The filter for MongoDB."""
        query: Document = {"bureau": bureau}
        query |= {"shown": True} if self.readers is None else {"readers": {"$in": list(self.readers)}}
        query |= {name: self.equal[name] for name in EQUAL if name in self.equal}
        bounds = {"$gte": self.submitted_from, "$lt": self.submitted_to}
        if given := {name: moment for name, moment in bounds.items() if moment is not None}:
            # For what was handed in, the moment of that is what lists go by.
            query |= {"shown": True, "sort_at": given}
        return query

    @property
    def index(self) -> str:
        """The index that serves the list. Told to the database: its planner would judge by the filter that came
        first, and a filter that fits much is no measure for one that fits little."""
        if "number" in self.equal:
            return "number"
        choices = BY_STAFF if self.readers is None else BY_READERS
        return next(name for fields, name in choices if fields <= self.equal.keys())


class Submissions:
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        SUBMISSIONS: [
            of_bureau("number", "number", unique=True),
            # For staff; each ends in the order of the list, so a page costs the same wherever it is.
            of_bureau("newest", "shown", order=NEWEST),
            of_bureau("status", "shown", "status", order=NEWEST),
            of_bureau("kind", "shown", "kind", order=NEWEST),
            of_bureau("kind_status", "shown", "kind", "status", order=NEWEST),
            of_bureau("outlet", "shown", "outlet", order=NEWEST),
            of_bureau("topic", "shown", "topic", order=NEWEST),
            of_bureau("topic_status", "shown", "topic", "status", order=NEWEST),
            of_bureau("genre", "shown", "genre", order=NEWEST),
            # For an outlet's people, who see some hundred: further filters look into those.
            of_bureau("reader", "readers", order=NEWEST),
            of_bureau("reader_status", "readers", "status", order=NEWEST),
        ],
        REVISIONS: [
            IndexModel([("bureau", 1), ("submission", 1), ("revision", -1)], name="submission", unique=True),
        ],
        HISTORY: [IndexModel([("bureau", 1), ("submission", 1), ("_id", -1)], name="submission")],
        COUNTERS: [],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._submissions = db[SUBMISSIONS]
        self._revisions = db[REVISIONS]
        self._history = db[HISTORY]
        self._counters = db[COUNTERS]

    def next_number(self, bureau: str, now: datetime) -> str:
        """The next number of the bureau's year (Asia/Shanghai), such as 2026-000123.

        It is taken at once and outside of the unit, so that submissions do not wait for each other: a number
        whose submission then fails stays unused.
        """
        year = local_date(now).year
        counter: Any = self._counters.find_one_and_update(
            {"_id": f"{bureau}:{year}"},
            {"$inc": {"last": 1}, "$setOnInsert": {"bureau": bureau, "year": year}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return f"{year}-{counter['last']:06}"

    def get(self, bureau: str, id_: str) -> Submission:
        """One submission with its newest revision. Raises: NotFound."""
        document = self._submissions.find_one({"_id": id_, "bureau": bureau})
        if document is None:
            raise NotFound("submission.not_found")
        return submission_of(document, self.revision(bureau, id_, document["revision"]))

    def several(self, bureau: str, ids: Iterable[str]) -> dict[str, Submission]:
        """These submissions with their newest revisions, by id."""
        found = list(self._submissions.find({"bureau": bureau, "_id": {"$in": sorted(set(ids))}}))
        keys = [f"{each['_id']}:{each['revision']:06}" for each in found]
        rows = self._revisions.find({"bureau": bureau, "_id": {"$in": keys}})
        heads = {row["submission"]: revision_of(row) for row in rows}
        return {each["_id"]: submission_of(each, heads[each["_id"]]) for each in found}

    def sent_titles(self, bureau: str, ids: Iterable[str]) -> dict[str, str]:
        """The titles that others than their outlets see of these submissions, by id."""
        found = self._submissions.find({"bureau": bureau, "_id": {"$in": sorted(set(ids))}}, {"sent_title": 1})
        return {each["_id"]: each["sent_title"] for each in found}

    def revision(self, bureau: str, submission: str, number: int) -> Revision:
        """One revision. Raises: NotFound."""
        document = self._revisions.find_one({"_id": f"{submission}:{number:06}", "bureau": bureau})
        if document is None:
            raise NotFound("revision.not_found")
        return revision_of(document)

    def attachment(self, bureau: str, submission: str, last: int, file: str) -> Document:
        """What a revision up to `last` says of a file. Raises: NotFound when none names it."""
        query = {"bureau": bureau, "submission": submission, "revision": {"$lte": last}, "attachments.file": file}
        document = self._revisions.find_one(query, {"_id": 0, "attachments.$": 1})
        if document is None:
            raise NotFound("file.unknown")
        found: Document = document["attachments"][0]
        return found

    def revisions(self, bureau: str, submission: str, below: int, limit: int) -> list[Document]:
        """Up to `limit` + 1 revisions with numbers below `below`, newest first, without their text."""
        query = {"bureau": bureau, "submission": submission, "revision": {"$lt": below}}
        shown = dict.fromkeys(("revision", "hash", "title", "by", "at"), 1)
        return list(self._revisions.find(query, shown).sort("revision", DESCENDING).limit(limit + 1))

    def save(self, unit: Unit, before: Submission | None, change: Change, cause: str = "") -> None:
        """Write what a change made, its revision and its history entry, and tell its events. `cause`: the event
        that it followed. A change without effect that was no fact of another service leaves no trace."""
        submission = change.submission
        if before is not None and change.applied and submission.version == before.version and not change.events:
            return
        if change.revision is not None:
            unit.insert(REVISIONS, revision_document(submission, change.revision))
        if before is None:
            unit.insert(SUBMISSIONS, self._document(submission), {"number": Conflict("concurrent_change")})
        elif submission.version != before.version:
            unit.save(SUBMISSIONS, self._document(submission), before.version)
        for event in change.events:
            unit.emit(event, subject=submission.id, version=submission.version, bureau=submission.bureau)
        told = [row.id for row in unit.outbox[len(unit.outbox) - len(change.events) :]]
        unit.insert(HISTORY, history_document(new_id(), change, told, cause))

    def page(self, bureau: str, chosen: Filter, after: tuple[datetime, str] | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 listed submissions after a position, newest first."""
        query = chosen.query(bureau)
        if after is not None:
            moment, id_ = after
            bounds = query.get("sort_at", {})
            behind = [{"sort_at": {"$lt": moment}}, {"sort_at": moment, "_id": {"$lt": id_}}]
            query |= {"sort_at": bounds | {"$lte": moment}, "$or": behind}
        return list(self._submissions.find(query, LISTED).sort(NEWEST).hint(chosen.index).limit(limit + 1))

    def acted(self, bureau: str, submission: str, account: str) -> bool:
        """Whether an account ever did something of a submission for its outlet, by its history."""
        query = {"bureau": bureau, "submission": submission, "side": Side.OUTLET, "by": account}
        return self._history.find_one(query, {"_id": 1}) is not None

    def history(self, bureau: str, submission: str, after: str | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 moves, newest first."""
        query: Document = {"bureau": bureau, "submission": submission}
        query |= {"_id": {"$lt": after}} if after else {}
        return list(self._history.find(query).sort("_id", DESCENDING).limit(limit + 1))

    def _document(self, submission: Submission) -> Document:
        head = submission.revision
        if submission.sent == head.number:
            return submission_document(submission, head.title)
        sent = self.revision(submission.bureau, submission.id, submission.sent).title if submission.sent else ""
        return submission_document(submission, sent)


LISTED = dict.fromkeys(
    (
        "version", "number", "kind", "outlet", "status", "title", "sent_title", "genre", "topic", "round", "revision",
        "sent", "publications", "created_at", "updated_at", "submitted_at", "sort_at",
    ),
    1,
)  # fmt: skip
