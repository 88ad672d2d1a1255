"""Texts, and numbers that are kept as texts: codes, phones, identity numbers."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Final

from shared.sheets.cells import Value
from shared.sheets.values.bad import BadValue
from shared.text import canonical

MAX_RAW: Final = 4  # times as long as it may be: such a text is too long however it is cleaned
# Above this a spreadsheet program has already rounded the number: identity numbers must be stored as text.
EXACT: Final = 10**15


def plain(value: Value, *, most: int) -> str:
    """A text in its canonical form, of at most so many characters; empty when nothing is seen of it.

    Raises: BadValue `cell.type`, `cell.precision`, `cell.too_long`.
    """
    if value is None:
        return ""
    if isinstance(value, bool | date | time | timedelta):
        raise BadValue("cell.type")
    if isinstance(value, int | float):
        return _digits(value)
    text = canonical(value) if len(value) <= MAX_RAW * most else value
    if len(text) > most:
        raise BadValue("cell.too_long", max=most)
    return text


def _digits(value: float) -> str:
    if not abs(value) < EXACT:  # NaN included
        raise BadValue("cell.precision")
    return str(int(value)) if value == int(value) else str(value)
