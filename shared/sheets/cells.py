"""The rows of a sheet's part (`xl/worksheets/*.xml`), one by one, with what openpyxl's own row reader does not tell
at once: that a cell is a formula together with the value that was kept for it.

Sources: ECMA-376-1, 18.3.1.4 (`c`), 18.18.11 (ST_CellType), 18.17.4 (dates), 18.2.2 (`calcPr`).
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from defusedxml.ElementTree import iterparse
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.cell.text import Text
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS

Value = str | int | float | bool | datetime | date | time | timedelta | None
MAX_COLUMNS = 100
LAST_ROW = 1_048_576  # of the XLSX format
DIGITS: Final = "0123456789"
ROW, VALUE, FORMULA, INLINE = (f"{{{SHEET_MAIN_NS}}}{tag}" for tag in ("row", "v", "f", "is"))
FROM_ISO: Final[Callable[[str], Value]] = from_ISO8601
ERRORS: Final = frozenset(ERROR_CODES)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, and the rule that it breaks whatever its column: `cell.formula`, `cell.error`,
    `cell.merged`. `lent`: it stands in a row above and is merged over this one."""

    value: Value = None
    rule: str = ""
    lent: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is in it."""
        return not self.rule and self.value in (None, "")


BLANK: Final = Cell()
Cells = Mapping[int, Cell]


@dataclass(frozen=True)
class Conventions:
    """What a workbook's cells rest on: its shared strings, the styles of dates and of durations, the day that its dates
    are counted from. `computed`: the values kept for formulas are those of their last computation."""

    strings: Sequence[str]
    dates: Container[int]
    durations: Container[int]
    epoch: datetime
    computed: bool = True


def read_rows(part: Any, conventions: Conventions) -> Iterator[tuple[int, dict[int, Cell]]]:
    """Row numbers as people see them, with the filled cells by column from 1; rows without any are left out.

    Raises: ValueError and whatever the parser does when the part is damaged or hostile.
    """
    number = 0
    for _, element in iterparse(part):
        if element.tag != ROW:
            continue
        before, number = number, int(element.get("r") or number + 1)
        if not before < number <= LAST_ROW:
            raise ValueError(number)
        cells = dict(_cells(element, conventions))
        element.clear()
        if cells:
            yield number, cells


def _cells(row: Any, conventions: Conventions) -> Iterator[tuple[int, Cell]]:
    column = 0
    for element in row:
        place = element.get("r")
        column = column_index_from_string(place.rstrip(DIGITS)) if place else column + 1
        if column <= MAX_COLUMNS and not (cell := _cell(element, conventions)).blank:
            yield column, cell


def _cell(element: Any, conventions: Conventions) -> Cell:
    kind, kept = element.get("t", "n"), element.findtext(VALUE)
    if element.find(FORMULA) is not None and not (conventions.computed and _has_value(kind, kept)):
        return Cell("=" + (element.findtext(FORMULA) or ""), "cell.formula")
    if kind == "inlineStr":
        inline: Any = element.find(INLINE)
        return BLANK if inline is None else _text(_content(inline))
    if not kept:
        return BLANK
    if kind == "n":
        return _number(kept, int(element.get("s", 0)), conventions)
    return _text(conventions.strings[int(kept)]) if kind == "s" else OTHERS[kind](kept)


def _content(inline: Any) -> str:
    """A text without its looks and without how it is pronounced."""
    text: Any = Text.from_tree(inline)
    return str(text.content)


def _has_value(kind: str, kept: str | None) -> bool:
    """A formula's text may be empty, its number not."""
    return kept is not None if kind == "str" else bool(kept)


def _text(text: str) -> Cell:
    if not text.strip():
        return BLANK
    # Pasted as a text, an error is still one.
    return Cell(text, "cell.error" if text in ERRORS else "")


# What is kept in the cell itself, by its type.
OTHERS: Final[Mapping[str, Callable[[str], Cell]]] = {
    "str": _text,
    "e": lambda kept: Cell(kept, "cell.error"),
    "b": lambda kept: Cell(kept == "1"),
    "d": lambda kept: Cell(FROM_ISO(kept)),
}


def _number(kept: str, style: int, conventions: Conventions) -> Cell:
    number = float(kept) if set(kept) & set(".eE") else int(kept)
    if style not in conventions.dates:
        return Cell(number)
    try:
        return Cell(from_excel(number, conventions.epoch, timedelta=style in conventions.durations))
    except (OverflowError, ValueError):
        return Cell(kept, "cell.error")  # what a spreadsheet program shows as ####
