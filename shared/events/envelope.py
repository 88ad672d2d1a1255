"""CloudEvents 1.0 in structured JSON: the envelope around an event's data.

Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md and its JSON format. Our
extensions are `bureau`, `aggregateversion`, `causationid`, `correlationid`; `traceparent` is the
distributed-tracing extension.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson
from marshmallow import ValidationError

from shared.clock import now
from shared.events.base import CATALOGUE, Event
from shared.ids import new_id

CONTENT_TYPE = "application/cloudevents+json"
TYPE = re.compile(r"^jingmei\.([a-z]+)\.([A-Za-z]+)\.v(\d+)$")
BUREAU = re.compile(r"[0-9]{6}")
LARGEST_VERSION = 2**53
REQUIRED = ("specversion", "id", "source", "type", "subject", "time", "bureau", "aggregateversion", "data")
EventT = TypeVar("EventT", bound=Event)


class BadEvent(Exception):
    """A message that can never be handled. `reason` is the stable word that dead letters are filtered by."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Envelope:
    """The context attributes of one event."""

    id: str
    type: str
    source: str
    subject: str
    bureau: str
    time: datetime
    version: int
    traceparent: str = ""
    causation: str = ""
    correlation: str = ""

    @classmethod
    def seal(
        cls,
        event: Event,
        *,
        subject: str,
        bureau: str,
        version: int,
        traceparent: str = "",
        causation: str = "",
        correlation: str = "",
    ) -> Envelope:
        """A fresh envelope for a fact about aggregate `subject` in its `version`."""
        kind = type(event)
        return cls(
            new_id(),
            kind.type(),
            kind.source,
            subject,
            bureau,
            now(),
            version,
            traceparent,
            causation,
            correlation,
        )

    def encode(self, event: Event) -> bytes:
        """The whole event as CloudEvents structured JSON."""
        wire = {
            "specversion": "1.0",
            "id": self.id,
            "source": f"/jingmei/{self.source}",
            "type": self.type,
            "subject": self.subject,
            "time": self.time,
            "datacontenttype": "application/json",
            "dataschema": f"urn:{self.type.replace('.', ':')}",
            "bureau": self.bureau,
            "aggregateversion": self.version,
            "data": event,
        }
        extras = {
            "traceparent": self.traceparent,
            "causationid": self.causation,
            "correlationid": self.correlation,
        }
        return orjson.dumps(wire | {name: value for name, value in extras.items() if value}, default=str)


@dataclass(frozen=True)
class Received(Generic[EventT]):
    """An event as a handler gets it: checked data and the envelope it came in."""

    data: EventT
    envelope: Envelope

    @property
    def id(self) -> str:
        """The event's id, the same in every redelivery."""
        return self.envelope.id

    @property
    def bureau(self) -> str:
        """The bureau that the fact belongs to."""
        return self.envelope.bureau

    @property
    def subject(self) -> str:
        """The id of the aggregate that the fact is about."""
        return self.envelope.subject

    @property
    def version(self) -> int:
        """The aggregate's version after the fact; a replica ignores what is not newer than it has."""
        return self.envelope.version

    @property
    def time(self) -> datetime:
        """When the fact was recorded."""
        return self.envelope.time


def decode(body: bytes, content_type: str) -> Received[Event]:
    """Read and check one message. Raises: BadEvent with the reason for the dead letters."""
    if content_type.split(";", maxsplit=1)[0].strip() != CONTENT_TYPE:
        raise BadEvent("content_type", f"expected {CONTENT_TYPE}, got {content_type[:100]!r}")
    wire = _parse(body)
    cls = event_class(wire["type"])
    try:
        return Received(cls.from_data(wire["data"]), _envelope(wire))
    except ValidationError as error:
        raise BadEvent("schema", f"{wire['type']}: {error.messages}") from error


def event_class(type_: str) -> type[Event]:
    """The class of a CloudEvents type. Raises: BadEvent, telling an unknown version from an unknown event."""
    if (cls := CATALOGUE.get(type_)) is not None:
        return cls
    match = TYPE.fullmatch(type_)
    known = match and any(c.source == match[1] and c.name == match[2] for c in CATALOGUE.values())
    raise BadEvent("unknown_version" if known else "unknown_event", type_[:200])


def _parse(body: bytes) -> Mapping[str, Any]:
    try:
        wire = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BadEvent("undecodable", str(error)) from error
    if not isinstance(wire, dict):
        raise BadEvent("schema", "an event is a JSON object")
    missing = [name for name in REQUIRED if name not in wire]
    if missing:
        raise BadEvent("schema", f"missing {', '.join(missing)}")
    texts = [name for name in ("id", "source", "type", "subject", "bureau") if not _text(wire[name])]
    if texts:
        raise BadEvent("schema", f"{', '.join(texts)}: text of 1 to 200 characters expected")
    if wire["specversion"] != "1.0":
        raise BadEvent("schema", f"specversion {wire['specversion']!r} is not 1.0")
    return wire


def _text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 200


def _envelope(wire: Mapping[str, Any]) -> Envelope:
    version = wire["aggregateversion"]
    if not isinstance(version, int) or isinstance(version, bool) or not 0 <= version <= LARGEST_VERSION:
        raise BadEvent("schema", "aggregateversion: a whole number expected")
    if not BUREAU.fullmatch(wire["bureau"]):
        raise BadEvent("schema", "bureau: six digits expected (GB/T 2260)")
    extras = [wire.get(name, "") for name in ("traceparent", "causationid", "correlationid")]
    if not all(isinstance(value, str) and len(value) <= 200 for value in extras):
        raise BadEvent("schema", "traceparent, causationid, correlationid: text expected")
    source = wire["source"].rpartition("/")[2]
    return Envelope(
        wire["id"],
        wire["type"],
        source,
        wire["subject"],
        wire["bureau"],
        _time(wire["time"]),
        version,
        *extras,
    )


def _time(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadEvent("schema", "time: an RFC 3339 date and time expected") from error
    if moment.tzinfo is None:
        raise BadEvent("schema", "time: a zone is missing")
    return moment
