"""Whether data is a scheme: its form by the JSON Schema beside it, its soundness by the rules.

Source of the form: JSON Schema, draft 2020-12 (https://json-schema.org/draft/2020-12).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import ValidationError

from services.scoring.domain import soundness
from services.scoring.wording import PATTERNS, TYPES
from shared.errors import FieldProblem, Invalid
from shared.labels import DEFAULT, labels
from shared.printable import UNPRINTABLE, missing
from shared.validation import MOST_TOLD, escape

FOLDER = Path(__file__).parent / "schemes"
COUNTY = "county"
END = re.compile(r"(?<!\\)\$\Z")
# What a keyword of JSON Schema is told as, and which of its values the message names.
RULES = {
    "type": "scheme.type",
    "enum": "scheme.choice",
    "pattern": "scheme.pattern",
    "minLength": "scheme.short",
    "maxLength": "scheme.long",
    "minItems": "scheme.few",
    "maxItems": "scheme.many",
    "minProperties": "scheme.few",
    "maxProperties": "scheme.many",
    "uniqueItems": "scheme.repeated",
    "minimum": "scheme.low",
    "maximum": "scheme.high",
    "oneOf": "scheme.either",
    "anyOf": "scheme.either",
}


def require(data: Any, pointer: str = "/scheme") -> None:
    """Raises: Invalid that names every fault of what should be a scheme, with its place."""
    if found := problems(data, pointer):
        raise Invalid("scheme.invalid", problems=found)


def problems(data: Any, pointer: str = "") -> list[FieldProblem]:
    """The faults of a scheme, up to `MOST_TOLD`; of its form first, and only then of its texts and its soundness."""
    found = list(islice(_form(data), MOST_TOLD)) or [*_unprintable(data), *soundness.problems(data)][:MOST_TOLD]
    return [FieldProblem(pointer + each.pointer, each.rule, each.params) for each in found]


@cache
def shipped() -> Mapping[str, Any]:
    """The scheme that a bureau has before it adopts one of its own."""
    data: Mapping[str, Any] = json.loads((FOLDER / f"{COUNTY}.json").read_text("utf-8"))
    return data


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema of schemes."""
    data: Mapping[str, Any] = json.loads((FOLDER / "scheme.schema.json").read_text("utf-8"))
    return data


def _unprintable(data: Any, place: str = "") -> Iterator[FieldProblem]:
    """Texts that no typeface has every character of: names of rules, titles of awards, topics and media stand on
    certificates, in notices, tables and explanations, where nobody can mend them any more."""
    if isinstance(data, str):
        if (found := missing(data)) is not None:
            yield FieldProblem(place, UNPRINTABLE, found)
    elif isinstance(data, Mapping):
        for name, part in data.items():
            pointer = f"{place}/{escape(name)}"
            yield from _unprintable(name, pointer)
            yield from _unprintable(part, pointer)
    elif isinstance(data, list):
        for number, part in enumerate(data):
            yield from _unprintable(part, f"{place}/{number}")


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[ValidationError]:
    """`$` is the end (ECMA-262, which JSON Schema's patterns are in); Python's lets a line break follow."""
    if isinstance(instance, str) and re.search(END.sub(r"\\Z", pattern), instance) is None:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


FORM: Any = validators.extend(Draft202012Validator, {"pattern": _pattern})


@cache
def _validator() -> Any:
    return FORM(schema())


def _form(data: Any) -> Iterator[FieldProblem]:
    told: set[str] = set()
    for error in _validator().iter_errors(data):
        if error.validator == "required":
            # One error comes for each name that is missing, and `_told` says all of them.
            if error.json_path in told:
                continue
            told.add(error.json_path)
        yield from _told(error)


def _told(error: ValidationError) -> Iterator[FieldProblem]:
    place = "".join(f"/{escape(str(part))}" for part in error.absolute_path)
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        yield from (FieldProblem(f"{place}/{escape(name)}", "scheme.required") for name in missing)
    elif error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        unknown = [name for name in error.instance if name not in known]
        yield from (FieldProblem(f"{place}/{escape(name)}", "scheme.unknown") for name in unknown)
    else:
        limit = _limit(error)
        allowed = [str(each) for each in error.validator_value] if error.validator == "enum" else []
        told = {"limit": limit, "allowed": allowed, "of": _area(allowed)}
        yield FieldProblem(place, RULES.get(str(error.validator), "scheme.either"), told)


def _area(allowed: Sequence[str]) -> str:
    """Where values are labelled that a form allows; empty for what has no labels."""
    areas = labels(DEFAULT).items()
    return next((area for area, codes in areas if allowed and codes.keys() >= set(allowed)), "")


def _limit(error: ValidationError) -> Any:
    """What a value must be: a number, or words by locale."""
    limit: Any = error.validator_value
    if error.validator == "type":
        return TYPES[limit]
    if error.validator == "pattern":
        return _patterns()[limit]
    return limit if isinstance(limit, int) else ""


@cache
def _patterns() -> Mapping[str, Mapping[str, str]]:
    definitions = schema()["$defs"]
    return {definitions[name]["pattern"]: words for name, words in PATTERNS.items()}
