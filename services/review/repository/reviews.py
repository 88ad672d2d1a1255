"""Rounds of review, their texts and their history in MongoDB. Every query of people is of one bureau."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
from shared.contracts.review_terms import ReviewStatus
from shared.errors import NotFound
from shared.ids import new_id
from shared.mongo import Unit
from shared.mongo.indexes import of_bureau

REVIEWS = "reviews"
CONTENTS = "contents"
HISTORY = "history"
CASES = "cases"
NEWEST = [("opened_at", DESCENDING), ("_id", DESCENDING)]
DUE = [("due_at", ASCENDING), ("_id", ASCENDING)]
# Which index serves which filters; the first that fits.
SEARCHES = (
    ({"submission"}, "submission"),
    ({"outlet"}, "outlet"),
    ({"status"}, "status"),
    (set[str](), "newest"),
)
# Acts of one person that others must not do: their condition says so again.
PERSONAL = frozenset({
    Act.CLAIM, Act.RECUSE, Act.DECIDE, Act.ASSESS, Act.SET_SENSITIVITY, Act.CONFIRM, Act.DISMISS,
})  # fmt: skip
HELD = frozenset({Act.DECIDE, Act.SET_SENSITIVITY, Act.CONFIRM, Act.DISMISS, Act.RELEASE})


@dataclass(frozen=True)
class Waiting:
    """Whose queue it is: what waits for one of the `roles` (None: for anybody), not of the `own` outlets."""

    account: str
    roles: tuple[str, ...] | None
    own: tuple[str, ...] = ()
    stage: str = ""

    def query(self, bureau: str) -> Document:
        """The filter for MongoDB."""
        query: Document = {"bureau": bureau, "status": ReviewStatus.OPEN}
        query |= {"stage": self.stage} if self.stage else {}
        if self.roles is not None:
            query |= {"stage_roles": {"$in": list(self.roles)}, "recused": {"$ne": self.account}}
            query |= {"deciders": {"$ne": self.account}, "submitter": {"$ne": self.account}}
            query |= {"writers": {"$ne": self.account}}
        return query | ({"outlets": {"$nin": list(self.own)}} if self.own else {})


@dataclass(frozen=True)
class Search:
    """Which rounds a list shows."""

    equal: Mapping[str, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()

    @property
    def index(self) -> str:
        """The index that serves the list."""
        return next(name for fields, name in SEARCHES if fields <= self.equal.keys())


class Reviews:
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
        found = self._contents.find({"bureau": bureau, "_id": {"$in": list(ids)}})
        texts = {document["_id"]: content_of(document) for document in found}
        if len(texts) < len(ids):
            raise NotFound("review.not_found")
        return texts

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

    def queue(self, bureau: str, whose: Waiting, after: tuple[datetime, str] | None, limit: int) -> list[Review]:
        """Up to `limit` + 1 rounds that wait, what is due first first."""
        query = whose.query(bureau) | _behind("due_at", after)
        hint = "queue_stage" if whose.stage else "queue"
        return [review_of(each) for each in self._reviews.find(query).sort(DUE).hint(hint).limit(limit + 1)]

    def held_by(self, bureau: str, accounts: Collection[str], now: datetime) -> list[Review]:
        """The rounds that one of these accounts has in hand."""
        query = {"claim.account": {"$in": list(accounts)}, "claim.until": {"$gt": now}, "status": ReviewStatus.OPEN}
        return [review_of(each) for each in self._reviews.find({"bureau": bureau, **query})]

    def left(self, bureau: str, own: Sequence[str], after: tuple[datetime, str] | None, limit: int) -> list[Review]:
        """Up to `limit` + 1 rounds whose reviewer left and that nobody has taken since, what is due first first."""
        query: Document = {"bureau": bureau, "status": ReviewStatus.OPEN, "left_by": {"$gt": ""}}
        query |= {"outlets": {"$nin": list(own)}} if own else {}
        found = self._reviews.find(query | _behind("due_at", after)).sort(DUE).limit(limit + 1)
        return [review_of(each) for each in found]

    def page(self, bureau: str, chosen: Search, after: tuple[datetime, str] | None, limit: int) -> list[Review]:
        """Up to `limit` + 1 rounds, newest first."""
        query: Document = {"bureau": bureau, **chosen.equal}
        query |= {"outlets": {"$nin": list(chosen.own)}} if chosen.own else {}
        if after is not None:
            moment, id_ = after
            behind = [{"opened_at": {"$lt": moment}}, {"opened_at": moment, "_id": {"$lt": id_}}]
            query |= {"opened_at": {"$lte": moment}, "$or": behind}
        found = self._reviews.find(query).sort(NEWEST).hint(chosen.index).limit(limit + 1)
        return [review_of(each) for each in found]

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


def _behind(order: str, after: tuple[datetime, str] | None) -> Document:
    """What comes later in an ascending order; everything without a position."""
    if after is None:
        return {}
    moment, id_ = after
    return {order: {"$gte": moment}, "$or": [{order: {"$gt": moment}}, {order: moment, "_id": {"$gt": id_}}]}
