"""Sheets (XLSX) as people have them. `open_sheet` reads one row by row as texts, of outlets or of whatever columns are
given, `write` writes one that can be read back; `open_book` is for workbooks with several sheets, whose cells are read
with `shared.sheets.values`."""

from shared.sheets.book import MAX_ROWS, Book, Line, Table, open_book
from shared.sheets.cells import Cell
from shared.sheets.columns import COLUMNS
from shared.sheets.headings import Column, Place
from shared.sheets.reader import CellProblem, Sheet, SheetRow, chunks, open_sheet
from shared.sheets.words import Words, word_of
from shared.sheets.writer import write

__all__ = [
    "COLUMNS",
    "MAX_ROWS",
    "Book",
    "Cell",
    "CellProblem",
    "Column",
    "Line",
    "Place",
    "Sheet",
    "SheetRow",
    "Table",
    "Words",
    "chunks",
    "open_book",
    "open_sheet",
    "word_of",
    "write",
]
