"""Keyset pages: a cursor is the sort key of the last item shown, so a page costs the same wherever it is.

A list answers `{"items": [...], "next": "<cursor>" | None}`. A cursor is opaque to clients and holds nothing
that they may not see, so it needs no signature; what comes back is checked for shape and type alone.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import orjson

from shared.errors import FieldProblem, Invalid

MAX_CURSOR = 600
# What the database can hold in every zone; nothing of ours is as old or as young.
FIRST_YEAR, LAST_YEAR = 1970, 9999
T = TypeVar("T")
Scalar = str | int | None


def encode_cursor(values: Sequence[Scalar]) -> str:
    """The cursor for a position; `values` are the sort key's parts in their order."""
    return base64.urlsafe_b64encode(orjson.dumps(list(values))).decode().rstrip("=")


def decode_cursor(text: str, size: int, *types: type) -> list[Any]:
    """The `size` values that `encode_cursor` wrote: text, whole numbers or None, or of exactly these `types`.

    Raises: Invalid.
    """
    try:
        values = orjson.loads(base64.urlsafe_b64decode(text[:MAX_CURSOR].encode() + b"=="))
    except (binascii.Error, orjson.JSONDecodeError, UnicodeEncodeError, ValueError):
        raise _refusal() from None
    # Only scalars: a cursor must not be able to smuggle a query operator into a filter.
    if not isinstance(values, list) or len(values) != size or not all(_scalar(value) for value in values):
        raise _refusal()
    if types and [type(value) for value in values] != list(types):
        raise _refusal()
    return values


def decode_text(text: str) -> str:
    """The one text that a cursor holds. Raises: Invalid."""
    (value,) = decode_cursor(text, 1)
    if not isinstance(value, str):
        raise _refusal()
    return value


def after(data: Mapping[str, Any], *types: type) -> list[Any] | None:
    """The position that a list goes on from, of values of these types; None at its beginning. Raises: Invalid."""
    return decode_cursor(data["cursor"], len(types), *types) if "cursor" in data else None


def after_id(data: Mapping[str, Any]) -> str | None:
    """The id that a list goes on from; None at its beginning. Raises: Invalid."""
    position = after(data, str)
    return position[0] if position else None


def after_moment(data: Mapping[str, Any]) -> tuple[datetime, str] | None:
    """The moment and id that a list goes on from; None at its beginning. Raises: Invalid."""
    position = after(data, str, str)
    if position is None:
        return None
    try:
        moment = datetime.fromisoformat(position[0])
    except ValueError:
        raise _refusal() from None
    if moment.tzinfo is None or not FIRST_YEAR < moment.year < LAST_YEAR:
        raise _refusal()
    return moment, position[1]


def page(found: Sequence[T], limit: int, key: Callable[[T], Sequence[Scalar]]) -> dict[str, Any]:
    """The page of `found`, which was read with a limit of `limit + 1` to see whether there is more."""
    items = list(found[:limit])
    more = len(found) > limit
    return {"items": items, "next": encode_cursor(key(items[-1])) if more else None}


def _scalar(value: Any) -> bool:
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) < 2**63  # what BSON can hold
    return value is None or isinstance(value, str)


def _refusal() -> Invalid:
    return Invalid("cursor.invalid", problems=[FieldProblem("/cursor", "cursor.invalid")])
