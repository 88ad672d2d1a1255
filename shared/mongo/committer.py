"""Group commit: the units that wait are committed in one majority transaction, and none can fail another.

A round goes into one transaction; the inbox's own unique key tells when one of its keys has had its effect before,
which is rare. When the transaction is refused (a duplicate key, a stale version), one `$in` asks which keys those are
and one `$or` for each collection which conditions no longer hold; those units have their answer, and the rest goes on
as a group. When another process was at one of the documents meanwhile, nobody is to blame and the group is tried again.
If that is not the reason, each unit gets a transaction of its own, so that only the guilty one fails. Units that cannot
both be committed, two of one key or two new versions of one document, are never in the same transaction.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError

from shared.errors import Conflict, Forbidden, KeyReused
from shared.mongo.client import Contended, Document, unreachable
from shared.mongo.grouper import Grouper, Ticket
from shared.mongo.transaction import INBOX, StaleWrite, duplicate_message, transact, transient
from shared.mongo.unit import Unit, Write

# The next round waits meanwhile, so a conflict that lasts is for the caller to wait out.
CONFLICT_TRIES = 3
# A group that goes on as one costs less than its units one by one.
GROUP_TRIES = 6


@dataclass(frozen=True)
class Committed:
    """What a unit's key already stands for: `replayed` when an earlier attempt had the effect."""

    result: Any
    replayed: bool = False


@dataclass
class Work:
    """One unit in a round; `outcome` is filled when it is settled without an error."""

    unit: Unit
    outcome: Committed | None = None


class Committer:
    """Commits units for one process and one database. `token` marks the outbox rows that it holds a lease on."""

    def __init__(self, client: MongoClient[Document], db: Database[Document], token: str) -> None:
        self._client = client
        self._db = db
        self._token = token
        self._grouper: Grouper[Work] = Grouper(self._round, "committer")
        self.counts: Counter[str] = Counter()

    def commit(self, unit: Unit) -> Committed:
        """Make the unit's effect durable, once. Raises: StaleWrite, Contended, DomainError, PyMongoError."""
        if unit.key is None and not unit.writes and not unit.outbox:
            return Committed(unit.result)
        work = Work(unit)
        with unit.in_turn():
            unit.wait()
            self._grouper.submit(work, unit.queued)
        return work.outcome or Committed(unit.result)

    def recall(
        self, key: str, fingerprint: str | None, rights: Collection[str]
    ) -> Committed | None:  # fmt: skip
        """What had its effect under `key` before, if anything; nothing for who has lost some of the `rights` by which
        they had it. Raises: KeyReused for another request."""
        record = self._db[INBOX].find_one({"_id": key})
        return None if record is None or _lost(record, rights) else _replay(record, fingerprint)

    def stop(self) -> None:
        """Commit what is queued and end."""
        self._grouper.stop()

    def _round(self, tickets: Sequence[Ticket[Work]]) -> None:
        first, later = _apart(tickets)
        while first:
            self._commit_group(first)
            first, later = _apart(self._fresh(later))

    def _fresh(self, tickets: Sequence[Ticket[Work]]) -> list[Ticket[Work]]:
        """Without those that had their effect before and those that are stale, which have their answer then."""
        return self._standing(self._unseen(tickets))

    def _unseen(self, tickets: Sequence[Ticket[Work]]) -> list[Ticket[Work]]:
        if len(tickets) == 1:
            return list(tickets)  # alone, the inbox's own unique key tells as much and costs nothing
        keys = [t.item.unit.key for t in tickets if t.item.unit.key is not None]
        found = {r["_id"]: r for r in self._db[INBOX].find({"_id": {"$in": keys}})} if keys else {}
        fresh = []
        for ticket in tickets:
            record = found.get(ticket.item.unit.key)
            if record is None:
                fresh.append(ticket)
            else:
                _settle_replay(ticket, record)
        return fresh

    def _standing(self, tickets: Sequence[Ticket[Work]]) -> list[Ticket[Work]]:
        if len(tickets) == 1:
            return list(tickets)  # alone, its transaction tells as much
        stale = {}
        for collection, asked in _conditions(tickets).items():
            held = self._held(collection, [write for _, write in asked])
            stale.update({unit: write for (unit, write), holds in zip(asked, held, strict=True) if not holds})
        standing = []
        for number, ticket in enumerate(tickets):
            if number in stale:
                self.counts["stale"] += 1
                ticket.settle(StaleWrite(stale[number].place))
            else:
                standing.append(ticket)
        return standing

    def _held(self, collection: str, writes: Sequence[Write]) -> list[bool]:
        """Which conditions hold now. They are asked for at once, but for those over the same document, which differ."""
        matches: dict[Any, list[Document]] = {}
        for write in writes:
            known = matches.setdefault(write.match.get("_id"), [])
            if write.match not in known:
                known.append(write.match)
        single = {id_: found[0] for id_, found in matches.items() if id_ is not None and len(found) == 1}
        of, id_only = self._db[collection], {"_id": True}
        there = {row["_id"] for row in of.find({"$or": list(single.values())}, id_only)} if single else set()
        return [
            id_ in there if (id_ := write.match.get("_id")) in single else of.find_one(write.match, id_only) is not None
            for write in writes
        ]

    def _commit_group(self, tickets: Sequence[Ticket[Work]], lost: int = 0) -> None:
        """`lost`: how often the group has met another process over the same documents."""
        self.counts["rounds"] += 1
        self.counts["units"] += len(tickets)
        try:
            self._transact([t.item.unit for t in tickets])
        except Exception as error:  # whatever one unit did wrong (a number that BSON cannot hold), it did alone
            if unreachable(error):
                raise
            if len(tickets) == 1 and isinstance(error, StaleWrite):
                self.counts["stale"] += 1
                tickets[0].settle(error)
                return
            self.counts["fallbacks"] += 1
            if len(tickets) > 1 and lost < GROUP_TRIES and _conflict(error):
                _pause(lost)
                if fresh := self._fresh(tickets):
                    self._commit_group(fresh, lost + 1)
            else:
                self._part(tickets)
        else:
            for ticket in tickets:
                ticket.settle()

    def _part(self, tickets: Sequence[Ticket[Work]]) -> None:
        """Somebody in the group is refused: those seen before have their answer, the guilty one fails alone."""
        fresh = self._fresh(tickets)
        if 0 < len(fresh) < len(tickets):
            self._commit_group(fresh)
        else:
            # Of a group: one by itself was alone before.
            self.counts["alone"] += len(fresh) if len(tickets) > 1 else 0
            for ticket in fresh:
                self._alone(ticket)

    def _alone(self, ticket: Ticket[Work]) -> None:
        """One unit in a transaction of its own; a write conflict with another process is tried again."""
        unit = ticket.item.unit
        for attempt in range(CONFLICT_TRIES):
            try:
                self._transact([unit])
            except (BulkWriteError, DuplicateKeyError) as error:
                if not transient(error):
                    return self._refused(ticket, error)
            except StaleWrite as error:
                self.counts["stale"] += 1
                return ticket.settle(error)
            except PyMongoError as error:
                if unreachable(error) or not transient(error):
                    return ticket.settle(error)
            except Exception as error:  # its own fault, told to it and to nobody else
                return ticket.settle(error)
            else:
                return ticket.settle()
            _pause(attempt)
        return ticket.settle(Contended("write conflict"))

    def _refused(self, ticket: Ticket[Work], error: PyMongoError) -> None:
        """A duplicate key: of the inbox (somebody was first), of a named unique index, or an unforeseen one."""
        unit = ticket.item.unit
        record = self._db[INBOX].find_one({"_id": unit.key}) if unit.key is not None else None
        if record is not None:
            return _settle_replay(ticket, record)
        message = duplicate_message(error)
        if message is None:
            return ticket.settle(error)
        named = [refusal for index, refusal in unit.taken.items() if f"index: {index} " in message]
        return ticket.settle(named[0] if named else Conflict("duplicate"))

    def _transact(self, units: Sequence[Unit]) -> None:
        transact(self._client, self._db, self._token, units)


