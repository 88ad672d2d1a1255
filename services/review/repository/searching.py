"""Which rounds a list shows and in what order. Counts are of the same filters: no number differs from its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from pymongo import ASCENDING, DESCENDING

from shared.contracts.review_terms import ReviewOrder, ReviewStatus

Document = dict[str, Any]
NEWEST = [("opened_at", DESCENDING), ("_id", DESCENDING)]
OLDEST = [("opened_at", ASCENDING), ("_id", ASCENDING)]
DUE = [("due_at", ASCENDING), ("_id", ASCENDING)]
ORDERS = {ReviewOrder.NEWEST: NEWEST, ReviewOrder.OLDEST: OLDEST, ReviewOrder.DUE: DUE}
# Which index serves which filters when rounds are listed by when they were handed in; the first that fits. What waits
# is listed by when it is due from the queue's own.
SEARCHES = (
    ({"submission"}, "submission"),
    ({"outlet"}, "outlet"),
    ({"decided_by_me"}, "decided"),
    ({"returned"}, "returned"),
    ({"status"}, "status"),
    (set[str](), "newest"),
)
WAITS: Document = {"status": ReviewStatus.OPEN.value}


class Mark(StrEnum):
    """What a round is to a person, or at a moment. All but `DECIDED_BY_ME` and `RETURNED` are of those that wait."""

    MINE = "mine"
    FREE = "free"
    OVERDUE = "overdue"
    RETURNED = "returned"
    DECIDED_BY_ME = "decided_by_me"


OF_WAITING = frozenset({Mark.MINE, Mark.FREE, Mark.OVERDUE})


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to: fields that equal something, and marks, for a person at a moment."""

    account: str
    now: datetime
    equal: Mapping[str, str] = field(default_factory=dict)
    marks: frozenset[Mark] = frozenset()
    order: ReviewOrder = ReviewOrder.NEWEST

    @property
    def sort(self) -> list[tuple[str, int]]:
        """The order for MongoDB."""
        return ORDERS[self.order]

    @property
    def field(self) -> str:
        """What the order is by."""
        return self.sort[0][0]

    def query(self, base: Document, after: tuple[datetime, str] | None = None) -> Document:
        """The filter for MongoDB, within a `base`, of what comes after a position."""
        marked = [self.marked(mark) for mark in sorted(self.marks)]
        due = [WAITS] if self.order is ReviewOrder.DUE else []
        parts = [part for part in (dict(self.equal), *marked, *due, behind(self.sort, after)) if part]
        return base | ({"$and": parts} if parts else {})

    def index(self, base: Document) -> str:
        """The index that serves the query."""
        if self.order is ReviewOrder.DUE:
            return "queue_stage" if "stage" in self.equal else "queue"
        named = {*base, *self.equal, *self.marks} | (WAITS.keys() if self.marks & OF_WAITING else set())
        return next(name for fields, name in SEARCHES if fields <= named)

    def marked(self, mark: Mark) -> Document:
        """The filter for one mark."""
        held = {"$gt": self.now}
        match mark:
            case Mark.MINE:
                return WAITS | {"claim.account": self.account, "claim.until": held}
            case Mark.FREE:
                return WAITS | {"claim.until": {"$not": held}}
            case Mark.OVERDUE:
                return WAITS | {"due_at": {"$lte": self.now}}
            case Mark.RETURNED:
                return {"returned": True}
            case Mark.DECIDED_BY_ME:
                return {"deciders": self.account}


def behind(order: Sequence[tuple[str, int]], after: tuple[datetime, str] | None) -> Document:
    """What comes after a position in an order; everything without one."""
    if after is None:
        return {}
    moment, id_ = after
    name, way = order[0][0], "$gt" if order[0][1] == ASCENDING else "$lt"
    return {name: {f"{way}e": moment}, "$or": [{name: {way: moment}}, {name: moment, "_id": {way: id_}}]}


@dataclass(frozen=True)
class Waiting:
    """Whose queue it is: what waits for one of the `roles` (None: for anybody), not of the `own` outlets."""

    account: str
    roles: tuple[str, ...] | None
    own: tuple[str, ...] = ()

    def query(self, bureau: str) -> Document:
        """The filter for MongoDB."""
        query: Document = {"bureau": bureau} | WAITS
        if self.roles is not None:
            query |= {"stage_roles": {"$in": list(self.roles)}, "recused": {"$ne": self.account}}
            query |= {"deciders": {"$ne": self.account}, "submitter": {"$ne": self.account}}
            query |= {"writers": {"$ne": self.account}}
        return query | strangers(self.own)


def left_open(bureau: str, own: tuple[str, ...]) -> Document:
    """What is open since its reviewer left, and nobody has taken since."""
    return {"bureau": bureau, "left_by": {"$gt": ""}} | WAITS | strangers(own)


def strangers(own: tuple[str, ...]) -> Document:
    """Not of the outlets that somebody acts for."""
    return {"outlets": {"$nin": list(own)}} if own else {}
