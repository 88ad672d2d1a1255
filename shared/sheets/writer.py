"""Writes a sheet of outlets that `reader` reads back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import xlsxwriter

from shared.sheets.columns import COLUMNS

# No text becomes a formula or a link, whatever somebody has called their outlet; rows leave memory as written.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTH = 20


def write(file: BinaryIO, rows: Iterable[Mapping[str, Any]], *, locale: str = "zh") -> int:
    """Write rows by canonical column, the heading first; gives their number. `locale` is that of the headings."""
    count = 0
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet("媒体" if locale == "zh" else "outlets")
        plain, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        sheet.set_column(0, len(COLUMNS) - 1, WIDTH)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, [column.zh if locale == "zh" else column.en for column in COLUMNS], bold)
        for count, row in enumerate(rows, 1):
            for place, column in enumerate(COLUMNS):
                _write(sheet, count, place, row.get(column.key), plain)
    return count


def _write(sheet: Any, row: int, place: int, value: Any, plain: Any) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, place, value)
    elif value not in (None, ""):
        # As text, so that codes and phone numbers keep every digit.
        sheet.write_string(row, place, str(value), plain)
