"""Bad messages, each with the reason under which it must be found among the dead letters."""

from __future__ import annotations

from collections.abc import Iterator
from struct import pack
from typing import Any

import amqp
import orjson

from tests.faults.world import World
from tests.support.bus import CONTENT_TYPE, EVENTS, Bus, cloud_event, routing_key

MADE = "jingmei.faults.ThingMade.v1"
KEY = routing_key(MADE)
MIB = 1024 * 1024
ATTEMPT = "x-jingmei-attempt"


class Raw(amqp.Message):
    """A message whose properties are these bytes, right or wrong."""

    def __init__(self, body: bytes, flags: int, data: bytes) -> None:
        super().__init__(body)
        self._raw = pack(">H", flags) + data

    def _serialize_properties(self) -> bytes:
        return self._raw


def short(data: bytes) -> bytes:
    """A short string of any bytes."""
    return bytes((len(data),)) + data


def table(entries: bytes) -> bytes:
    """A table of ready-made entries."""
    return pack(">I", len(entries)) + entries


def nested(depth: int) -> bytes:
    """Tables in tables."""
    inner = b""
    for _ in range(depth):
        inner = short(b"k") + b"F" + table(inner)
    return table(inner)


def event(**fields: Any) -> dict[str, Any]:
    """A good event about a thing that must never be made."""
    data = fields.pop("data", {"n": -1})
    return cloud_event(fields.pop("type", MADE), data, **fields)


def bodies() -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Reason, body, properties of messages that py-amqp itself can send."""
    yield "undecodable", b"{not json", {}
    yield "undecodable", b'\xff\xfe{"id": 1}', {}
    yield "undecodable", orjson.dumps(event())[:-20], {"content_type": CONTENT_TYPE}
    yield "undecodable", b"[" * 100_000, {}
    yield "undecodable", b"", {}
    yield "undecodable", b"strange headers", {"application_headers": {b"\xff\xfe": b"\xff", "when": 2**40}}
    yield "content_type", orjson.dumps(event()), {"content_type": "text/plain"}
    yield "content_type", orjson.dumps(event()), {"content_type": None}
    yield "schema", b"[1, 2]", {}
    yield "schema", b'"text"', {}
    for fields in SCHEMA:
        yield "schema", orjson.dumps(event(**fields)), {}
    yield "unknown_event", orjson.dumps(event(type="jingmei.faults.NoSuchThing.v1")), {}
    yield "unknown_event", orjson.dumps(event(type="no.such.type")), {}
    yield "unknown_version", orjson.dumps(event(type="jingmei.faults.ThingMade.v9")), {}
    yield "unhandled_event", orjson.dumps(event(type="jingmei.faults.ThingUnheard.v1")), {}
    yield "oversized", orjson.dumps(event(data={"n": -1, "mode": "x" * MIB})), {}
    yield "oversized", orjson.dumps(event(data={"n": -1, "mode": "x" * 17 * MIB})), {}
    for attempt in ("many", -1, 10**6, True, {"a": 1}):
        yield "headers", orjson.dumps(event()), {"application_headers": {ATTEMPT: attempt}}


SCHEMA: tuple[dict[str, Any], ...] = (
    {"data": {"n": "many"}},
    {"data": {"n": 1.5}},
    {"data": {}},
    {"data": None},
    {"data": [1]},
    {"bureau": "../.."},
    {"aggregateversion": -1},
    {"aggregateversion": "1"},
    {"specversion": "0.3"},
    {"time": "yesterday"},
    {"time": "2026-01-01T00:00:00"},
    {"id": ""},
    {"id": {"$ne": None}},
    {"id": "x" * 5000},
    {"subject": 7},
    {"traceparent": ["x"]},
)


def raws() -> Iterator[tuple[str, amqp.Message]]:
    """Reason and message of properties that no client library would send."""
    kind = short(CONTENT_TYPE.encode())
    bad = short(b"\xff\xfe")
    yield "headers", Raw(orjson.dumps(event()), 0x8080, kind + bad)  # message_id
    yield "headers", Raw(orjson.dumps(event()), 0x8000, bad)  # content_type
    yield "headers", Raw(orjson.dumps(event()), 0x8600, kind + bad + bad)  # correlation_id, reply_to
    yield "headers", Raw(orjson.dumps(event()), 0xA000, kind + table(short(b"t") + b"T" + b"\xff" * 8))
    yield "headers", Raw(orjson.dumps(event()), 0xA000, kind + nested(3000))
    yield "undecodable", Raw(b"strange text in headers", 0xA000, kind + table(short(b"\xff") + b"S" + table(b"\xff")))


def publish_all(world: World) -> list[str]:
    """Publish every bad message to everybody; gives the reasons, one a message."""
    reasons: list[str] = []
    with world.bus() as bus:
        for reason, body, properties in bodies():
            bus.raw(body, KEY, **properties)
            reasons.append(reason)
        for reason, message in raws():
            bus.channel.basic_publish_confirm(message, EVENTS, KEY)
            reasons.append(reason)
        _strange_key(bus)
        reasons.append("undecodable")
    return reasons


def _strange_key(bus: Bus) -> None:
    """A routing key that is not UTF-8 but matches the binding."""
    key = (KEY.rpartition(".")[0] + ".").encode() + b"\xff\xfe"
    bus.channel.basic_publish_confirm(amqp.Message(b"strange key", content_type=CONTENT_TYPE), EVENTS, key)
