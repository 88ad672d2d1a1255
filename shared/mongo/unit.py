"""A unit of work: what one command or one event wants to change, buffered until the kernel commits it.

Authors fill a unit; they never see the transaction. Units of neighbours are committed together, so a unit
holds conditional writes only: each says which version it was decided upon.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pymongo import DeleteOne, InsertOne, ReplaceOne, UpdateMany, UpdateOne

from shared.clock import now
from shared.events import Envelope, Event

Document = dict[str, Any]
Operation = InsertOne[Document] | ReplaceOne[Document] | UpdateOne | UpdateMany | DeleteOne


@dataclass(frozen=True)
class Write:
    """One write. A strict one must find what it is conditional upon, `match`, else the whole unit was decided on stale
    state."""

    collection: str
    operation: Operation
    strict: bool
    match: Document = field(default_factory=dict)
    # It asks for a state and changes none that anybody reads.
    relies: bool = False

    @property
    def place(self) -> str:
        """What it is about, among all documents of a database."""
        return f"{self.collection}/{self.match.get('_id')}"

    @property
    def replaces(self) -> bool:
        """Whether a second one like it, over the same document, is stale once this one is committed."""
        return isinstance(self.operation, ReplaceOne)


@dataclass(frozen=True)
class OutboxRow:
    """One event on its way out; `body` is the encoded CloudEvent. What is not `durable` is no row of any outbox."""

    id: str
    type: str
    routing_key: str
    aggregate: str
    mandatory: bool
    body: bytes
    created_at: datetime
    durable: bool = True


class Turn(Protocol):
    """A unit's turn among those that build on one another before they are committed: it is queued behind another."""

    def wait(self) -> None:
        """Until the one before is queued, or has given up."""

    def queued(self) -> None:
        """Let the one behind follow."""

    def lost(self) -> None:
        """The unit was not committed, and what was built on it does not hold."""


@dataclass
class Unit:
    """The writes and events of one command or event, and the key under which they take effect once.

    `key` is the inbox or idempotency key (None: no protection asked for), `fingerprint` tells two different
    requests under one key apart, `rights` are those by which its caller acted, `traceparent`, `causation` and
    `correlation` go into every event.
    """

    key: str | None = None
    fingerprint: str | None = None
    rights: frozenset[str] = frozenset()
    traceparent: str = ""
    causation: str = ""
    correlation: str = ""
    keep_days: int = 90
    result: Any = None
    writes: list[Write] = field(default_factory=list)
    outbox: list[OutboxRow] = field(default_factory=list)
    taken: dict[str, Exception] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)

    def insert(self, collection: str, document: Document, taken: Mapping[str, Exception] | None = None) -> None:
        """Add a document. `taken` names the error for a duplicate key of each unique index: a `DomainError`, or a
        `StaleWrite` to have the handler run again, which sees what took the key."""
        self.taken.update(taken or {})
        self.writes.append(Write(collection, InsertOne(document), strict=False))

    def insert_many(
        self, collection: str, documents: Sequence[Document], taken: Mapping[str, Exception] | None = None
    ) -> None:
        """Add several documents."""
        for document in documents:
            self.insert(collection, document, taken)

    def save(
        self,
        collection: str,
        document: Document,
        expected: int,
        taken: Mapping[str, Exception] | None = None,
    ) -> None:
        """Replace a document that must still be at version `expected`; the handler is run again when it is not."""
        self.taken.update(taken or {})
        match = {"_id": document["_id"], "version": expected}
        if "bureau" in document:
            match["bureau"] = document["bureau"]
        self.writes.append(Write(collection, ReplaceOne(match, document), True, match))

    def update(
        self,
        collection: str,
        match: Document,
        change: Document | list[Document],
        *,
        upsert: bool = False,
        must_match: bool = True,
    ) -> None:
        """Change one document in place. With `must_match` the handler is run again when none matches."""
        strict = must_match and not upsert
        operation = UpdateOne(match, change, upsert=upsert)
        self.writes.append(Write(collection, operation, strict, match))

    def rely(self, collection: str, match: Document, mark: Document) -> None:
        """Have the handler run again unless a document matches; `mark` is the change that makes it a write."""
        self.writes.append(Write(collection, UpdateOne(match, mark), True, match, relies=True))

    def update_many(self, collection: str, match: Document, change: Document | list[Document]) -> None:
        """Change all that match at the commit, what was added since included: what follows from another write of the
        unit, which says what version it was decided upon."""
        self.writes.append(Write(collection, UpdateMany(match, change), strict=False))

    def delete(self, collection: str, match: Document, *, must_match: bool = True) -> None:
        """Remove one document."""
        self.writes.append(Write(collection, DeleteOne(match), must_match, match))

    def replica(self, collection: str, id_: str, version: int, fields: Document) -> None:
        """Keep the newest known state of another service's aggregate; a stale or repeated one changes nothing."""
        newer = {"$lt": [{"$ifNull": ["$version", -1]}, version]}
        fresh = {"$literal": {**fields, "version": version}}
        merged = {"$mergeObjects": [{"_id": "$_id"}, fresh]}
        change = [{"$replaceWith": {"$cond": [newer, merged, "$$ROOT"]}}]
        self.update(collection, {"_id": id_}, change, upsert=True)

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """While it is decided and committed: whatever becomes of it, those behind it go on and know."""
        try:
            yield
        except BaseException:  # whatever it is, nobody waits for what does not come
            for turn in self.turns:
                turn.queued()
                turn.lost()
            raise

    def wait(self) -> None:
        """Until those are queued that it builds on."""
        for turn in self.turns:
            turn.wait()

    def queued(self) -> None:
        """Let those go on that build on it."""
        for turn in self.turns:
            turn.queued()

    def emit(self, event: Event, *, subject: str, version: int, bureau: str, to: str = "") -> None:
        """Record a fact; it leaves through the outbox after the commit, at least once: for everybody who hears such
        facts, or for one service alone. A hint (`Event.durable`) leaves at most once."""
        envelope = Envelope.seal(
            event,
            subject=subject,
            bureau=bureau,
            version=version,
            traceparent=self.traceparent,
            causation=self.causation,
            correlation=self.correlation,
        )
        kind = type(event)
        row = OutboxRow(
            envelope.id,
            envelope.type,
            kind.routing_key(bureau, to),
            subject,
            kind.mandatory,
            envelope.encode(event),
            now(),
            kind.durable,
        )
        self.outbox.append(row)
