"""Submissions, their revisions and their history in MongoDB. Every query is of one bureau."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument
from pymongo.database import Database

from services.submission.domain import Change, Revision, Side, Submission, tally
from services.submission.repository.documents import (
    Document,
    found_by,
    history_document,
    revision_document,
    revision_of,
    submission_document,
    submission_of,
)
from services.submission.repository.filters import Filter
from services.submission.repository.searching import Search
from services.submission.repository.statistics import count
from shared.clock import local_date
from shared.errors import Conflict, NotFound
from shared.ids import new_id
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.mongo.memory import Remembering
from shared.mongo.searching import NEWEST
from shared.paging import Scalar

SUBMISSIONS = "submissions"
REVISIONS = "revisions"
HISTORY = "history"
COUNTERS = "counters"
# What a submission is found by is read by nobody.
UNREAD = dict.fromkeys(("text", "sent_text"), 0)


class Submissions(Remembering):
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
            of_bureau("level", "shown", "appeared.level", order=NEWEST),
            of_bureau("due", "shown", "appeared.due", order=NEWEST),
            of_bureau("title", "shown", order=[("sort_title", ASCENDING), ("_id", ASCENDING)]),
            of_bureau("changed", "shown", order=[("updated_at", DESCENDING), ("_id", DESCENDING)]),
            # For an outlet's people, who see some hundred: further filters look into those.
            of_bureau("reader", "readers", order=NEWEST),
            of_bureau("reader_status", "readers", "status", order=NEWEST),
        ],
        REVISIONS: [
            IndexModel([("bureau", 1), ("submission", 1), ("revision", -1)], name="submission", unique=True),
        ],
        HISTORY: [IndexModel([("bureau", 1), ("submission", 1), ("_id", -1)], name="submission")],
        COUNTERS: [],
        **Search.INDEXES,
    }

    def __init__(self, db: Database[Document]) -> None:
        self._submissions = db[SUBMISSIONS]
        self._revisions = db[REVISIONS]
        self._history = db[HISTORY]
        self._counters = db[COUNTERS]
        self._search = Search(db, SUBMISSIONS)

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
        document = self._submissions.find_one({"_id": id_, "bureau": bureau}, UNREAD)
        if document is None:
            raise NotFound("submission.not_found")
        return submission_of(document, self.revision(bureau, id_, document["revision"]))

    def several(self, bureau: str, ids: Iterable[str]) -> dict[str, Submission]:
        """These submissions with their newest revisions, by id."""
        found = list(self._submissions.find({"bureau": bureau, "_id": {"$in": sorted(set(ids))}}, UNREAD))
        keys = {each["_id"]: f"{each['_id']}:{each['revision']:06}" for each in found}
        heads = self.unchanging(self._revisions, bureau, keys.values(), revision_of)
        return {each["_id"]: submission_of(each, heads[keys[each["_id"]]]) for each in found}

    def sent_titles(self, bureau: str, ids: Iterable[str]) -> dict[str, str]:
        """The titles that others than their outlets see of these submissions, by id."""
        found = self._submissions.find({"bureau": bureau, "_id": {"$in": sorted(set(ids))}}, {"sent_title": 1})
        return {each["_id"]: each["sent_title"] for each in found}

    def revision(self, bureau: str, submission: str, number: int) -> Revision:
        """One revision. Raises: NotFound."""
        key = f"{submission}:{number:06}"
        found = self.unchanging(self._revisions, bureau, [key], revision_of)
        if key not in found:
            raise NotFound("revision.not_found")
        return found[key]

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
        count(unit, submission.bureau, submission.id, self._counted(before), self._counted(submission))
        if before is not None and change.applied and submission.version == before.version and not change.events:
            return
        if change.revision is not None:
            unit.insert(REVISIONS, revision_document(submission, change.revision))
        document = self._document(before, submission)
        if before is None:
            unit.insert(SUBMISSIONS, document | {"appeared": []}, {"number": Conflict("concurrent_change")})
        elif submission.version != before.version:
            # Set, not replaced: where it stands is kept by its publications (`appearances`).
            match = {"_id": submission.id, "bureau": submission.bureau, "version": before.version}
            unit.update(SUBMISSIONS, match, {"$set": document})
        self._search.keep(unit, document, document.get("sent_text", ""))
        for event in change.events:
            unit.emit(event, subject=submission.id, version=submission.version, bureau=submission.bureau)
        told = [row.id for row in unit.outbox[len(unit.outbox) - len(change.events) :]]
        unit.insert(HISTORY, history_document(new_id(), change, told, cause))

    def page(
        self, bureau: str, chosen: Filter, after: Sequence[Scalar | datetime] | None, limit: int
    ) -> list[Document]:
        """Up to `limit` + 1 listed submissions after a position, in the order of the filter."""
        if (looked := self._search.narrowed(bureau, chosen)) is None:
            return []
        if looked.gram:
            some = ({"$limit": limit + 1}, {"$project": LISTED})
            return self._search.page(bureau, looked, after, *some)
        found = self._submissions.find(looked.page(bureau, after), LISTED).sort(looked.order)
        return list(found.hint(looked.index).limit(limit + 1))

    def count(self, bureau: str, chosen: Filter) -> int:
        """How many submissions the list of a filter has."""
        if (looked := self._search.narrowed(bureau, chosen)) is None:
            return 0
        if looked.gram:
            counted = self._search.counted(bureau, looked, {"$count": "count"})
            return sum(each["count"] for each in counted)
        return self._submissions.count_documents(looked.query(bureau), hint=looked.index)

    def by_status(self, bureau: str, chosen: Filter) -> dict[str, int]:
        """The same by state; states without any are left out."""
        if (looked := self._search.narrowed(bureau, chosen)) is None:
            return {}
        counted: Document = {"$group": {"_id": "$status", "count": {"$sum": 1}}}
        if looked.gram:
            rows = self._search.counted(bureau, looked, counted)
        else:
            steps = [{"$match": looked.query(bureau)}, counted]
            rows = list(self._submissions.aggregate(steps, hint=looked.index))
        return {row["_id"]: row["count"] for row in rows}

    def acted_in(self, bureau: str, ids: Sequence[str], account: str) -> frozenset[str]:
        """Of which of these submissions an account ever did something for their outlet, by their history."""
        if not ids:
            return frozenset()
        query = {"bureau": bureau, "submission": {"$in": sorted(set(ids))}, "side": Side.OUTLET, "by": account}
        return frozenset(row["submission"] for row in self._history.find(query, {"submission": 1}))

    def history(self, bureau: str, submission: str, after: str | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 moves, newest first."""
        query: Document = {"bureau": bureau, "submission": submission}
        query |= {"_id": {"$lt": after}} if after else {}
        return list(self._history.find(query).sort("_id", DESCENDING).limit(limit + 1))

    def _document(self, before: Submission | None, submission: Submission) -> Document:
        """The document, and what it is found by where that is not as before."""
        head, sent = submission.revision, self._sent(submission)
        document = submission_document(submission, sent)
        same = before is not None and (before.revision.number, before.sent) == (head.number, submission.sent)
        return document | ({} if same else found_by(submission.number, head, sent))

    def _counted(self, submission: Submission | None) -> tally.Tally:
        """What it adds to the statistics."""
        shown = submission and (self._sent(submission) or submission.revision)
        return tally.of_work(submission, shown.topic if shown else "")

    def _sent(self, submission: Submission) -> Revision | None:
        """The revision that was handed in last."""
        if submission.sent in (0, submission.revision.number):
            return submission.revision if submission.sent else None
        return self.revision(submission.bureau, submission.id, submission.sent)


LISTED = dict.fromkeys(
    (
        "version", "number", "kind", "outlet", "status", "title", "sent_title", "genre", "topic", "own_genre",
        "own_topic", "round", "revision", "sent", "publications", "created_at", "updated_at", "submitted_at", "sort_at",
        "sort_title",
    ),
    1,
)  # fmt: skip
