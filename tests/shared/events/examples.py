"""Examples and random instances of every event, built from its annotations.

`python -m tests.shared.events.examples` writes the golden file of each event that has none. A golden file is
never rewritten: it is what some consumer outside may rely on.
"""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import orjson
from hypothesis import strategies as st

from shared.events import CATALOGUE, Envelope, Event

GOLDEN = Path(__file__).with_name("golden")
SUBJECT = "0192f0c1-2f6e-7c3a-9d52-6f0f4a1b2c3d"
MOMENT = datetime(2026, 9, 30, 8, 0, 0, 123000, UTC)
TEXTS = {
    "id": "0192f0c1-2f6e-7c3a-9d52-000000000001",
    "name": "长江口融媒",
    "category": "self_media",
    "status": "verified",
    "role": "outlet_owner",
    "platform": "wechat_oa",
    "level": "county",
    "url": "https://example.org/",
    "region": "370829",
    "whom": "all",
    "file_name": "媒体名单.xlsx",
}
SIMPLE: dict[type, Any] = {
    int: 7,
    bool: True,
    date: date(2027, 9, 30),
    datetime: MOMENT,
    Decimal: Decimal("1.50"),
}
RANDOM: dict[type, st.SearchStrategy[Any]] = {
    str: st.text(max_size=20),
    int: st.integers(0, 2**53),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    # Points and scores: marshmallow quantizes them in the default context of 28 digits.
    Decimal: st.decimals(-(10**12), 10**12, places=2),
}


def example(cls: type) -> Any:
    """One fixed instance of a dataclass, each list with one element."""
    hints = get_type_hints(cls)
    return cls(**{item.name: _value(hints[item.name], item.name) for item in fields(cls)})


def envelope(cls: type[Event]) -> Envelope:
    """A fixed envelope around an example."""
    sealed = Envelope.seal(
        example(cls),
        subject=SUBJECT,
        bureau="370829",
        version=3,
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        causation="0192f0c1-2f6e-7c3a-9d52-00000000000c",
        correlation="0192f0c1-2f6e-7c3a-9d52-00000000000d",
    )
    return replace(sealed, id="0192f0c1-2f6e-7c3a-9d52-00000000000e", time=MOMENT)


def random(cls: type) -> st.SearchStrategy[Any]:
    """Any instance of a dataclass."""
    hints = get_type_hints(cls)
    return st.builds(cls, **{item.name: _strategy(hints[item.name]) for item in fields(cls)})


def _value(hint: Any, name: str) -> Any:
    inner = _inner(hint)
    if get_origin(hint) is tuple:
        return (_value(inner, name),)
    if inner is str:
        return TEXTS.get(name, f"example-{name}")
    if is_dataclass(inner):
        return example(inner)
    if issubclass(inner, Enum):
        return next(iter(inner))
    return SIMPLE[inner]


def _strategy(hint: Any) -> st.SearchStrategy[Any]:
    inner = _inner(hint)
    if get_origin(hint) is tuple:
        return st.lists(_strategy(inner), max_size=3).map(tuple)
    if get_origin(hint) in {Union, types.UnionType}:
        return st.none() | _strategy(inner)
    if is_dataclass(inner):
        return random(inner)
    return st.sampled_from(list(inner)) if issubclass(inner, Enum) else RANDOM[inner]


def _inner(hint: Any) -> Any:
    """The type within `tuple[X, ...]` and `X | None`."""
    arguments = [each for each in get_args(hint) if each not in (type(None), Ellipsis)]
    return arguments[0] if arguments else hint


def write_missing() -> list[str]:
    """Write the golden files that are missing; the names of those written."""
    written = []
    for type_, cls in sorted(CATALOGUE.items()):
        path = GOLDEN / f"{type_}.json"
        if not path.exists():
            wire = orjson.loads(envelope(cls).encode(example(cls)))
            path.write_bytes(orjson.dumps(wire, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
            written.append(path.name)
    return written


if __name__ == "__main__":
    print("\n".join(write_missing()) or "nothing was missing")
