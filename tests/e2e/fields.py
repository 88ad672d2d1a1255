"""Who sees which field: every answer of the whole-system tests is held against the table in `docs/access.md`.

A field is seen when it has a value that is neither empty nor masked. Somebody is what their roles are; whoever has none
is of an outlet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import requests

from tests.e2e.who_sees import DECIDES, STAFF, Field, document, read

Data = dict[str, Any]

REF = "#/components/schemas/"
OUTLETS = "outlets"


@cache
def audiences() -> Mapping[Field, str]:
    """The table: who may see a field."""
    return read()


@cache
def paths() -> list[tuple[re.Pattern[str], Data]]:
    """The document's paths; of several that fit the one with fewer parameters comes first."""
    known = sorted(document()["paths"].items(), key=lambda one: one[0].count("{"))
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), item) for path, item in known]


def require_theirs(answer: requests.Response, roles: Collection[str]) -> None:
    """Raises: AssertionError when an answer shows a field to somebody who is not to see it."""
    for field, place in seen(answer):
        who = audiences().get(field, DECIDES)
        assert allowed(who, roles), f"{place}: {'.'.join(field)} is for {who}, and was shown to {roles or OUTLETS}"


def allowed(who: str, roles: Collection[str]) -> bool:
    """Whether an audience of the table (`asks`, `staff`, `nobody` or roles) has somebody with these roles in it."""
    words = set(who.split(", "))
    return "asks" in words or ("staff" in words and bool(STAFF & set(roles))) or not words.isdisjoint(roles)


def seen(answer: requests.Response) -> Iterator[tuple[Field, str]]:
    """The fields that have a value in an answer of the API, each with its place."""
    if not answer.ok or not answer.headers.get("Content-Type", "").startswith("application/json"):
        return
    path, method = str(answer.request.path_url).partition("?")[0], str(answer.request.method).lower()
    operation = next((item[method] for fits, item in paths() if method in item and fits.fullmatch(path)), None)
    if operation is not None:
        response = operation["responses"].get(str(answer.status_code), {})
        schema = response.get("content", {}).get("application/json", {}).get("schema", {})
        yield from _seen(schema, answer.json(), f"{method.upper()} {path}")


def _seen(schema: Data, value: Any, place: str) -> Iterator[tuple[Field, str]]:
    for one in _alternatives(schema):
        name = str(one.get("$ref", "")).removeprefix(REF)
        part = document()["components"]["schemas"][name] if name else one
        if isinstance(value, list) and "items" in part:
            for index, each in enumerate(value):
                yield from _seen(part["items"], each, f"{place}/{index}")
        elif isinstance(value, dict):
            for key, inner in part.get("properties", {}).items():
                if name and told(value.get(key)):
                    yield (name, key), f"{place}/{key}"
                yield from _seen(inner, value.get(key), f"{place}/{key}")


def _alternatives(schema: Data) -> Iterable[Data]:
    """A schema, or what it is made of."""
    return [each for word in ("allOf", "anyOf", "oneOf") for each in schema.get(word, ())] or [schema]


def told(value: Any) -> bool:
    """Whether a value says something: what is empty or masked does not."""
    return value not in (None, "", [], {}) and not (isinstance(value, str) and "*" in value)
