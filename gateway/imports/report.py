"""The report of an import: every broken rule of every refused row with its place, why, and what would be taken, as data
and as a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, BinaryIO

import xlsxwriter

from gateway import messages
from shared.sheets import COLUMNS
from shared.sheets.writer import OPTIONS

Row = Mapping[str, Any]
Line = tuple[str | int | None, ...]
HEADINGS = {
    "zh": ("工作表", "行", "单元格", "列", "内容", "原因", "示例", "规则"),
    "en": ("Sheet", "Row", "Cell", "Column", "Value", "Reason", "Example", "Rule"),
}
WIDTHS = (14, 8, 10, 18, 30, 60, 28, 24)
UNREAD = "sheet.column_ignored"
BY_KEY = {column.key: column for column in COLUMNS}


def told(row: Row, locale: str) -> dict[str, Any]:
    """A refused row (`RefusedRow`) with what its problems are and what would be taken, in the language asked for."""
    return {**row, "problems": [_told(problem, locale) for problem in row["problems"]]}


def write_report(file: BinaryIO, view: Row, rows: Iterable[Row], locale: str) -> None:
    """Write the refused rows (`RefusedRow` views) of an import (`ImportView`) in the language asked for: a line for
    every problem and for every column that was not read."""
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet("未导入" if locale == "zh" else "refused")
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, HEADINGS[locale], book.add_format({"bold": True}))
        for line, cells in enumerate(chain(_refused(rows, locale), _unread(view, locale)), 1):
            sheet.write_row(line, 0, cells)


def _refused(rows: Iterable[Row], locale: str) -> Iterator[Line]:
    for row in rows:
        for problem in told(row, locale)["problems"]:
            column = BY_KEY.get(problem["column"])
            name = problem["heading"] or (column.heading(locale) if column else problem["column"])
            yield (
                row["sheet"], row["row"], problem["cell"], name,
                problem["value"], problem["message"], problem["example"], problem["rule"],
            )  # fmt: skip


def _unread(view: Row, locale: str) -> Iterator[Line]:
    for heading in view["ignored"]:
        yield view["sheet"], None, None, heading, None, messages.text(locale, UNREAD), None, UNREAD


def _told(problem: Row, locale: str) -> dict[str, Any]:
    column, params = BY_KEY.get(problem["column"]), problem["params"]
    if column is not None and "known" in params:
        params = {**params, "known": column.said(params["known"], locale)}
    message = messages.text(locale, problem["rule"], params)
    return {**problem, "message": message, "example": column.said(column.example, locale) if column else ""}
