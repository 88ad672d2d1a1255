"""One majority transaction for the units of a round: their keys, their writes, their events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import orjson
from bson.binary import Binary
from pymongo import InsertOne, MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError
from pymongo.read_concern import ReadConcern

from shared.clock import now
from shared.mongo.client import MAJORITY, Document
from shared.mongo.unit import Operation, OutboxRow, Unit

INBOX = "inbox"
OUTBOX = "outbox"
LEASE = timedelta(seconds=10)
DUPLICATE = 11000
COMMIT_TRIES = 5


class StaleWrite(Exception):
    """A conditional write found another version than the one it was decided upon: decide again.

    `place` names its collection and document; of several documents in one collection, the first."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place
        self.collection = place.partition("/")[0]


def transact(client: MongoClient[Document], db: Database[Document], token: str, units: Sequence[Unit]) -> None:
    """Make the units' effects durable together. `token` leases their outbox rows. Raises: StaleWrite, PyMongoError."""
    with client.start_session() as session:
        session.start_transaction(read_concern=ReadConcern("snapshot"), write_concern=MAJORITY)
        try:
            _write(db, token, units, session)
        except BaseException:  # whatever it is, the transaction must not stay open
            _abort(session)
            raise
        _commit(session)


def transient(error: PyMongoError) -> bool:
    """Whether the server says that the same transaction may well succeed when it is tried again."""
    return error.has_error_label("TransientTransactionError")


def duplicate_message(error: PyMongoError) -> str | None:
    """The server's text of a duplicate key, or None when the error is another one."""
    if isinstance(error, BulkWriteError):
        texts = [str(e["errmsg"]) for e in error.details.get("writeErrors", ()) if e["code"] == DUPLICATE]
        return texts[0] if texts else None
    return str(error) if isinstance(error, DuplicateKeyError) else None


def _write(db: Database[Document], token: str, units: Sequence[Unit], session: ClientSession) -> None:
    runs: dict[tuple[str, bool], list[Operation]] = {}
    places: dict[str, str] = {}
    moment = now()
    for unit in units:
        if unit.key is not None:
            runs.setdefault((INBOX, False), []).append(InsertOne(_record(unit, moment)))
        for write in unit.writes:
            runs.setdefault((write.collection, write.strict), []).append(write.operation)
            if write.strict:
                places.setdefault(write.collection, write.place)
        for row in unit.outbox:
            if not row.durable:
                continue
            runs.setdefault((OUTBOX, False), []).append(InsertOne(outbox_document(row, token, moment)))
    # After the keys what others may be at, too: who meets another there has not yet written what is new.
    new = {name for name, _ in runs} - {
        name for (name, _), operations in runs.items() if any(not isinstance(each, InsertOne) for each in operations)
    }
    ordered = sorted(runs.items(), key=lambda run: (run[0][0] != INBOX, run[0][0] in new))
    for (collection, strict), operations in ordered:
        done = db[collection].bulk_write(operations, ordered=True, session=session)
        if strict and done.matched_count + done.deleted_count != len(operations):
            raise StaleWrite(places[collection])


def outbox_document(row: OutboxRow, token: str, moment: datetime) -> Document:
    """A row of the outbox as it is stored, in the transaction that makes its fact true. Without a `token` it is
    nobody's, and the first relay that looks takes it."""
    return {
        "_id": row.id,
        "seq": row.id,
        "type": row.type,
        "routing_key": row.routing_key,
        "aggregate": row.aggregate,
        "mandatory": row.mandatory,
        "body": Binary(row.body),
        "state": "pending",
        # Held by the process that commits it: its relay sends it from memory at once.
        "lease_until": moment + LEASE if token else moment,
        "token": token,
        "attempts": 0,
        "last_error": None,
        "created_at": row.created_at,
        "sent_at": None,
    }


def _record(unit: Unit, moment: datetime) -> Document:
    return {
        "_id": unit.key,
        "fingerprint": unit.fingerprint,
        "rights": sorted(unit.rights),
        "result": Binary(orjson.dumps(unit.result, default=str)),
        "at": moment,
        "expires": moment + timedelta(days=unit.keep_days),
    }


def _commit(session: ClientSession) -> None:
    """Commit; while the outcome is unknown, ask again: committing twice is safe, giving up is not."""
    for attempt in range(COMMIT_TRIES):
        try:
            session.commit_transaction()
        except PyMongoError as error:
            if not error.has_error_label("UnknownTransactionCommitResult") or attempt == COMMIT_TRIES - 1:
                raise
        else:
            return


def _abort(session: ClientSession) -> None:
    try:
        session.abort_transaction()
    except PyMongoError:
        return  # the server forgets an unfinished transaction by itself
