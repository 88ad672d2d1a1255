"""`docs/access.md`: who may ask for what, and who sees which field; read by people and by the tests.

`python -m tests.e2e.who_sees` writes it anew from the OpenAPI document. Who sees a field is decided by people: what
was decided stays, and a new field is written as undecided, which a test refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from gateway.app import areas
from gateway.http.openapi import whole
from shared.context import BUSINESS_ROLES, Role

Data = dict[str, Any]
Field = tuple[str, str]  # object, field

PAGE: Final = Path(__file__).parents[2] / "docs" / "access.md"
ROW: Final = re.compile(r"^\| `(?P<object>\w+)` \| (?P<who>[^|]+?) \| (?P<fields>[^|]+?) \|$", re.MULTILINE)
# Nobody has said yet who sees a field.
DECIDES: Final = "undecided"
REF: Final = "#/components/schemas/"
STAFF: Final = frozenset(str(role) for role in BUSINESS_ROLES)
ORDER: Final = ("public", "signed_in", *(str(role) for role in Role), "staff")
# What stands above the tables is written by people.
TABLES: Final = "## Endpoints · 接口\n"


@cache
def document() -> Data:
    """The OpenAPI document of the areas."""
    return whole([area.blueprint for area in areas()], "0")


def operations() -> Iterator[tuple[str, Data]]:
    """Every endpoint by its name."""
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            if method != "parameters":
                yield f"{method.upper()} {path}", operation


def answered() -> dict[str, str]:
    """The objects that answers consist of, and the area where each comes first."""
    found: dict[str, str] = {}
    for _, operation in operations():
        answers = [response for status, response in operation["responses"].items() if status.startswith("2")]
        waiting = list(references(answers))
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = operation["tags"][0]
                waiting += references(document()["components"]["schemas"][name])
    return found


def references(part: Any) -> Iterator[str]:
    """The names of the objects that a part of the document refers to."""
    if isinstance(part, list):
        for each in part:
            yield from references(each)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref" and str(value).startswith(REF):
                yield str(value).removeprefix(REF)
            else:
                yield from references(value)


def fields() -> Iterator[Field]:
    """Every field of an answer."""
    for name in answered():
        for field in document()["components"]["schemas"][name].get("properties", {}):
            yield name, field


def read() -> dict[Field, str]:
    """Who sees each field, as the page says. Raises: AssertionError for a field that is named twice."""
    found: dict[Field, str] = {}
    for row in ROW.finditer(PAGE.read_text("utf-8")):
        for field in re.findall(r"`([\w.]+)`", row["fields"]):
            assert (row["object"], field) not in found, f"{row['object']}.{field} is named twice in {PAGE.name}"
            found[row["object"], field] = row["who"]
    return found


def written(known: Mapping[Field, str]) -> str:
    """The page, with what was decided."""
    head = PAGE.read_text("utf-8").partition(TABLES)[0]
    return "".join([head, TABLES, *_endpoints(), "\n## Fields · 字段\n", *_objects(known)])


def _endpoints() -> Iterator[str]:
    area = ""
    for name, operation in sorted(operations(), key=lambda one: (one[1]["tags"][0], one[0].split(" ")[::-1])):
        if (tag := operation["tags"][0]) != area:
            area = tag
            yield f"\n### {area}\n\n| endpoint | who may |\n|---|---|\n"
        roles = set(operation["x-roles"])
        if roles >= STAFF:
            roles = roles - STAFF | {"staff"}
        yield f"| `{name}` | {', '.join(sorted(roles, key=ORDER.index))} |\n"


def _objects(known: Mapping[Field, str]) -> Iterator[str]:
    area = ""
    for name, tag in sorted(answered().items(), key=lambda one: (one[1], one[0])):
        if tag != area:
            area = tag
            yield f"\n### Of {area}\n\n| object | who sees | fields |\n|---|---|---|\n"
        grouped: dict[str, list[str]] = {}
        for field in document()["components"]["schemas"][name].get("properties", {}):
            grouped.setdefault(known.get((name, field), DECIDES), []).append(f"`{field}`")
        for who, names in sorted(grouped.items()):
            yield f"| `{name}` | {who} | {' '.join(names)} |\n"


if __name__ == "__main__":
    PAGE.write_text(written(read()), "utf-8")
