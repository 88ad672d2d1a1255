"""Marshmallow schemas read from dataclass annotations, so that an event is written down once."""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from marshmallow import EXCLUDE, Schema, post_load
from marshmallow import fields as ma

SCALARS: dict[type, type[ma.Field[Any]]] = {
    str: ma.String,
    bool: ma.Boolean,
    date: ma.Date,
}


@cache
def schema_of(cls: Any) -> type[Schema]:
    """The schema class of a dataclass; loading gives an instance. Raises: TypeError for an unknown annotation."""
    hints = get_type_hints(cls)
    members: dict[str, Any] = {}
    for item in fields(cls):
        optional = item.default is not MISSING or item.default_factory is not MISSING
        options: dict[str, Any] = {"required": not optional}
        if "max" in item.metadata:
            options["metadata"] = {"maxLength": item.metadata["max"]}
        members[item.name] = field_of(hints[item.name], **options)
    members["Meta"] = type("Meta", (), {"unknown": EXCLUDE})

    def build(_schema: Schema, data: dict[str, Any], **_: Any) -> Any:
        return cls(**data)

    members["build"] = post_load(build)
    return type(cls.__name__, (Schema,), members)


def field_of(hint: Any, **options: Any) -> ma.Field[Any]:
    """The marshmallow field for one annotation."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        rest = [arg for arg in args if arg is not type(None)]
        if len(rest) == 1:
            return field_of(rest[0], allow_none=True, **options)
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return _Tuple(field_of(args[0]), **options)
    if isinstance(hint, type):
        return _of_type(hint, options)
    raise TypeError(f"no schema for {hint!r}")


def _of_type(hint: type, options: dict[str, Any]) -> ma.Field[Any]:
    if issubclass(hint, Enum):
        return ma.Enum(hint, by_value=True, **options)
    if is_dataclass(hint):
        return ma.Nested(schema_of(hint), **options)
    if hint is int:
        return ma.Integer(strict=True, **options)
    if hint is Decimal:
        metadata = options.pop("metadata", {}) | {"type": "string"}  # so it travels: no float may touch it
        return ma.Decimal(places=2, as_string=True, allow_nan=False, metadata=metadata, **options)
    if hint is datetime:
        return ma.AwareDateTime(format="iso", **options)
    if hint in SCALARS:
        return SCALARS[hint](**options)
    raise TypeError(f"no schema for {hint!r}")


class _Tuple(ma.List[Any]):
    """A list on the wire, a tuple in the frozen dataclass."""

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(*args, **kwargs))
