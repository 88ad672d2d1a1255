"""A contract test per event and version: producers still emit it, consumers accept it, schemas only grow."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from cloudevents.core.bindings.rabbitmq import RabbitMQMessage, from_rabbitmq_event
from hypothesis import given
from hypothesis import strategies as st

from shared.events import CATALOGUE, Envelope, Event
from shared.events.envelope import CONTENT_TYPE, decode
from tests.shared.events.examples import GOLDEN, envelope, example, random

TYPES = sorted(CATALOGUE)
EVENTS = st.sampled_from(TYPES).flatmap(lambda type_: random(CATALOGUE[type_]))


def golden(type_: str) -> bytes:
    return (GOLDEN / f"{type_}.json").read_bytes()


def lost(old: Any, new: Any, path: str = "") -> list[str]:
    """Places where `new` no longer says what `old` said; what is only in `new` has been added and is fine."""
    if isinstance(old, dict) and isinstance(new, dict):
        gone = [f"{path}/{name}" for name in old.keys() - new.keys()]
        kept = old.keys() & new.keys()
        return gone + [place for name in kept for place in lost(old[name], new[name], f"{path}/{name}")]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        return [place for index, (a, b) in pairs for place in lost(a, b, f"{path}/{index}")]
    return [] if old == new else [path]


def test_every_event_has_a_golden_example_and_every_example_an_event() -> None:
    files = {path.stem for path in GOLDEN.glob("*.json")}
    assert files == set(TYPES), "run: python -m tests.shared.events.examples; never change or remove one"


@pytest.mark.parametrize("type_", TYPES)
def test_consumers_accept_the_golden_example(type_: str) -> None:
    received = decode(golden(type_), CONTENT_TYPE)
    assert type(received.data) is CATALOGUE[type_]
    assert (received.bureau, received.version, received.envelope.source) == ("370829", 3, CATALOGUE[type_].source)


@pytest.mark.parametrize("type_", TYPES)
def test_producers_still_emit_everything_in_the_golden_example(type_: str) -> None:
    received = decode(golden(type_), CONTENT_TYPE)
    emitted = received.envelope.encode(received.data)
    assert lost(orjson.loads(golden(type_)), orjson.loads(emitted)) == []


@pytest.mark.parametrize("type_", TYPES)
def test_a_producer_of_today_keeps_the_names_and_types_of_the_golden_example(type_: str) -> None:
    cls = CATALOGUE[type_]
    today = orjson.loads(envelope(cls).encode(example(cls)))
    assert lost(_shape(orjson.loads(golden(type_))), _shape(today)) == []


@pytest.mark.parametrize("type_", TYPES)
def test_another_systems_cloudevents_library_reads_it(type_: str) -> None:
    message = RabbitMQMessage({}, CONTENT_TYPE, golden(type_))
    event = from_rabbitmq_event(message)
    assert (event.get_type(), event.get_specversion()) == (type_, "1.0")
    assert event.get_extension("bureau") == "370829"
    assert event.get_extension("aggregateversion") == 3
    assert event.get_dataschema() == f"urn:{type_.replace('.', ':')}"
    assert event.get_data() == orjson.loads(golden(type_))["data"]


@given(EVENTS, st.integers(0, 2**53))
def test_what_is_sent_is_what_is_received(event: Event, version: int) -> None:
    sealed = Envelope.seal(event, subject="s", bureau="370829", version=version)
    received = decode(sealed.encode(event), CONTENT_TYPE)
    assert received.data == event
    assert received.envelope == sealed


def _shape(value: Any) -> Any:
    """Names and JSON types, without the values."""
    if isinstance(value, dict):
        return {name: _shape(each) for name, each in value.items()}
    return [_shape(each) for each in value] if isinstance(value, list) else type(value).__name__
