"""From the fields of a form to a scheme and back. What counts as a scheme is the API's to say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from console.forms import Form
from console.numerals import rows, whole
from console.schemes.fields import GROUPS, Field, Group
from console.schemes.values import Data, at, rows_of, texts
from console.words import text
from jingmei_client import Problem

ROOT: Final = "scheme"
TOPIC: Final = "publications.factors.topic"


def read(form: Form) -> Data:
    """The scheme that a form says. What is no number goes as it is, and is refused at its field. Raises: Problem."""
    if "json" in form.values:
        return _parsed(form.text("json"))
    data: Data = {"name": form.text(f"{ROOT}.name")}
    for group in GROUPS:
        found = [row for place in places(form, group) if (row := _row(form, place, group.fields))]
        if group.path == TOPIC:
            found = [{row.get("name", ""): row.get("factor", "") for row in found}] if found else []
        for row in found if group.rows and group.path != TOPIC else ():
            _at(data, group.path).append(row)
        for row in found if not group.rows or group.path == TOPIC else ():
            _merge(_object(data, group.path), row)
    return data


def fill(data: Data) -> MultiDict[str, Any]:
    """The fields of a scheme, by their names."""
    values: MultiDict[str, Any] = MultiDict({f"{ROOT}.name": data.get("name", "")})
    for group in GROUPS:
        for number, row in enumerate(rows_of(data, group)):
            place = _place(group, number)
            for field in group.fields:
                values.setlist(f"{place}.{field.name}", texts(field, at(row, field.name)))
    return MultiDict((name, value) for name, value in values.items(multi=True) if value != "")


def places(form: Form, group: Group, blank: int = 0) -> list[str]:
    """Where the rows of a group stand in a form, and so many that are still empty."""
    if not group.rows:
        return [_place(group, 0)]
    start = f"{ROOT}.{group.path}."
    numbers = {name[len(start) :].partition(".")[0] for name in form.values if name.startswith(start)}
    return [_place(group, number) for number in range(rows(numbers) + blank)]


def faults(form: Form, place: str, group: Group) -> list[str]:
    """What is wrong with a row and belongs to none of its fields."""
    errors = form.problem.errors if isinstance(form.problem, Problem) else ()
    start, own = _pointer(place), {_pointer(f"{place}.{field.name}") for field in group.fields}
    return [each.message for each in errors if f"{each.pointer}/".startswith(f"{start}/") and each.pointer not in own]


def listed(form: Form) -> list[tuple[str, str, str]]:
    """All that is wrong, for the head of the page: (id of the row, kind of rules or place, message)."""
    errors = form.problem.errors if isinstance(form.problem, Problem) else ()
    if "json" in form.values:
        return [("", each.pointer.removeprefix(f"/{ROOT}"), each.message) for each in errors]
    known = [(place, group) for group in GROUPS for place in places(form, group)]
    found = []
    for each in errors:
        over = [(place, group) for place, group in known if f"{each.pointer}/".startswith(f"{_pointer(place)}/")]
        place, group = max(over, key=lambda one: len(one[0]), default=("", None))
        found.append(
            (place.replace(".", "-"), text(f"schemes.g.{group.name or 'whole'}") if group else "", each.message)
        )
    return found


def _row(form: Form, place: str, fields: Iterable[Field]) -> Data:
    row: Data = {}
    for field in fields:
        if (value := _value(form, field, f"{place}.{field.name}")) not in (None, "", []):
            *way, last = field.name.split(".")
            if last.isdecimal():
                row.setdefault(way[0], []).append(value)
            else:
                _object(row, ".".join(way))[last] = value
    return row


def _value(form: Form, field: Field, name: str) -> Any:
    said = form.text(name).strip()
    if field.kind == "many":
        return form.many(name)
    if field.kind == "words":
        return [each for each in _split(said) if each]
    if field.kind == "tiers":
        return [_tier(each) for each in said.splitlines() if each.strip()]
    if field.kind in ("yes_no", "tick"):
        return {"true": True, "on": True, "false": False}.get(said)
    return whole(said) if field.kind == "whole" else said


def _tier(said: str) -> Data:
    least, _, points = said.strip().partition(" ")
    return {"at_least": whole(least), "points": points.strip()}


def _split(said: str) -> Iterator[str]:
    return (each.strip() for each in said.replace("，", "、").replace(",", "、").split("、"))


def _place(group: Group, number: int) -> str:
    way = [ROOT, *([group.path] if group.path else []), *([str(number)] if group.rows else [])]
    return ".".join(way)


def _pointer(place: str) -> str:
    return "/" + place.replace(".", "/")


def _object(data: Data, path: str) -> Data:
    for name in path.split(".") if path else ():
        data = data.setdefault(name, {})
    return data


def _at(data: Data, path: str) -> list[Any]:
    way, _, last = path.rpartition(".")
    listed: list[Any] = _object(data, way).setdefault(last, [])
    return listed


def _merge(data: Data, more: Data) -> None:
    for name, value in more.items():
        if isinstance(value, dict):
            _merge(data.setdefault(name, {}), value)
        else:
            data[name] = value


def _parsed(said: str) -> Data:
    try:
        found = json.loads(said)
    except ValueError as error:
        where = {"line": getattr(error, "lineno", 1), "column": getattr(error, "colno", 1)}
        raise wrong([{"pointer": "/json", "message": text("schemes.not_json", **where)}]) from error
    return found if isinstance(found, dict) else {"": found}


def wrong(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """Faults as the refusal that a form shows."""
    return Problem(422, {"detail": text("schemes.faulty", count=len(errors)), "errors": list(errors)})
