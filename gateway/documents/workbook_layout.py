"""Sheets as XLSX: a caption and a note above the columns, headings that stay in sight, sums below, ready to print."""

from __future__ import annotations

import io
from datetime import datetime, time
from math import ceil
from typing import Any, Final
from zoneinfo import ZoneInfo

import xlsxwriter

from gateway.documents.model import Kind, Sheet, Value, Workbook
from gateway.documents.sealing import sealed

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
# No text becomes a formula, a link or a number, whatever somebody has called their outlet or work.
OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
HEADINGS: Final = 2  # the row of the columns' titles, from 0
A4: Final = 9
LINE, PADDING, MOST_LINES = 15, 5, 26  # points of a line and around it; a row may be 409 points high
CAPTION_LINE, CAPTION_PADDING, CAPTION_WIDTH = 24, 6, 1.6  # 16 points, as many times as wide as the columns' letters
LONGEST_TEXT: Final = 32_767  # characters that a cell holds
GRID: Final = {"border": 1, "border_color": "#7f7f7f", "font_name": "宋体", "font_size": 11, "valign": "vcenter"}
FORMATS: Final[dict[str, dict[str, Any]]] = {
    "caption": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter", "text_wrap": True},
    "note": {"font_name": "楷体", "font_size": 10, "font_color": "#595959", "valign": "vcenter", "text_wrap": True},
    "heading": {
        **GRID, "font_name": "黑体", "bg_color": "#f2dcdb", "align": "center", "text_wrap": True,
    },
    Kind.TEXT: {**GRID, "num_format": "@", "text_wrap": True},
    Kind.MARK: {**GRID, "num_format": "@", "align": "center"},
    Kind.NUMBER: {**GRID, "num_format": "#,##0", "align": "center"},
    Kind.POINTS: {**GRID, "num_format": "#,##0.00;[Red]-#,##0.00", "align": "right"},
    Kind.DAY: {**GRID, "num_format": "yyyy-mm-dd", "align": "center"},
    Kind.MOMENT: {**GRID, "num_format": "yyyy-mm-dd hh:mm", "align": "center"},
    "total": {**GRID, "font_name": "黑体", "align": "center"},
    "total_number": {**GRID, "font_name": "黑体", "num_format": "#,##0", "align": "center"},
    "total_points": {**GRID, "font_name": "黑体", "num_format": "#,##0.00;[Red]-#,##0.00", "align": "right"},
}  # fmt: skip


def xlsx(workbook: Workbook) -> bytes:
    """The workbook as XLSX. It bears the day that it is dated as that of its making."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        made = datetime.combine(workbook.dated, time())
        book.set_properties({"title": workbook.title, "author": workbook.author, "created": made})
        formats = {name: book.add_format(look) for name, look in FORMATS.items()}
        for sheet in workbook.sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
    return sealed(file.getvalue())


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    last = len(sheet.columns) - 1
    page.merge_range(0, 0, 0, last, sheet.caption, formats["caption"])
    page.merge_range(1, 0, 1, last, sheet.note, formats["note"])
    page.set_row(0, CAPTION_PADDING + CAPTION_LINE * _caption_lines(sheet))
    page.set_row(1, 32)
    page.set_row(HEADINGS, 30)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(HEADINGS, place, column.title, formats["heading"])
    for number, row in enumerate(sheet.rows, HEADINGS + 1):
        page.set_row(number, LINE * _lines(sheet, row) + PADDING)
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _cell(page, number, place, value, formats[column.kind])
    _totals(page, sheet, formats)
    _arrange(page, sheet)


def _lines(sheet: Sheet, row: tuple[Value, ...]) -> int:
    """How many lines the longest text of a row takes: not every program finds out by itself."""
    texts = ((column.width, value) for column, value in zip(sheet.columns, row, strict=True) if isinstance(value, str))
    return min(MOST_LINES, max((ceil(_width(value) / (width - 1)) for width, value in texts if value), default=1))


def _caption_lines(sheet: Sheet) -> int:
    """How many lines the caption takes above the columns."""
    return ceil(_width(sheet.caption) * CAPTION_WIDTH / sum(column.width for column in sheet.columns))


def _width(text: str) -> int:
    """A text's width in characters of a column: what is not ASCII is twice as wide."""
    return sum(1 if character.isascii() else 2 for character in text)


def _cell(page: Any, row: int, place: int, value: Value, look: Any) -> None:
    match value:
        case None:
            page.write_blank(row, place, None, look)
        case str():
            text = value if len(value) <= LONGEST_TEXT else value[: LONGEST_TEXT - 1] + "…"
            page.write_string(row, place, text, look)
        case datetime():
            page.write_datetime(row, place, value.astimezone(SHANGHAI).replace(tzinfo=None), look)
        case int():
            page.write_number(row, place, value, look)
        case _:
            page.write(row, place, value, look)


def _totals(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Sums as formulas that the reader can follow, with their values for those who do not compute."""
    if not sheet.rows or not any(column.total for column in sheet.columns):
        return
    row, first = HEADINGS + 1 + len(sheet.rows), HEADINGS + 2
    for place, column in enumerate(sheet.columns):
        if not column.total:
            page.write_string(row, place, "" if place else "合计", formats["total"])
            continue
        letter = xlsxwriter.utility.xl_col_to_name(place)
        look = formats["total_points" if column.kind is Kind.POINTS else "total_number"]
        page.write_formula(row, place, f"=SUM({letter}{first}:{letter}{row})", look, _sum(sheet, place))


def _sum(sheet: Sheet, place: int) -> Any:
    return sum(row[place] or 0 for row in sheet.rows)


def _arrange(page: Any, sheet: Sheet) -> None:
    """On the screen and on paper: headings in sight, A4 across, as wide as the paper, numbered pages."""
    page.freeze_panes(HEADINGS + 1, sheet.frozen)
    page.autofilter(HEADINGS, 0, HEADINGS + max(1, len(sheet.rows)), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADINGS)
    printed = sum(1 for column in sheet.columns if column.printed)
    page.print_area(0, 0, HEADINGS + 1 + len(sheet.rows), printed - 1)
    page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    page.center_horizontally()
    page.set_footer('&C&"宋体,Regular"&10第 &P 页，共 &N 页')
    page.hide_gridlines(2)
