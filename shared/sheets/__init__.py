"""Sheets of outlets (XLSX): `open_sheet` reads one row by row, `write` writes one that can be read back."""

from shared.sheets.columns import COLUMNS
from shared.sheets.reader import MAX_ROWS, CellProblem, Sheet, SheetRow, chunks, open_sheet
from shared.sheets.writer import write

__all__ = ["COLUMNS", "MAX_ROWS", "CellProblem", "Sheet", "SheetRow", "chunks", "open_sheet", "write"]
