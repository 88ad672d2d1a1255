"""Dead letters at rest: one row a message, however often it dies."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bson.binary import Binary
from gridfs import GridFSBucket
from pymongo.database import Database

from shared.clock import now
from shared.mongo.client import Document

DEAD_LETTERS = "dead_letters"
BODIES = "dead_letter_bodies"
# A document holds 16 MiB at most; a larger body is kept beside its row.
INLINE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class DeadLetter:
    """What is known of a message that a service could not handle."""

    service: str
    event_id: str
    type: str
    bureau: str
    subject: str
    reason: str
    error_class: str
    error: str
    attempts: int
    first_at: datetime
    body: bytes
    content_type: str
    headers: dict[str, Any]


def identity(letter: DeadLetter) -> str:
    """The row's key: the event's id and its body, so that a forged twin of an event has a row of its own."""
    digest = hashlib.sha256(letter.body).hexdigest()[:16]
    return f"{letter.event_id[:200]}:{digest}"


def store(db: Database[Document], letter: DeadLetter) -> None:
    """Keep a dead letter; the same message again updates its row."""
    moment, key = now(), identity(letter)
    known = {
        "service": letter.service,
        "event_id": letter.event_id,
        "type": letter.type,
        "bureau": letter.bureau,
        "subject": letter.subject,
        "reason": letter.reason,
        "error_class": letter.error_class,
        "error": letter.error,
        "content_type": letter.content_type,
        "headers": letter.headers,
        "state": "dead",
        "last_at": moment,
        **_body(db, key, letter.body),
    }
    change = {
        "$set": known,
        "$max": {"attempts": letter.attempts},
        "$setOnInsert": {"first_at": letter.first_at},
        "$push": {"history": {"at": moment, "by": letter.service, "action": "died"}},
    }
    db[DEAD_LETTERS].update_one({"_id": key}, change, upsert=True)


def load_body(db: Database[Document], row: Document) -> bytes:
    """The message's bytes as they arrived."""
    if row.get("body") is not None:
        return bytes(row["body"])
    return bytes(GridFSBucket(db, BODIES).open_download_stream(row["body_file"]).read())


def _body(db: Database[Document], key: str, body: bytes) -> Document:
    if len(body) <= INLINE_BYTES:
        return {"body": Binary(body), "size": len(body)}
    known = db[DEAD_LETTERS].find_one({"_id": key}, {"body_file": 1})
    file = known["body_file"] if known else GridFSBucket(db, BODIES).upload_from_stream(key, body)
    return {"body": None, "body_file": file, "size": len(body)}
