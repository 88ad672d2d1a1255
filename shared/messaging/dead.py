"""Dead letters on their way: from a failing handler to the dead-letter queue, and from there to a row."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import amqp
import eventlet
import orjson

from shared import logs
from shared.clock import now
from shared.messaging import topology
from shared.messaging.engine import Engine
from shared.messaging.intake import Intake, body, content_type, header
from shared.mongo.dead_letters import DeadLetter, store
from shared.sending.facts import signed
from shared.sending.publisher import Message
from shared.signing import LONGEST, SIGNATURE

REASON = "x-jingmei-reason"
ERROR_CLASS = "x-jingmei-error-class"
ERROR = "x-jingmei-error"
ATTEMPTS = "x-jingmei-attempts"
FIRST_AT = "x-jingmei-first-at"
ORIGINAL = "x-jingmei-headers"
TEXT = 4_000


class DeadLetters:
    """One service's dead letters."""

    def __init__(self, engine: Engine, service: str) -> None:
        self._engine = engine
        self._service = service

    def message(self, original: amqp.Message, reason: str, error_class: str, error: str, attempts: int) -> Message:
        """The original's bytes, under headers of ours that tell why it is dead."""
        headers = {
            REASON: reason,
            ERROR_CLASS: error_class,
            ERROR: error[:TEXT],
            ATTEMPTS: attempts,
            FIRST_AT: str(header(original, FIRST_AT) or now().isoformat())[:64],
            ORIGINAL: _text(original.properties.get("application_headers") or {}),
            **signed(header(original, SIGNATURE)),
        }
        raw, kind = body(original), content_type(original) or "application/octet-stream"
        return Message(_event_id(original, raw), topology.DEAD, self._service, raw, kind, headers)

    def record(self, message: amqp.Message, intake: Intake) -> None:
        """Store one message of the dead-letter queue, then ack it; wait for the database as long as it takes."""
        letter = self._letter(message)
        while True:
            try:
                store(self._engine.db, letter)
            except Exception as error:  # nothing may be lost here: hold it until it is stored
                logs.get().error("dead letter not stored yet", event_id=letter.event_id, error=str(error)[:300])
                if intake.draining or message.channel.connection is None:
                    return intake.settled(message, requeue=True)
                eventlet.sleep(1.0)
            else:
                return intake.settled(message)

    def _letter(self, message: amqp.Message) -> DeadLetter:
        raw = body(message)
        known = _peek(raw)
        # Without a reason of ours the broker put it here: the delivery limit that stops a crash loop.
        crashed = "delivery_limit"
        return DeadLetter(
            service=self._service,
            event_id=str(known.get("id") or _event_id(message, raw))[:200],
            type=str(known.get("type", ""))[:200],
            bureau=str(known.get("bureau", ""))[:20],
            subject=str(known.get("subject", ""))[:200],
            reason=str(header(message, REASON, crashed))[:100],
            error_class=str(header(message, ERROR_CLASS, ""))[:200],
            error=str(header(message, ERROR, "delivered too often without being settled"))[:TEXT],
            attempts=_count(header(message, ATTEMPTS, topology.DELIVERY_LIMIT)),
            first_at=_moment(header(message, FIRST_AT)),
            body=raw,
            content_type=content_type(message)[:200],
            headers={
                "original": str(header(message, ORIGINAL, ""))[:TEXT],
                "signature": str(header(message, SIGNATURE, ""))[:LONGEST],
            },
        )


def _event_id(message: amqp.Message, body: bytes) -> str:
    return str(message.properties.get("message_id") or hashlib.sha256(body).hexdigest()[:32])[:200]


def _peek(body: bytes) -> dict[str, Any]:
    """What can be read of an event that may be broken."""
    try:
        wire = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return wire if isinstance(wire, dict) else {}


def _text(headers: Any) -> str:
    try:
        text = orjson.dumps(headers, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # keys of bytes, numbers beyond 64 bits, tables nested too deep: anything may be in there
        text = repr(headers)
    return text[:TEXT]


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value <= 1_000_000 else 0


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return now()
    return moment if moment.tzinfo else now()