def _conflict(error: Exception) -> bool:
    """Whether another process was at one of the documents: nobody in the group is to blame."""
    return isinstance(error, PyMongoError) and transient(error)


def _pause(attempt: int) -> None:
    time.sleep(random.uniform(0, 0.005 * 2 ** min(attempt, 3)))  # noqa: S311 (jitter, not a secret)


def _replay(record: Document, fingerprint: str | None) -> Committed:
    if record["fingerprint"] != fingerprint:
        raise KeyReused("idempotency.key_reused")
    return Committed(orjson.loads(record["result"]), replayed=True)


def _lost(record: Document, rights: Collection[str]) -> bool:
    """Whether a right is lost by which somebody had an answer. Of older answers nothing is known."""
    return not set(record.get("rights", ())) <= set(rights)


def _settle_replay(ticket: Ticket[Work], record: Document) -> None:
    unit = ticket.item.unit
    try:
        ticket.item.outcome = _replay(record, unit.fingerprint)
        if _lost(record, unit.rights):
            raise Forbidden("idempotency.rights_lost")
    except (KeyReused, Forbidden) as error:
        ticket.settle(error)
    else:
        ticket.settle()


def _conditions(tickets: Sequence[Ticket[Work]]) -> dict[str, list[tuple[int, Write]]]:
    """By collection, what each of the units was decided upon; what it does to a document twice, as to make it where it
    is not there and rely on it then, depends on itself."""
    found: dict[str, list[tuple[int, Write]]] = {}
    for number, ticket in enumerate(tickets):
        first = {write.place: write for write in reversed(ticket.item.unit.writes)}
        for write in first.values():
            if write.strict:
                found.setdefault(write.collection, []).append((number, write))
    return found


def _apart(tickets: Sequence[Ticket[Work]]) -> tuple[list[Ticket[Work]], list[Ticket[Work]]]:
    """Those that can be committed together, and those that must wait until it is known what became of the first."""
    first: list[Ticket[Work]] = []
    later: list[Ticket[Work]] = []
    seen: set[str] = set()
    for ticket in tickets:
        unit = ticket.item.unit
        own = {write.place for write in unit.writes if write.replaces} | ({unit.key} if unit.key is not None else set())
        (later if seen & own else first).append(ticket)
        seen |= own
    return first, later
