"""A county's workbook as it is kept: with titles, merged cells, lists on hidden sheets, its own spellings."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH

from deploy.demo import sample
from deploy.demo.quarter import Quarter, read
from deploy.demo.quarter.reader import BadWorkbook
from shared.sheets.values import CAP
from tests.shared.sheets.workbooks import strict

KEPT = Path(sample.__file__).with_name("quarter-2026Q3.xlsx")


@pytest.fixture(scope="module")
def kept() -> Quarter:
    return read(KEPT)


def changed(tmp_path: Path, change: Callable[[Any], object], write: Any = lambda file: file) -> Quarter:
    """The quarter of the kept workbook after a change."""
    book = openpyxl.load_workbook(KEPT)
    change(book)
    file = io.BytesIO()
    book.save(file)
    (tmp_path / "quarter.xlsx").write_bytes(write(file).getvalue())
    return read(tmp_path / "quarter.xlsx")


def rows(quarter: Quarter, moved: int = 0) -> Any:
    """What went in, without the numbers of its rows."""
    kinds = (quarter.outlets, quarter.works, quarter.publications, quarter.metrics, quarter.ideas)
    return [[{**vars(each), "row": each.row - moved} for each in kind] for kind in kinds]


def laid_out(book: Any) -> None:
    """Titles above all sheets, headings of two rows, further columns, lists on a hidden sheet in front."""
    for page in book.worksheets:
        page.insert_rows(1, 2)
        page["A1"], page["A2"] = f"{page.title}（2026 年第三季度）", "填表人：张三"
        page.merge_cells("A1:F1")
        page.cell(3, page.max_column + 1, "备注")
    lists = book.create_sheet("媒体类别", 0)
    lists.append(["官方媒体"])
    lists.sheet_state = "hidden"


@pytest.mark.parametrize("write", [lambda file: file, strict])
def test_a_workbook_as_it_is_laid_out_reads_the_same(kept: Quarter, tmp_path: Path, write: Any) -> None:
    quarter = changed(tmp_path, laid_out, write)
    assert rows(quarter, 2) == rows(kept)
    assert [(each.row, each.cell) for each in quarter.refused] == [(52, "B52"), (75, "E75"), (217, "C217")]
    assert quarter.ignored == dict.fromkeys(("媒体", "作品", "刊发", "数据", "金点子"), ("备注",))


def test_times_and_numbers_in_their_own_spellings_read_the_same(kept: Quarter, tmp_path: Path) -> None:
    def respelled(book: Any) -> None:
        works, metrics = book["作品"], book["数据"]
        found = kept.works[0].submitted_at
        half, hour = ("上午", found.hour) if found.hour < 12 else ("下午", found.hour - 12 or 12)
        works["H2"] = f"{found.year}年{found.month}月{found.day}日 {half}{hour}:{found:%M}"
        works["H3"] = kept.works[1].submitted_at.replace(tzinfo=None)
        works["H4"] = f"{kept.works[2].submitted_at:%Y/%m/%d %H:%M}"
        works["F2"] = {True: "√", False: "×"}[kept.works[0].original]
        metrics["C2"] = f"{kept.metrics[0].reads:,}次".replace(",", "，")

    assert rows(changed(tmp_path, respelled)) == rows(kept)


def test_dates_are_counted_from_the_beginning_that_the_workbook_names(kept: Quarter, tmp_path: Path) -> None:
    def mac(book: Any) -> None:
        book.epoch = MAC_EPOCH
        book["作品"]["H2"] = kept.works[0].submitted_at.replace(tzinfo=None)
        days = (kept.works[1].submitted_at.replace(tzinfo=None) - MAC_EPOCH).total_seconds() / 86_400
        book["作品"]["H3"] = days  # not formatted as a date

    assert rows(changed(tmp_path, mac)) == rows(kept)


def test_what_a_platform_shows_of_more_than_100_000_is_its_cap(tmp_path: Path) -> None:
    def capped(book: Any) -> None:
        book["数据"]["C2"], book["数据"]["D2"], book["数据"]["C3"] = "10万+", "1.2万", "20万+"

    quarter = changed(tmp_path, capped)
    assert (quarter.metrics[0].reads, quarter.metrics[0].likes) == (CAP, 12_000)
    assert [each.reason_en for each in quarter.refused if each.cell == "C3"] == [
        "Tells only a lower bound; must be an exact whole number, such as 12345."
    ]


def test_a_value_merged_over_rows_applies_to_each(kept: Quarter, tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        page = book["数据"]
        assert page["A2"].value == page["A3"].value == page["A4"].value
        page.merge_cells("A2:A4")

    assert rows(changed(tmp_path, merge)) == rows(kept)


@pytest.mark.parametrize(
    ("written", "told"),
    [("7月3日 15:05", "缺少年份"), ("3/7/2026 15:05", "未予猜测"), ("昨天", "应为有年、月、日的时间")],
)
def test_a_time_that_is_not_whole_is_refused_with_what_was_expected(tmp_path: Path, written: str, told: str) -> None:
    def write(book: Any) -> None:
        book["作品"]["H2"] = written

    refused = next(each for each in changed(tmp_path, write).refused if each.sheet == "作品")
    assert (refused.cell, refused.column, refused.value) == ("H2", "提交时间", written)
    assert told in refused.reason_zh and "2026-08-20 10:43" in refused.reason_zh and "2026-08-20" in refused.reason_en


def test_shares_may_be_percents_of_the_whole(kept: Quarter, tmp_path: Path) -> None:
    names = kept.outlets[0].name, kept.outlets[1].name

    def write(book: Any) -> None:
        page = book["作品"]
        page["G2"] = f"{names[0]}:70%；{names[1]}：30％"
        page["G3"] = f"{names[0]}:70%;{names[1]}:20%"
        page["G4"] = f"{names[0]}:70%;{names[1]}:30"

    quarter = changed(tmp_path, write)
    assert quarter.works[0].authors == ((names[0], 70), (names[1], 30))
    assert {"G3", "G4"} <= {each.cell for each in quarter.refused if each.sheet == "作品"}


def test_a_hidden_sheet_is_told(tmp_path: Path) -> None:
    def hide(book: Any) -> None:
        book["数据"].sheet_state = "hidden"

    with pytest.raises(BadWorkbook, match=r"“数据”已隐藏.*is hidden"):
        changed(tmp_path, hide)
