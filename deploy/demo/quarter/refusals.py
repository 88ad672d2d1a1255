"""The refused rows as a sheet that goes back to whoever kept the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from deploy.demo.quarter.model import Refused

HEADINGS = (
    ("工作表 Sheet", 12), ("行 Row", 8), ("单元格 Cell", 12), ("列 Column", 22), ("内容 Value", 40),
    ("原因", 52), ("Reason", 76),
)  # fmt: skip


def write_refusals(path: Path, refused: Sequence[Refused]) -> None:
    """Write all of them, each with its place and why."""
    # A cell that reads like a formula stays a text.
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet, bold = book.add_worksheet("未导入 refused"), book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for place, (heading, width) in enumerate(HEADINGS):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, bold)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for line, each in enumerate(refused, 1):
            cells = (each.sheet, each.row, each.cell, each.column, each.value, each.reason_zh, each.reason_en)
            sheet.write_row(line, 0, cells, wrapped)
