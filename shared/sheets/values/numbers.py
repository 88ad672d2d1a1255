"""Whole numbers as people write them: 12345, １２，３４５, 1.2万, 3千, 10万+, 3,200次.

Numerals in characters (三万五) are not read: what they stand for depends on who writes them, and the libraries that
read them (cn2an and its like) take one meaning.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from shared.sheets.cells import Value
from shared.sheets.values.bad import BadValue
from shared.text import canonical

CAP: Final = 100_001  # what stands for WeChat's 10万+
CAPPED: Final = CAP - 1
LONGEST: Final = 40
# Digits that a spreadsheet program keeps of a number (IEEE 754); behind them is what computing left.
EXACT: Final = ".15g"
SCALES: Final = {
    "": 1, "百": 100, "千": 1_000, "k": 1_000, "万": 10_000, "w": 10_000, "百万": 1_000_000, "千万": 10_000_000,
    "亿": 100_000_000,
}  # fmt: skip
NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)(?P<part>\.\d+)?"
    r" ?(?P<scale>百万|千万|[百千万亿kw]?) ?(?P<more>\+|余|多|以上)?",
    re.ASCII,
)


def whole(value: Value, *, most: int, units: str = "次", capped: bool = False) -> int:
    """A whole number from 0 to `most`; a text may end with one of the `units`, a character each. `capped`: 10万+ is
    `CAP`; without it, and for all other numbers of which only a bound is told, it is refused.

    Raises: BadValue `cell.number`, `cell.inexact`, `cell.too_large`.
    """
    found = _capped(value, units) if capped else None
    number = _number(value, units) if found is None else Decimal(found)
    if number != number.to_integral_value() or number < 0:
        raise BadValue("cell.number")
    if number > most:
        raise BadValue("cell.too_large", most=most)
    return int(number)


def _capped(value: Value, units: str) -> int | None:
    read = _parsed(value, units) if isinstance(value, str) else None
    return CAP if read is not None and read[1] == "+" and read[0] == CAPPED else None


def _number(value: Value, units: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadValue("cell.number")
    if not isinstance(value, str):
        number = Decimal(format(value, EXACT) if isinstance(value, float) else value)
        if not number.is_finite():
            raise BadValue("cell.number")
        return number
    number, more = _parsed(value, units)
    if more:
        raise BadValue("cell.inexact")
    return number


def _parsed(text: str, units: str) -> tuple[Decimal, str]:
    """The number that a text tells, and the sign that it is more than that."""
    text = unicodedata.normalize("NFKC", canonical(text)).casefold()
    text = text[:-1].rstrip(" ") if text.endswith(tuple(units)) else text
    if len(text) > LONGEST and text.isdecimal():
        return Decimal("Infinity"), ""
    match = NUMBER.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        raise BadValue("cell.number")
    digits = match["digits"].replace(",", "").replace(" ", "")
    return Decimal(match["sign"] + digits + (match["part"] or "")) * SCALES[match["scale"]], match["more"] or ""
