"""Writes a sheet that `reader` reads back: in the words of the language asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

import xlsxwriter

from shared.sheets.columns import COLUMNS, SHEETS
from shared.sheets.headings import Column

# No text becomes a formula or a link, whatever somebody has called their outlet; rows leave memory as written.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDTH = 20


def write(
    file: BinaryIO,
    rows: Iterable[Mapping[str, Any]],
    *,
    locale: str = "zh",
    columns: Sequence[Column] = COLUMNS,
    titles: tuple[str, str] = (SHEETS[0], SHEETS[1]),
) -> int:
    """Write rows by canonical column, the heading first; gives their number. Headings, words in place of codes and the
    sheet's title (of `titles`, Chinese and English) are those of the `locale`."""
    count = 0
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet(titles[0] if locale == "zh" else titles[1])
        plain, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        sheet.set_column(0, len(columns) - 1, WIDTH)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, [column.heading(locale) for column in columns], bold)
        for count, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                _write(sheet, count, place, column.said(row.get(column.key), locale), plain)
    return count


def _write(sheet: Any, row: int, place: int, value: Any, plain: Any) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, place, value)
    elif value not in (None, ""):
        # As text, so that codes and phone numbers keep every digit.
        sheet.write_string(row, place, str(value), plain)
