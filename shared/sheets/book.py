"""Workbooks as people have them, whatever they are of: sheets by name, rows below headings, in memory that does not
grow with the sheet.

What openpyxl keeps is the table of shared strings, which `guard` bounds. Hidden sheets are not read: templates keep the
lists behind their choices there. Hidden rows and columns are read: a filter that somebody left on hides them, and what
it hides is still in the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO

from defusedxml.ElementTree import fromstring
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHEET_MAIN_NS

from shared.errors import DomainError, Invalid
from shared.sheets import headings, merges
from shared.sheets.cells import BLANK, Cell, Cells, Conventions, read_rows
from shared.sheets.formats import date_styles
from shared.sheets.guard import require_sane
from shared.sheets.headings import Column, Place, fold
from shared.sheets.strict import transitional

MAX_ROWS = 100_000
CALCULATION = f"{{{SHEET_MAIN_NS}}}calcPr"
Numbered = tuple[int, Cells]


@dataclass(frozen=True)
class Line:
    """A row that is not blank, by canonical column; `number` as people see it."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """The rows below a sheet's headings, which can be gone through once.

    `row` is that of the headings, `places` where each column stands, `ignored` the headings that mean nothing here.
    While rows are read Invalid is raised: `sheet.broken`, and `sheet.too_many_rows` after those that fit.
    """

    title: str
    row: int
    places: Mapping[str, Place]
    ignored: tuple[str, ...]
    lines: Iterator[Line]


class Book:
    """An open workbook. `titles` are those of its visible sheets, `hidden` of the others, `charts` of those without
    cells; `epoch` is the day that numbers of days are counted from."""

    def __init__(self, book: Any, conventions: Conventions) -> None:
        self._conventions = conventions
        self.epoch = conventions.epoch
        pages = [page for page in book._sheets if isinstance(page, ReadOnlyWorksheet)]
        self._pages = [page for page in pages if page.sheet_state == "visible"]
        self.titles = [page.title for page in self._pages]
        self.hidden = [page.title for page in pages if page not in self._pages]
        self.charts = [page.title for page in book._sheets if page not in pages]

    def named(self, *names: str) -> str | None:
        """The first visible sheet of one of the names, blanks and case apart."""
        wanted = {fold(name) for name in names}
        return next((title for title in self.titles if fold(title) in wanted), None)

    def table(self, title: str, columns: Sequence[Column]) -> Table:
        """The rows of a visible sheet, which may be none.

        Raises: Invalid `sheet.empty` when there are no headings either, `sheet.columns`, `sheet.broken`.
        """
        page = self._pages[self.titles.index(title)]
        rows = guarded(self._rows(page))
        first = list(islice(rows, headings.MOST_ABOVE))
        if not first:
            raise Invalid("sheet.empty", sheet=title)
        found = headings.find(title, first, columns)
        below = (row for row in chain(first, rows) if row[0] > found.row)
        return Table(title, found.row, found.places, found.unknown, _lines(below, found.places))

    def _rows(self, page: Any) -> Iterator[Numbered]:
        with page._get_source() as part:
            merged = merges.read_merged(part)
        with page._get_source() as part:
            yield from merges.spread(read_rows(part, self._conventions), merged)


@contextmanager
def open_book(file: BinaryIO) -> Iterator[Book]:
    """A workbook, transitional or strict. Raises: Invalid `sheet.not_xlsx`, `sheet.too_large`, `sheet.broken`,
    `sheet.none_visible`."""
    require_sane(file)
    with ExitStack() as stack:
        with _parsing():
            source = transitional(file)
            if source is not file:
                stack.enter_context(source)
            book, conventions = _opened(source)
        stack.callback(book.close)
        opened = Book(book, conventions)
        if not opened.titles:
            raise Invalid("sheet.none_visible")
        yield opened


def _opened(source: BinaryIO) -> tuple[Any, Conventions]:
    """The workbook and what its cells rest on; its properties, theme and names are nothing to a list, and not read."""
    reader = ExcelReader(source, read_only=True, keep_links=False)
    for read in (reader.read_manifest, reader.read_strings, reader.read_workbook, reader.read_worksheets):
        read()
    # Who writes formulas without computing them asks for that; a spreadsheet program that saves has done it.
    properties = fromstring(reader.archive.read(reader.parser.workbook_part_name)).find(CALCULATION)
    computed = properties is None or properties.get("fullCalcOnLoad", "0") not in ("1", "true")
    dates, durations = date_styles(reader.archive)
    return reader.wb, Conventions(reader.shared_strings, dates, durations, reader.wb.epoch, computed)


def guarded(rows: Iterator[Any]) -> Iterator[Any]:
    """Rows as they come; what the parser raises on the way is a refusal."""
    while True:
        with _parsing():
            row = next(rows, None)
        if row is None:
            return
        yield row


@contextmanager
def _parsing() -> Iterator[None]:
    """Turns what the parser raises into a refusal; what the caller does with the rows is outside of it."""
    try:
        yield
    except DomainError:
        raise
    except Exception as error:  # a hostile or damaged file can fail anywhere in the parser, with any error
        raise Invalid("sheet.broken", error=type(error).__name__) from error


def _lines(rows: Iterator[Numbered], places: Mapping[str, Place]) -> Iterator[Line]:
    count = 0
    for number, row in rows:
        cells = {key: row.get(place.number, BLANK) for key, place in places.items()}
        if _filled(cells) and not _headings_again(cells, places):
            count += 1
            if count > MAX_ROWS:
                raise Invalid("sheet.too_many_rows", max=MAX_ROWS)
            yield Line(number, cells)


def _filled(cells: Mapping[str, Cell]) -> bool:
    """Whether a row has anything of its own: what is merged over it alone, or stands beside the columns, is none."""
    return any(not cell.blank and not cell.lent for cell in cells.values())


def _headings_again(cells: Mapping[str, Cell], places: Mapping[str, Place]) -> bool:
    """Whether a row says the headings once more, as a list that was made for several pages does."""
    return all(headings.text_of(cell) == places[key].heading for key, cell in cells.items())
