"""Reads a sheet's rows as texts by canonical column, in memory that does not grow with the sheet.

What this module keeps is eight bytes of every row, to find repeated ones, for at most 100,000 rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, BinaryIO, Final, TypeVar

from shared.errors import Invalid
from shared.sheets.book import Book, Line, Table, open_book
from shared.sheets.cells import Cell, Value
from shared.sheets.columns import COLUMNS, SHEETS
from shared.sheets.headings import MAX_HEADING, Column, Place, fold
from shared.sheets.values import BadValue, chosen, plain, whole
from shared.text import canonical

MAX_CELL = 500
MAX_VALUE = 100  # characters of a refused cell that are told
MOST = 10**12  # of a count; what a field takes at most is its service's to say
PEOPLE: Final = "人个位名"
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
    """An open sheet. `rows` can be gone through once; `ignored` are headings that mean nothing here, `places` says
    where each column stands."""

    title: str
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    places: Mapping[str, Place]
    rows: Iterator[SheetRow]

    def to_wire(self) -> dict[str, Any]:
        """What `import_rows` takes of it: its title, where its columns stand, what is ignored."""
        columns = [
            {"column": key, "letter": place.letter, "heading": place.heading} for key, place in self.places.items()
        ]
        return {"title": self.title[:MAX_HEADING], "columns": columns, "ignored": list(self.ignored)}


@contextmanager
def open_sheet(file: BinaryIO, columns: Sequence[Column] = COLUMNS, names: Sequence[str] = SHEETS) -> Iterator[Sheet]:
    """The visible sheet of one of these names, else the first visible one that has the columns: of outlets, if nothing
    else is asked for.

    Raises: Invalid `sheet.not_xlsx`, `sheet.too_large`, `sheet.broken`, `sheet.empty`, `sheet.hidden`, `sheet.columns`;
    while rows are read also `sheet.too_many_rows`, after the rows that fit.
    """
    with open_book(file) as book:
        table = _table(book, columns, names)
        rows = _rows(table.lines, {column.key: column for column in columns})
        if (first := next(rows, None)) is None:
            raise Invalid("sheet.empty", sheet=table.title)
        yield Sheet(table.title, tuple(table.places), table.ignored, table.places, chain([first], rows))


def chunks(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    """Rows in lists of at most `size`."""
    while chunk := list(islice(rows, size)):
        yield chunk


def _table(book: Book, columns: Sequence[Column], names: Sequence[str]) -> Table:
    if named := book.named(*names):
        return book.table(named, columns)
    refused: list[Invalid] = []
    for title in book.titles:
        try:
            return book.table(title, columns)
        except Invalid as error:
            refused.append(error)
    hidden = next((title for title in book.hidden if fold(title) in map(fold, names)), None)
    # Of sheets that do not fit, one that has something in it says more.
    raise Invalid("sheet.hidden", sheet=hidden) if hidden else min(refused, key=lambda each: each.code == "sheet.empty")


def _rows(lines: Iterator[Line], columns: Mapping[str, Column]) -> Iterator[SheetRow]:
    seen: dict[bytes, int] = {}
    for line in lines:
        read = _row(line, columns)
        # A row with unreadable cells is refused anyway, and what it shares with another says little.
        first = line.number if read.problems else seen.setdefault(_digest(read.values), line.number)
        if first != line.number:
            twin = CellProblem("", "row.duplicate", params={"first": first})
            read = SheetRow(line.number, read.values, (twin,))
        yield read


def _row(line: Line, columns: Mapping[str, Column]) -> SheetRow:
    values: dict[str, str] = {}
    problems: list[CellProblem] = []
    for key, cell in line.cells.items():
        try:
            text = read_text(columns[key], cell)
        except BadValue as error:
            problems.append(CellProblem(key, error.rule, _shown(cell.value)[:MAX_VALUE], error.params))
        else:
            values |= {key: text} if text else {}
    return SheetRow(line.number, values, tuple(problems))


def read_text(column: Column, cell: Cell) -> str:
    """A cell as the text that its column keeps: a code, a number in digits, a text in its canonical form; empty when it
    is blank. Raises: BadValue."""
    if column.kind == "shown":
        return "" if cell.rule else _shown(cell.value)
    if cell.rule:
        raise BadValue(cell.rule)
    text = _text(cell.value) if column.kind == "text" else ""
    if cell.blank or (column.kind == "text" and not text):
        return ""
    if column.words is not None:
        return chosen(text, column.words)
    return text or READ[column.kind](cell.value)


def _shown(value: Value) -> str:
    """A value as people see it: a long number in its digits."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else canonical(str(value)[:MAX_CELL])


def _text(value: Value) -> str:
    return plain(value, most=MAX_CELL)


def _count(value: Value) -> str:
    return str(whole(value, most=MOST, units=PEOPLE))


# How a cell is read by its column's kind, when it is not blank.
READ: Final[Mapping[str, Callable[[Value], str]]] = {"text": _text, "count": _count}


def _digest(values: Mapping[str, str]) -> bytes:
    text = "\0".join(f"{key}\0{values[key]}" for key in sorted(values))
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
