"""Rounds of review, their texts and their history in MongoDB. Every query of people is of one bureau."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from services.review.domain import Act, Case, Change, Content, Review
from services.review.repository.documents import (
    Document,
    content_document,
    content_of,
    history_document,
    review_document,
    review_of,
)
from services.review.repository.searching import DUE, NEWEST, Filters, Mark, behind
from shared.contracts.review_terms import ReviewStatus
from shared.errors import NotFound
from shared.ids import new_id
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau
from shared.mongo.memory import Remembering

REVIEWS = "reviews"
CONTENTS = "contents"
HISTORY = "history"
CASES = "cases"
# Acts of one person that others must not do: their condition says so again.
PERSONAL = frozenset({
    Act.CLAIM, Act.RECUSE, Act.DECIDE, Act.ASSESS, Act.SET_SENSITIVITY, Act.CONFIRM, Act.DISMISS,
})  # fmt: skip
HELD = frozenset({Act.DECIDE, Act.SET_SENSITIVITY, Act.CONFIRM, Act.DISMISS, Act.RELEASE})
# What is counted of a queue, by stage; `waiting` is all of it.
COUNTED: Mapping[str, tuple[Mark, ...]] = {
    "waiting": (),
    "free": (Mark.FREE,),
    "mine": (Mark.MINE,),
    "overdue": (Mark.OVERDUE,),
    "mine_overdue": (Mark.MINE, Mark.OVERDUE),
    "returned": (Mark.RETURNED,),
}
# What these and the filters look at; texts and findings need not be read on.
LOOKED_AT = ("status", "stage", "kind", "sensitivity", "outlet", "claim", "due_at", "returned")


class Reviews(Remembering):
    """The only user of these collections."""

    INDEXES: ClassVar[Mapping[str, Sequence[IndexModel]]] = {
        REVIEWS: [
            of_bureau("round", "submission", "round", unique=True),
            of_bureau("queue", "status", order=DUE),
            of_bureau("queue_stage", "status", "stage", order=DUE),
            of_bureau("calendar", "calendar", partialFilterExpression={"status": ReviewStatus.OPEN.value}),
            of_bureau("newest", order=NEWEST),
            of_bureau("status", "status", order=NEWEST),
            of_bureau("outlet", "outlet", order=NEWEST),
            of_bureau("submission", "submission", order=NEWEST),
            of_bureau("decided", "deciders", order=NEWEST),
            of_bureau("returned", order=NEWEST, partialFilterExpression={"returned": True}),
            # Begins with the moment: what time brings is looked for in all bureaus at once.
            of_bureau("claimed", "claim.account"),
            of_bureau("left", order=DUE, partialFilterExpression={"left_by": {"$gt": ""}}),
            IndexModel(
                [("notice_at", ASCENDING), ("_id", ASCENDING)],
                name="notice",
                partialFilterExpression={"status": ReviewStatus.OPEN.value},
            ),
        ],
        CONTENTS: [of_bureau("content", "_id")],
        HISTORY: [of_bureau("review", "review", order=[("_id", DESCENDING)])],
        CASES: [of_bureau("case", "_id")],
    }

    def __init__(self, db: Database[Document]) -> None:
        self._reviews = db[REVIEWS]
        self._contents = db[CONTENTS]
        self._history = db[HISTORY]
        self._cases = db[CASES]

    def get(self, bureau: str, id_: str) -> Review:
        """One round. Raises: NotFound."""
        document = self._reviews.find_one({"_id": id_, "bureau": bureau})
        if document is None:
            raise NotFound("review.not_found")
        return review_of(document)

    def of_submission(self, bureau: str, submission: str) -> list[Review]:
        """All rounds of a submission, first to last."""
        found = self._reviews.find({"bureau": bureau, "submission": submission}).sort("round", ASCENDING)
        return [review_of(document) for document in found]

    def content(self, bureau: str, id_: str) -> Content:
        """The text of a round. Raises: NotFound."""
        return self.contents(bureau, [id_])[id_]

    def contents(self, bureau: str, ids: Collection[str]) -> dict[str, Content]:
        """The texts of rounds, by id. Raises: NotFound when one has none."""
        texts = self.unchanging(self._contents, bureau, ids, content_of)
        if len(texts) < len(ids):
            raise NotFound("review.not_found")
        return texts

    def newest_texts(self, bureau: str, most: int) -> Iterator[tuple[str, datetime, str, str]]:
        """Round, when it began, title and body of what was handed in last, newest first; of a work each time."""
        found = self._reviews.find({"bureau": bureau}, {"opened_at": 1}).sort(NEWEST).limit(most)
        rounds = {each["_id"]: each["opened_at"] for each in found}
        texts = self._contents.find({"bureau": bureau, "_id": {"$in": list(rounds)}}, {"title": 1, "body": 1})
        read = {each["_id"]: each for each in texts}
        return ((id_, at, read[id_]["title"], read[id_]["body"]) for id_, at in rounds.items() if id_ in read)

    def open(self, unit: Unit, change: Change, content: Content) -> None:
        """Write a round that begins."""
        unit.insert(CONTENTS, content_document(change.review, content))
        unit.insert(REVIEWS, review_document(change.review))
        self._tell(unit, change)

    def save(self, unit: Unit, before: Review, change: Change) -> Document:
        """Write what an act made, and give its history's row. The document's own condition holds who may: of one's
        version, nothing of the same person before (handed in, decided, recused), and held by them if it needs that."""
        match: Document = {"_id": before.id, "bureau": before.bureau, "version": before.version}
        if change.act in PERSONAL:
            match |= {name: {"$ne": change.by} for name in ("deciders", "recused", "submitter", "writers")}
        if change.act in HELD:
            match |= {"claim.account": change.by, "claim.until": {"$gt": change.at}}
        document = review_document(change.review)
        del document["_id"]
        unit.update(REVIEWS, match, {"$set": document})
        return self._tell(unit, change)

    def case(self, bureau: str, submission: str) -> Case:
        """What is known of a submission; of one that was never heard of, nothing."""
        found = self._cases.find_one({"_id": submission, "bureau": bureau})
        if found is None:
            return Case(submission, bureau)
        return Case(submission, **{name: value for name, value in found.items() if name != "_id"})

    def save_case(self, unit: Unit, before: Case, case: Case) -> None:
        """Write what is known of a submission, if nothing more was heard of it meanwhile."""
        names = ("round", "withdrawn", "published", "heard", "version")
        if before.version == 0:
            # So that the strict write after it has a document to find, whoever comes first.
            blank = {"bureau": before.bureau} | {name: getattr(before, name) for name in names}
            unit.update(CASES, {"_id": before.submission}, {"$setOnInsert": blank}, upsert=True)
        match = {"_id": before.submission, "bureau": before.bureau, "version": before.version}
        unit.update(CASES, match, {"$set": {name: getattr(case, name) for name in names}})

    def listed(self, base: Document, chosen: Filters, after: tuple[datetime, str] | None, limit: int) -> list[Review]:
        """Up to `limit` + 1 rounds of a `base` (of one bureau, a queue), in the order of the filters."""
        found = self._reviews.find(chosen.query(base, after)).sort(chosen.sort).hint(chosen.index(base))
        return [review_of(each) for each in found.limit(limit + 1)]

    def counts(self, queue: Document, chosen: Filters) -> dict[str, dict[str, int]]:
        """How many rounds of a queue have each of `COUNTED`, by stage; and all of them by kind and sensitivity."""
        parts = {name: _counted("stage", *(chosen.marked(mark) for mark in marks)) for name, marks in COUNTED.items()}
        parts |= {name: _counted(name) for name in ("kind", "sensitivity")}
        steps = [{"$match": chosen.query(queue)}, {"$project": dict.fromkeys(LOOKED_AT, 1)}, {"$facet": parts}]
        (found,) = self._reviews.aggregate(steps, hint="queue")
        return {name: {row["_id"]: row["count"] for row in rows} for name, rows in found.items()}

    def held_by(self, bureau: str, accounts: Collection[str], now: datetime) -> list[Review]:
        """The rounds that one of these accounts has in hand."""
        query = {"claim.account": {"$in": list(accounts)}, "claim.until": {"$gt": now}, "status": ReviewStatus.OPEN}
        return [review_of(each) for each in self._reviews.find({"bureau": bureau, **query})]

    def decided_since(self, bureau: str, accounts: Collection[str], since: datetime) -> dict[str, int]:
        """Of how many rounds that began since then each of these accounts decided a stage, or assessed."""
        steps: list[Document] = [
            {"$match": {"bureau": bureau, "opened_at": {"$gte": since}, "deciders": {"$in": list(accounts)}}},
            {"$project": {"deciders": {"$setUnion": ["$deciders"]}}},
            {"$unwind": "$deciders"},
            {"$group": {"_id": "$deciders", "count": {"$sum": 1}}},
        ]
        found = self._reviews.aggregate(steps, hint="newest")
        return {row["_id"]: row["count"] for row in found if row["_id"] in accounts}

    def left(self, base: Document, after: tuple[datetime, str] | None, limit: int) -> list[Review]:
        """Up to `limit` + 1 rounds of those that were left (`left_open`), what is due first first."""
        found = self._reviews.find(base | behind(DUE, after)).sort(DUE).limit(limit + 1)
        return [review_of(each) for each in found]

    def count_left(self, base: Document) -> int:
        """How many those are."""
        return self._reviews.count_documents(base)

    def history(self, bureau: str, review: str, after: str | None, limit: int) -> list[Document]:
        """Up to `limit` + 1 acts, newest first."""
        query: Document = {"bureau": bureau, "review": review}
        query |= {"_id": {"$lt": after}} if after else {}
        return list(self._history.find(query).sort("_id", DESCENDING).limit(limit + 1))

    def due(self, now: datetime) -> Iterator[tuple[str, str, int]]:
        """Bureau, id and version of the rounds of all bureaus that somebody is to be reminded of."""
        query = {"status": ReviewStatus.OPEN.value, "notice_at": {"$lte": now, "$type": "date"}}
        shown = {"bureau": 1, "version": 1}
        for each in self._reviews.find(query, shown).sort("notice_at", ASCENDING).hint("notice"):
            yield each["bureau"], each["_id"], each["version"]

    def waiting_bureaus(self) -> list[str]:
        """The bureaus in which rounds are open."""
        found: list[str] = self._reviews.distinct("bureau", {"status": ReviewStatus.OPEN.value})
        return found

    def counted_otherwise(self, bureau: str, mark: str, limit: int) -> list[tuple[str, int]]:
        """Id and version of up to `limit` open rounds whose time was not counted by this state of the calendar."""
        query = {"bureau": bureau, "status": ReviewStatus.OPEN.value, "calendar": {"$ne": mark}}
        found = self._reviews.find(query, {"version": 1}).hint("calendar").limit(limit)
        return [(each["_id"], each["version"]) for each in found]

    def recounted(self, unit: Unit, review: Review, mark: str) -> None:
        """Note that a round's time is the same by this state of the calendar, if the round still is as it was."""
        match = {"_id": review.id, "bureau": review.bureau, "version": review.version}
        unit.update(REVIEWS, match, {"$set": {"calendar": mark}})

    def _tell(self, unit: Unit, change: Change) -> Document:
        review = change.review
        for event in change.events:
            unit.emit(event, subject=review.id, version=review.version, bureau=review.bureau)
        told = [row.id for row in unit.outbox[len(unit.outbox) - len(change.events) :]]
        row = history_document(new_id(), change, told)
        unit.insert(HISTORY, row)
        return row


def _counted(field: str, *parts: Document) -> list[Document]:
    """How many of a facet there are, by the values of a field."""
    matched = [{"$match": {"$and": list(parts)}}] if parts else []
    return [*matched, {"$group": {"_id": f"${field}", "count": {"$sum": 1}}}]
