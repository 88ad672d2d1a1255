"""What can be wrong with a message, and the reason under which each lands in the dead letters."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.events import CATALOGUE, BadEvent
from shared.events.envelope import CONTENT_TYPE, REQUIRED, decode
from tests.shared.events.examples import GOLDEN

TYPE = "jingmei.outlet.OutletRejected.v1"
REMOVED = object()


def wire(**changes: Any) -> bytes:
    """A good event with attributes changed or removed."""
    good: dict[str, Any] = orjson.loads((GOLDEN / f"{TYPE}.json").read_bytes())
    changed = {**good, **changes}
    return orjson.dumps({name: value for name, value in changed.items() if value is not REMOVED})


def data(**changes: Any) -> bytes:
    """A good event with fields of its data changed or removed."""
    fields = {**orjson.loads(wire())["data"], **changes}
    return wire(data={name: value for name, value in fields.items() if value is not REMOVED})


def refusal(body: bytes, content_type: str = CONTENT_TYPE) -> BadEvent:
    with pytest.raises(BadEvent) as caught:
        decode(body, content_type)
    return caught.value


def test_a_good_event_is_read() -> None:
    received = decode(wire(), f"{CONTENT_TYPE}; charset=UTF-8")
    assert type(received.data) is CATALOGUE[TYPE]


@pytest.mark.parametrize("content_type", ["", "application/json", "text/plain", "application/x-python-serialize"])
def test_another_content_type(content_type: str) -> None:
    assert refusal(wire(), content_type).reason == "content_type"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{'a': 1}", b"\x80\x04pickle", '{"a": "中'.encode()[:-1], b'{"a": NaN}', b"[" * 100_000]
)
def test_what_is_not_json(body: bytes) -> None:
    assert refusal(body).reason == "undecodable"


@pytest.mark.parametrize("body", [b"[]", b"null", b"1", b'"text"'])
def test_json_that_is_no_object(body: bytes) -> None:
    assert refusal(body).reason == "schema"


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_attribute_is_named(name: str) -> None:
    found = refusal(wire(**{name: REMOVED}))
    assert (found.reason, name in found.detail) == ("schema", True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("specversion", "0.3"),
        ("specversion", 1),
        ("id", ""),
        ("id", 7),
        ("id", "x" * 201),
        ("subject", None),
        ("subject", ["a"]),
        ("bureau", "37082"),
        ("bureau", "3708299"),
        ("bureau", "37082x"),
        ("bureau", "370829\n"),
        ("bureau", "３７０８２９"),
        ("bureau", {"$ne": ""}),
        ("aggregateversion", -1),
        ("aggregateversion", 2**63),
        ("aggregateversion", 1.5),
        ("aggregateversion", True),
        ("aggregateversion", "1"),
        ("time", "yesterday"),
        ("time", "2026-09-30T08:00:00"),
        ("time", 1),
        ("traceparent", 1),
        ("causationid", "x" * 201),
        ("correlationid", {}),
        ("data", None),
        ("data", []),
        ("data", "text"),
    ],
)
def test_an_attribute_of_the_wrong_form(name: str, value: Any) -> None:
    assert refusal(wire(**{name: value})).reason == "schema"


def test_an_unknown_version_is_told_from_an_unknown_event() -> None:
    assert refusal(wire(type="jingmei.outlet.OutletRejected.v99")).reason == "unknown_version"
    assert refusal(wire(type="jingmei.outlet.OutletSold.v1")).reason == "unknown_event"
    assert refusal(wire(type="com.example.something")).reason == "unknown_event"


@pytest.mark.parametrize(
    ("field", "value"),
    [("reason", REMOVED), ("reason", 1), ("reason", None), ("by", []), ("outlet", None), ("outlet", {"id": "x"})],
)
def test_data_of_the_wrong_form_names_the_field(field: str, value: Any) -> None:
    found = refusal(data(**{field: value}))
    assert (found.reason, field in found.detail) == ("schema", True)


def test_what_a_newer_producer_adds_is_passed_over() -> None:
    newer = data(added_later={"deep": [1]})
    assert decode(newer, CONTENT_TYPE).data == decode(wire(), CONTENT_TYPE).data


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail_otherwise(body: bytes) -> None:
    assert refusal(body).reason in {"undecodable", "schema"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from([name for name in REQUIRED if name != "type"]), JSON)
def test_no_json_in_any_attribute_makes_it_fail_otherwise(name: str, value: Any) -> None:
    good = orjson.loads(wire())
    body = _dump({**good, name: value})
    try:
        received = decode(body, CONTENT_TYPE)
    except BadEvent as bad:
        assert bad.reason in {"schema", "undecodable"}
    else:
        assert type(received.data) is CATALOGUE[TYPE]


def _dump(value: Any) -> bytes:
    # The standard library, for integers beyond 64 bits.
    return json.dumps(value).encode()
