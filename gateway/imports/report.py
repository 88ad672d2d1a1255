"""The report of an import as a sheet: one line for every broken rule of every refused row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import xlsxwriter

from gateway import messages
from shared.sheets import COLUMNS
from shared.sheets.writer import OPTIONS

HEADINGS = {"zh": ("行", "列", "内容", "原因", "规则"), "en": ("Row", "Column", "Value", "Reason", "Rule")}
WIDTHS = (8, 18, 30, 60, 24)


def write_report(file: BinaryIO, rows: Iterable[Mapping[str, Any]], locale: str) -> None:
    """Write the refused rows (`RefusedRow` views) in the language asked for."""
    names = {column.key: column.zh if locale == "zh" else column.en for column in COLUMNS}
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        sheet = book.add_worksheet("未导入" if locale == "zh" else "refused")
        for place, width in enumerate(WIDTHS):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, HEADINGS[locale], book.add_format({"bold": True}))
        line = 0
        for row in rows:
            for problem in row["problems"]:
                line += 1
                reason = messages.text(locale, problem["rule"], problem["params"])
                column = names.get(problem["column"], problem["column"])
                sheet.write_number(line, 0, row["row"])
                for place, text in enumerate((column, problem["value"], reason, problem["rule"]), 1):
                    sheet.write_string(line, place, text)
