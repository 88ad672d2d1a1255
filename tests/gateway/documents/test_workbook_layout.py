"""Sheets read back as a spreadsheet program reads them: text stays text, points are exact, sums are formulas."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import openpyxl
import pytest

from gateway.documents.model import Kind, Sheet, SheetColumn, Workbook
from gateway.documents.workbook_layout import xlsx

COLUMNS = (
    SheetColumn("记入时间", 17, Kind.MOMENT),
    SheetColumn("媒体名称", 30),
    SheetColumn("作品（件）", 9, Kind.NUMBER, total=True),
    SheetColumn("积分", 12, Kind.POINTS, total=True),
    SheetColumn("升降", 6, Kind.MARK, printed=False),
)
ROWS = (
    (datetime(2026, 6, 30, 16, 30, tzinfo=UTC), "滨江县融媒体中心", 12, Decimal("100.10"), "↑1"),
    (datetime(2026, 7, 2, 1, 0, tzinfo=UTC), "=1+1", 3, Decimal("-0.20"), "—"),
    (None, "@SUM(A1)", None, Decimal("0.10"), "新"),
    (None, "http://example.com/" + "长" * 40_000, 1, Decimal("33.33"), ""),
    (None, "00123\x07", 1, Decimal("1234567.89"), ""),
)


def book(rows: tuple[tuple[Any, ...], ...] = ROWS) -> Workbook:
    sheets = tuple(
        Sheet(name, f"{name}考评表", "说明", COLUMNS, rows, frozen=2) for name in ("总表", "官方媒体", "明细")
    )
    return Workbook("考评表", "滨江县公安局", date(2026, 10, 23), sheets)


@pytest.fixture(scope="module")
def read() -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx(book())))


def test_each_sheet_has_caption_note_and_headings_that_stay_in_sight(read: Any) -> None:
    assert read.sheetnames == ["总表", "官方媒体", "明细"]
    page = read["官方媒体"]
    assert (page["A1"].value, page["A2"].value) == ("官方媒体考评表", "说明")
    assert [cell.value for cell in page[3]] == [column.title for column in COLUMNS]
    assert page.freeze_panes == "C4" and page.auto_filter.ref == "A3:E8"
    assert page.column_dimensions["B"].width == pytest.approx(30, abs=1)
    assert page.page_setup.orientation == "landscape" and page.print_title_rows == "$3:$3"


def test_a_row_is_as_high_as_its_longest_text_and_the_last_column_is_not_printed(read: Any) -> None:
    page = read["总表"]
    heights = [page.row_dimensions[row].height for row in range(4, 8)]
    assert heights[0] == heights[1] == pytest.approx(20, abs=0.5) and 350 < heights[3] <= 409
    assert page.print_area == "'总表'!$A$1:$D$9"


def test_a_long_caption_has_the_lines_that_it_takes() -> None:
    sheet = replace(book().sheets[0], caption="长" * 60)
    page = openpyxl.load_workbook(io.BytesIO(xlsx(replace(book(), sheets=(sheet,)))))["总表"]
    # Columns of 74 letters, of which each character of 16 points takes more than three.
    assert page.row_dimensions[1].height >= 3 * 20 and page["A1"].alignment.wrap_text


def test_text_never_becomes_a_formula_a_link_or_a_number(read: Any) -> None:
    page = read["总表"]
    for row, (_, text, *_) in enumerate(ROWS, 4):
        cell = page.cell(row, 2)
        assert cell.data_type == "s" and cell.hyperlink is None
        assert cell.value[:5] == str(text)[:5]
    assert len(page.cell(7, 2).value) == 32_767 and page.cell(7, 2).value.endswith("…")


def test_points_and_moments_are_numbers_with_their_format(read: Any) -> None:
    page = read["总表"]
    assert [Decimal(str(page.cell(row, 4).value)) for row in range(4, 9)] == [row[3] for row in ROWS]
    assert "0.00" in page["D4"].number_format
    assert page["A4"].value == datetime(2026, 7, 1, 0, 30) and page["A6"].value is None  # noqa: DTZ001 (a clock's)


def test_sums_are_formulas_that_carry_their_value(read: Any) -> None:
    assert [read["总表"].cell(9, place).value for place in (1, 3, 4)] == ["合计", "=SUM(C4:C8)", "=SUM(D4:D8)"]
    values = openpyxl.load_workbook(io.BytesIO(xlsx(book())), data_only=True)["总表"]
    assert values["C9"].value == 17 and Decimal(str(values["D9"].value)) == Decimal("1234701.22")


def test_a_sheet_without_rows_can_be_opened() -> None:
    page = openpyxl.load_workbook(io.BytesIO(xlsx(book(()))))["总表"]
    assert page.max_row == 3 and page.auto_filter.ref == "A3:E4"


def test_the_same_workbook_has_the_same_digest_and_the_day_it_is_dated(read: Any) -> None:
    assert sha256(xlsx(book())).digest() == sha256(xlsx(book())).digest()
    assert read.properties.created.date() == date(2026, 10, 23) and read.properties.creator == "滨江县公安局"
