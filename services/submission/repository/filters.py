"""Which submissions a list shows, in which order, and which index serves that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING

from shared.contracts.submission_terms import SubmissionKind, SubmissionSort, SubmissionStatus, Task
from shared.grams import holding
from shared.mongo.searching import NEWEST, OLDEST, SORT_AT, Order, behind
from shared.paging import Scalar

Document = dict[str, Any]
ORDERS: Mapping[SubmissionSort, Order] = {
    SubmissionSort.NEWEST: NEWEST,
    SubmissionSort.OLDEST: OLDEST,
    SubmissionSort.TITLE: [("sort_title", ASCENDING), ("_id", ASCENDING)],
    SubmissionSort.CHANGED: [("updated_at", DESCENDING), ("_id", DESCENDING)],
}
# Which index serves which filters; the first that fits. Each index ends in the order of the list.
BY_STAFF = (
    ({"outlet"}, "outlet"),
    ({"due"}, "due"),
    ({"topic", "status"}, "topic_status"),
    ({"topic"}, "topic"),
    ({"genre"}, "genre"),
    ({"kind", "status"}, "kind_status"),
    ({"status"}, "status"),
    ({"level"}, "level"),
    ({"kind"}, "kind"),
    (set[str](), "newest"),
)
BY_READERS = (({"status"}, "reader_status"), (set[str](), "reader"))
# What has no index of its own that ends in another order than by time is sorted where it was found.
OTHERWISE = {SubmissionSort.TITLE: "title", SubmissionSort.CHANGED: "changed"}
EQUAL = ("outlet", "kind", "number", "category")
# What a revision says: of what was handed in last, and under `own_…` of what its outlet wrote last.
WRITTEN = ("topic", "genre")


@dataclass(frozen=True)
class Filter:
    """Which submissions a list shows. `readers`: only those that the people of these outlets may see; None is staff,
    who see everything that was handed in. `equal` are values of `EQUAL` and `WRITTEN`, `level` is that of a publication
    that stands, `topics` are the texts that a topic is kept under, `submitter` who began it, `tasks` what is to be done
    with it at the moment `at`, `q` a part of number, title or text; `gram` is one of those of `q`, by which to look."""

    readers: tuple[str, ...] | None
    equal: Mapping[str, str] = field(default_factory=dict)
    statuses: tuple[SubmissionStatus, ...] = ()
    submitted: Sequence[tuple[datetime | None, datetime | None]] = ()
    level: str = ""
    topics: tuple[str, ...] = ()
    submitter: str = ""
    tasks: tuple[Task, ...] = ()
    at: datetime | None = None
    q: str = ""
    gram: str = ""
    sort: SubmissionSort = SubmissionSort.NEWEST

    def query(self, bureau: str) -> Document:
        """The filter for MongoDB."""
        query: Document = {"bureau": bureau}
        query |= {"shown": True} if self.readers is None else {"readers": {"$in": list(self.readers)}}
        query |= {name: self.equal[name] for name in EQUAL if name in self.equal}
        written: Document = {name: self.equal[name] for name in WRITTEN if name in self.equal}
        written |= {"topic": {"$in": list(self.topics)}} if len(self.topics) > 1 else {}
        query |= written if self.readers is None else {}
        query |= {"status": {"$in": list(self.statuses)}} if self.statuses else {}
        query |= {"appeared.level": self.level} if self.level else {}
        query |= {"submitter": self.submitter} if self.submitter else {}
        more = [
            *({"shown": True, SORT_AT: span} for span in self.spans),
            *map(self._to_do, self.tasks),
            *self._holding(),
            *(self._written(name, value) for name, value in written.items() if self.readers is not None),
        ]
        return query | ({"$and": more} if more else {})

    def page(self, bureau: str, after: Sequence[Scalar | datetime] | None) -> Document:
        """The same, behind a position: the values of the order."""
        query = self.query(bureau)
        return query | {"$and": [*query.get("$and", ()), *behind(self.order, after)]} if after else query

    @property
    def spans(self) -> list[Document]:
        """When they were handed in first. For what was handed in, the moment of that is what lists go by."""
        return [
            {name: moment for name, moment in zip(("$gte", "$lt"), bounds, strict=True) if moment is not None}
            for bounds in self.submitted
        ]

    @property
    def order(self) -> Order:
        """The order of the list."""
        return ORDERS[self.sort]

    @property
    def index(self) -> str:
        """The index that serves the list. Told to the database: its planner would judge by the filter that came
        first, and a filter that fits much is no measure for one that fits little."""
        if "number" in self.equal:
            return "number"
        given = self.equal.keys() | {
            name
            for name, there in (
                ("level", self.level),
                ("due", Task.METRICS_DUE in self.tasks),
                ("status", self.statuses or {Task.APPROVED_UNREPORTED, Task.CHANGES_REQUESTED} & {*self.tasks}),
            )
            if there
        }
        found = next(name for fields, name in (BY_STAFF if self.readers is None else BY_READERS) if fields <= given)
        return OTHERWISE.get(self.sort, found) if found == "newest" else found

    def _written(self, name: str, value: Any) -> Document:
        """What it says by what may be seen of it: one's own newest, of others what was handed in."""
        own = list(self.readers or ())
        return {"$or": [{"outlet": {"$in": own}, f"own_{name}": value}, {"outlet": {"$nin": own}, name: value}]}

    def _to_do(self, task: Task) -> Document:
        if task is Task.METRICS_DUE:
            return {"appeared.due": {"$lte": self.at}}
        if task is Task.CHANGES_REQUESTED:
            return {"status": SubmissionStatus.CHANGES_REQUESTED}
        # As soon as a publication is reported it is a published one, and approved again when none is left.
        return {"status": SubmissionStatus.APPROVED, "kind": SubmissionKind.WORK}

    def _holding(self) -> list[Document]:
        """A part of a text: of what was handed in, and of one's own of what was written last."""
        if not self.q:
            return []
        part = holding(self.q)
        if self.readers is None:
            return [{"sent_text": part}]
        own = list(self.readers)
        theirs = {"outlet": {"$nin": own}, "sent_text": part}
        return [{"$or": [{"outlet": {"$in": own}, "text": part}, theirs]}]
