"""An event is written down once: its schema is read from its annotations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from marshmallow import ValidationError

from shared.events import CATALOGUE, Event
from shared.events.schema import schema_of


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Inner:
    count: int


@dataclass(frozen=True)
class Sample:
    """One field of each kind that events use."""

    text: str
    amount: Decimal
    at: datetime
    day: date
    colour: Colour
    inner: Inner
    names: tuple[str, ...]
    ready: bool
    note: str | None = None
    extra: str = "default"
    many: tuple[Inner, ...] = field(default_factory=tuple)


GOOD: dict[str, Any] = {
    "text": "t",
    "amount": "1.50",
    "at": "2026-09-30T08:00:00+00:00",
    "day": "2026-09-30",
    "colour": "red",
    "inner": {"count": 1},
    "names": ["a", "b"],
    "ready": True,
}


def test_loading_gives_the_dataclass_with_its_defaults() -> None:
    assert schema_of(Sample)().load(GOOD) == Sample(
        "t",
        Decimal("1.50"),
        datetime(2026, 9, 30, 8, tzinfo=UTC),
        date(2026, 9, 30),
        Colour.RED,
        Inner(1),
        ("a", "b"),
        True,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", 1),
        ("amount", "NaN"),
        ("amount", "much"),
        ("at", "2026-09-30T08:00:00"),
        ("day", "30.9.2026"),
        ("colour", "blue"),
        ("inner", {"count": "1"}),
        ("inner", {"count": 1.5}),
        ("inner", {}),
        ("names", "ab"),
        ("names", [1]),
        ("ready", "perhaps"),
        ("extra", None),
        ("many", [{"count": None}]),
    ],
)
def test_a_wrong_value_is_refused_at_its_field(name: str, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        schema_of(Sample)().load({**GOOD, name: value})
    assert list(caught.value.messages) == [name]


def test_only_what_has_no_default_is_required() -> None:
    with pytest.raises(ValidationError) as caught:
        schema_of(Sample)().load({})
    assert set(caught.value.messages) == set(GOOD)
    assert schema_of(Sample)().load({**GOOD, "note": None}).note is None


def test_an_annotation_without_a_schema_is_refused_when_it_is_first_used() -> None:
    @dataclass(frozen=True)
    class Odd:
        anything: dict[str, int]

    with pytest.raises(TypeError, match="no schema"):
        schema_of(Odd)


def test_an_event_needs_a_source_and_a_name_of_its_own() -> None:
    with pytest.raises(TypeError, match="needs a `source`"):
        type("Nameless", (Event,), {})
    taken = next(iter(CATALOGUE.values()))
    with pytest.raises(TypeError, match="declared twice"):
        type("Another", (Event,), {"source": taken.source, "name": taken.name, "version": taken.version})


def test_a_breaking_change_stands_beside_the_old_version() -> None:
    first = CATALOGUE["jingmei.outlet.OutletClosed.v1"]
    second: Any = type("OutletClosedV2", (Event,), {"source": "outlet", "name": "OutletClosed", "version": 2})
    try:
        assert second.type() == "jingmei.outlet.OutletClosed.v2"
        assert second.routing_key("370829") == "outlet.OutletClosed.v2.370829"
        assert CATALOGUE[first.type()] is first
    finally:
        del CATALOGUE[second.type()]
