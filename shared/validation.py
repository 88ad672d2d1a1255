"""Marshmallow's complaints as our field problems: a JSON pointer and a rule, for the gateway and services alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from marshmallow import RAISE, Schema, ValidationError

from shared.errors import FieldProblem, Invalid

# A schema of ours gives the rule itself as its message, such as `credit_code.check_digit`.
RULE = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")
# A body of the largest size can break a hundred thousand rules; to tell them all takes seconds and megabytes.
MOST_TOLD: Final = 100
# marshmallow's own messages, by how they begin.
KNOWN = (
    ("Missing data", "required"),
    ("Unknown field", "unknown"),
    ("Field may not be null", "null"),
    ("Not a valid", "type"),
    ("Invalid input type", "type"),
    ("Must be one of", "choice"),
    ("Not one of", "choice"),
    ("Shorter than", "length.min"),
    ("Longer than", "length.max"),
    ("Length must", "length"),
    ("Must be greater", "range.min"),
    ("Must be less", "range.max"),
    ("String does not match", "pattern"),
    ("Invalid value", "invalid"),
)


def load(schema: Schema, data: Any) -> dict[str, Any]:
    """The checked data. Raises: Invalid with one problem for every broken rule, up to `MOST_TOLD`."""
    try:
        loaded: dict[str, Any] = schema.load(data, unknown=RAISE)
    except ValidationError as error:
        raise Invalid("validation", problems=tuple(islice(problems(messages_of(error)), MOST_TOLD))) from None
    return loaded


def messages_of(error: ValidationError) -> dict[str, Any]:
    """marshmallow's messages, nested by field."""
    found: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
    return found


def problems(messages: Mapping[Any, Any], pointer: str = "") -> Iterator[FieldProblem]:
    """Every problem in marshmallow's nested messages. `_schema` stands for the object itself."""
    for name, value in messages.items():
        place = pointer if name == "_schema" else f"{pointer}/{escape(str(name))}"
        if isinstance(value, Mapping):
            yield from problems(value, place)
        else:
            for text in value if isinstance(value, list) else [value]:
                yield FieldProblem(place, rule_of(str(text)), {"message": str(text), **getattr(text, "params", {})})


def rule_of(text: str) -> str:
    """The stable name of the broken rule."""
    if RULE.fullmatch(text):
        return text
    return next((rule for start, rule in KNOWN if text.startswith(start)), "invalid")


def escape(name: str) -> str:
    """A name as a part of a JSON pointer (RFC 6901, 3)."""
    return name.replace("~", "~0").replace("/", "~1")
