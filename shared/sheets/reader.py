"""Reads a sheet of outlets row by row, in memory that does not grow with the sheet.

What openpyxl keeps is the table of shared strings, which `guard` bounds; what this module keeps is eight bytes
of every row, to find repeated ones, for at most 100,000 rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import chain, islice
from typing import Any, BinaryIO, TypeVar

import openpyxl

from shared.errors import DomainError, Invalid
from shared.sheets.columns import BY_KEY, fold, match
from shared.sheets.guard import require_sane
from shared.text import canonical

MAX_ROWS = 100_000
MAX_COLUMNS = 50
LAST_ROW = 1_048_576  # of the XLSX format
MAX_CELL = 500
MAX_RAW = 4 * MAX_CELL  # of what is looked at closely; one that has more is too long however it is cleaned
SHEETS = ("媒体", "outlets")
# Above this a spreadsheet program has already rounded the number: identity numbers must be stored as text.
EXACT = 10**15
T = TypeVar("T")


@dataclass(frozen=True)
class CellProblem:
    """Why a cell was refused; `column` is empty when it is about the whole row."""

    column: str
    rule: str
    value: str = ""
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetRow:
    """One row that is not blank: texts by canonical column, and what is wrong with its cells."""

    number: int
    values: dict[str, str]
    problems: tuple[CellProblem, ...] = ()

    def to_wire(self) -> dict[str, Any]:
        """The row as `import_rows` takes it."""
        problems = [vars(problem) for problem in self.problems]
        return {"row": self.number, "values": self.values, "problems": problems}


@dataclass(frozen=True)
class Sheet:
    """An open sheet. `rows` can be gone through once; `ignored` are headings that mean nothing here."""

    title: str
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: Iterator[SheetRow]


@contextmanager
def open_sheet(file: BinaryIO) -> Iterator[Sheet]:
    """The sheet 媒体 (or `outlets`), else the first one.

    Raises: Invalid `sheet.not_xlsx`, `sheet.too_large`, `sheet.broken`, `sheet.empty`, `sheet.columns`; while
    rows are read also `sheet.too_many_rows`, after the rows that fit.
    """
    require_sane(file)
    with _parsing():
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    with closing(book):
        with _parsing():
            named = [sheet for sheet in book.worksheets if fold(sheet.title) in SHEETS]
            sheet = _open((named or book.worksheets)[0])
        yield sheet


def chunks(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    """Rows in lists of at most `size`."""
    while chunk := list(islice(rows, size)):
        yield chunk


def _open(sheet: Any) -> Sheet:
    # The size that the file states may be wrong, and is not needed.
    sheet.reset_dimensions()
    cells = enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), 1)
    header = next((row for _, row in _filled(cells)), None)
    if header is None:
        raise Invalid("sheet.empty")
    places, unknown = match([canonical(str(cell.value or "")) for cell in header])
    rows = _rows(_filled(cells), places)
    first = next(rows, None)
    if first is None:
        raise Invalid("sheet.empty")
    return Sheet(sheet.title, tuple(places.values()), tuple(unknown), chain([first], _guarded(rows)))


@contextmanager
def _parsing() -> Iterator[None]:
    """Turns what the parser raises into a refusal; what the caller does with the rows is outside of it."""
    try:
        yield
    except DomainError:
        raise
    except Exception as error:  # a hostile or damaged file can fail anywhere in the parser, with any error
        raise Invalid("sheet.broken", error=type(error).__name__) from error


def _guarded(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    while True:
        with _parsing():
            row = next(rows, None)
        if row is None:
            return
        yield row


def _filled(cells: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[tuple[int, Sequence[Any]]]:
    for number, row in cells:
        if number > LAST_ROW:
            raise Invalid("sheet.too_many_rows", max=MAX_ROWS)
        if any(cell.value not in (None, "") for cell in row):
            yield number, row


def _rows(cells: Iterator[tuple[int, Sequence[Any]]], places: dict[int, str]) -> Iterator[SheetRow]:
    seen: dict[bytes, int] = {}
    for count, (number, row) in enumerate(cells, 1):
        if count > MAX_ROWS:
            raise Invalid("sheet.too_many_rows", max=MAX_ROWS)
        read = _row(number, row, places)
        # A row with unreadable cells is refused anyway, and what it shares with another says little.
        first = number if read.problems else seen.setdefault(_digest(read.values), number)
        if first != number:
            twin = CellProblem("", "row.duplicate", params={"first": first})
            read = SheetRow(number, read.values, (twin,))
        yield read


def _row(number: int, row: Sequence[Any], places: dict[int, str]) -> SheetRow:
    values: dict[str, str] = {}
    problems: list[CellProblem] = []
    for place, key in places.items():
        text, rule = _text(row[place])
        if rule:
            problems.append(CellProblem(key, rule, text[:100]))
        elif text:
            values[key] = _coded(key, text)
    return SheetRow(number, values, tuple(problems))


def _text(cell: Any) -> tuple[str, str]:
    """A cell's text, and the rule that it breaks or nothing."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return str(getattr(value, "text", value)), "cell.formula"
    if cell.data_type == "e":
        return str(value), "cell.error"
    if isinstance(value, bool | date | time | timedelta):
        return str(value), "cell.type"
    if isinstance(value, int | float):
        return _number(value)
    text = str(value)
    if len(text) <= MAX_RAW:
        text = canonical(text)
    return text, "cell.too_long" if len(text) > MAX_CELL else ""


def _number(value: float) -> tuple[str, str]:
    if abs(value) >= EXACT or value != value:  # noqa: PLR0124 (NaN)
        return str(value), "cell.precision"
    return (str(int(value)) if value == int(value) else str(value)), ""


def _coded(key: str, text: str) -> str:
    """The code that a word stands for; thousands separators are taken out of numbers."""
    if key == "followers":
        return text.replace(",", "").replace(",", "")
    words = BY_KEY[key].words
    return words.get(text, text) if words else text


def _digest(values: dict[str, str]) -> bytes:
    text = "\0".join(f"{key}\0{values[key]}" for key in sorted(values))
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
