"""The values of a scheme as the texts of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.schemes.fields import Field, Group

Data = dict[str, Any]


def rows_of(data: Data, group: Group) -> list[Any]:
    """The rules of one kind; one object is one rule."""
    found = at(data, group.path)
    if group.rows:
        return found if isinstance(found, list) else topics(found)
    return [found]


def topics(found: Any) -> list[Data]:
    """Factors by topic, which the data has by their names, as rows."""
    return [{"name": name, "factor": factor} for name, factor in (found or {}).items()]


def texts(field: Field, value: Any) -> list[str]:
    """A value as the texts of its field."""
    if value is None or value == []:
        return []
    if field.kind == "tiers":
        return ["\n".join(f"{each.get('at_least', '')} {each.get('points', '')}" for each in value)]
    if field.kind == "words":
        return ["、".join(map(str, value))]
    if field.kind == "many":
        return [str(each) for each in value]
    return [("true" if value else "false") if isinstance(value, bool) else str(value)]


def at(data: Any, path: str) -> Any:
    """What stands at a place, or None."""
    for name in path.split(".") if path else ():
        if isinstance(data, list):
            data = data[int(name)] if name.isdecimal() and int(name) < len(data) else None
        else:
            data = data.get(name) if isinstance(data, Mapping) else None
    return data
