"""The quarter's workbook: good rows go in, bad ones come back with their place, a bad workbook says what it lacks."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import openpyxl.chart
import pytest

from deploy.demo import sample
from deploy.demo.quarter import Quarter, read, write_refusals
from deploy.demo.quarter.columns import GENRES, SHEETS
from deploy.demo.quarter.reader import BadWorkbook
from deploy.demo.sample import Rows, Sample
from shared.clock import SHANGHAI
from shared.sheets import word_of
from shared.sheets.words import code_of

KEPT = Path(sample.__file__).with_name("quarter-2026Q3.xlsx")
Change = Callable[[Rows], object]


def reading(tmp_path: Path, change: Change = lambda _: None) -> Quarter:
    rows = Sample().draw()
    change(rows)
    sample.write(tmp_path / "quarter.xlsx", rows)
    return read(tmp_path / "quarter.xlsx")


def places(quarter: Quarter) -> list[tuple[str, int, str]]:
    return [(each.sheet, each.row, each.column) for each in quarter.refused]


@pytest.fixture(scope="module")
def kept() -> Quarter:
    return read(KEPT)


def test_the_kept_sample_is_what_the_seed_draws(kept: Quarter, tmp_path: Path) -> None:
    drawn = reading(tmp_path)
    assert (drawn.outlets, drawn.works, drawn.publications, drawn.metrics, drawn.ideas) == (
        kept.outlets, kept.works, kept.publications, kept.metrics, kept.ideas,
    )  # fmt: skip


def test_good_rows_go_in_and_the_three_mistakes_come_back(kept: Quarter) -> None:
    assert (len(kept.outlets), len(kept.works), len(kept.ideas)) == (20, sample.WORKS, 3)
    assert kept.period == "2026-Q3"
    assert [(each.sheet, each.column, each.value) for each in kept.refused] == [
        ("作品", "媒体名称", "没有登记的媒体"),
        ("刊发", "版位", "封面"),
        ("数据", "阅读播放", "一千"),
    ]


def test_a_row_becomes_its_values(kept: Quarter, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(KEPT)
    first = [cell.value for cell in book["作品"][2]]
    work = kept.works[0]
    assert [work.number, work.outlet, work.title, word_of(GENRES, work.genre, "zh"), work.topic] == first[:5]
    assert work.submitted_at.strftime("%Y-%m-%d %H:%M") == first[7] and work.submitted_at.tzinfo is SHANGHAI
    assert all(sum(share for _, share in each.authors) > 0 for each in kept.works)


def test_what_refers_to_a_refused_row_is_refused_too(kept: Quarter, tmp_path: Path) -> None:
    number = kept.publications[0].number

    def spoil(rows: Rows) -> None:
        place = next(at for at, row in enumerate(rows["刊发"]) if row[0] == number)
        rows["刊发"][place] = (*rows["刊发"][place][:6], "昨天", rows["刊发"][place][7])

    quarter = reading(tmp_path, spoil)
    lost = [each for each in quarter.refused if each.sheet == "数据" and each.column == "刊发编号"]
    assert len(lost) == 3 and {each.value for each in lost} == {number}
    assert len(quarter.publications) == len(kept.publications) - 1


@pytest.mark.parametrize(
    ("sheet", "column", "value", "reason"),
    [
        ("媒体", 2, "91330108MA2000001X", "check digit"),
        ("媒体", 4, "12", "phone"),
        ("媒体", 10, -5, "whole number"),
        ("作品", 2, "长" * 101, "at most 100 characters"),
        ("作品", 6, "滨江小城事:0", "share of at least 1"),
        ("作品", 6, "滨江小城事:1;不存在的媒体:1", "no such outlet"),
        ("作品", 6, "滨江小城事", "outlet:parts"),
        ("作品", 7, "2026-02-30 10:00", "a time such as"),
        ("刊发", 6, "2026-01-01 10:00", "before the work"),
        ("数据", 1, "2026-01-01 10:00", "before the publication"),
        ("数据", 2, 1.5, "whole number"),
        ("作品", 2, "=1+1", "formula"),
        ("作品", 2, None, "must not be blank"),
        ("作品", 2, "\u200b\u202e\n", "must not be blank"),
        ("作品", 2, "反诈🔥课堂", "no typeface has character 3"),
        ("媒体", 0, "滨江\ue000报", "no typeface has character 3"),
        ("媒体", 9, "javascript:alert(1)", "no http(s) address"),
        ("媒体", 1, "报社", "Official media, Department"),
        ("作品", 6, "滨江小城事:9999;白马湖生活:9999", "10000 parts in all"),
        ("数据", 2, "9" * 5_000, "larger than"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place(tmp_path: Path, sheet: str, column: int, value: Any, reason: str) -> None:
    def spoil(rows: Rows) -> None:
        row = list(rows[sheet][0])
        row[column] = value
        rows[sheet][0] = tuple(row)

    quarter = reading(tmp_path, spoil)
    found = next(each for each in quarter.refused if (each.sheet, each.row) == (sheet, 2))
    assert reason in found.reason_en and found.reason_zh
    assert found.column == SHEETS[sheet][column].heading


def test_a_title_loses_what_is_not_seen(kept: Quarter, tmp_path: Path) -> None:
    def write(rows: Rows) -> None:
        number, outlet, title, *rest = rows["作品"][0]
        rows["作品"][0] = (number, f"\ufeff{outlet}\u200b", f" {title[:2]}\u200b{title[2:]}_x000D_\u202e", *rest)

    read = reading(tmp_path, write)
    assert [(work.title, work.outlet) for work in read.works] == [(work.title, work.outlet) for work in kept.works]


def test_a_reason_in_chinese_names_the_words_that_a_chinese_sheet_has(kept: Quarter) -> None:
    assert kept.refused[1].reason_zh == "应为其中之一：普通版位、头版、头条、黄金时段。"


@pytest.mark.parametrize("place", [0, 1, 2])
def test_words_of_both_languages_are_as_good_as_the_codes(kept: Quarter, tmp_path: Path, place: int) -> None:
    book = openpyxl.load_workbook(KEPT)
    for sheet, columns in SHEETS.items():
        for number, column in enumerate(columns, 1):
            for line in range(2, book[sheet].max_row + 1):
                cell = book[sheet].cell(line, number)
                code = code_of(column.words, str(cell.value)) if column.words else None
                if column.words and code:
                    cell.value = (code, *column.words[code])[place]
    book.save(tmp_path / "said.xlsx")
    quarter = read(tmp_path / "said.xlsx")
    assert (quarter.outlets, quarter.works, quarter.publications) == (kept.outlets, kept.works, kept.publications)
    assert len(quarter.refused) == len(kept.refused)


def test_the_sample_is_written_in_words() -> None:
    book = openpyxl.load_workbook(KEPT)
    assert (book["媒体"]["B2"].value, book["媒体"]["H2"].value) == ("官方媒体", "县")
    assert not any("_" in str(cell) for page in book for row in page.values for cell in row if "http" not in str(cell))


def test_a_time_comes_back_as_a_sheet_has_it(tmp_path: Path) -> None:
    def spoil(rows: Rows) -> None:
        rows["数据"][0] = (rows["数据"][0][0], "2026-01-01 10:00", *rows["数据"][0][2:])

    assert reading(tmp_path, spoil).refused[-2].value == "2026-01-01 10:00"


def test_an_error_value_is_no_text(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(KEPT)
    book["作品"].cell(2, 3, "#REF!")
    book.save(tmp_path / "bad.xlsx")
    assert "error value" in read(tmp_path / "bad.xlsx").refused[0].reason_en


def test_a_credit_code_belongs_to_one_outlet(kept: Quarter, tmp_path: Path) -> None:
    def repeat(rows: Rows) -> None:
        rows["媒体"][1] = (*rows["媒体"][1][:2], rows["媒体"][0][2], *rows["媒体"][1][3:])

    quarter = reading(tmp_path, repeat)
    assert ("媒体", 3, "统一社会信用代码") in places(quarter)
    assert kept.outlets[1].name not in {each.name for each in quarter.outlets}
    assert kept.outlets[1].name not in {name for work in quarter.works for name, _ in work.authors}


@pytest.mark.parametrize("sheet", ["媒体", "作品", "刊发", "数据"])
def test_a_repeated_row_goes_in_once(tmp_path: Path, sheet: str) -> None:
    quarter = reading(tmp_path, lambda rows: rows[sheet].insert(1, rows[sheet][0]))
    assert (sheet, 3) in {(name, row) for name, row, _ in places(quarter)}
    assert "repeats" in next(each.reason_en for each in quarter.refused if (each.sheet, each.row) == (sheet, 3))


def test_a_publication_of_a_rejected_work_is_refused(kept: Quarter, tmp_path: Path) -> None:
    rejected = next(work.number for work in kept.works if work.grade == "D")
    row = ("P500", rejected, "weibo", "self", "normal", "否", "2026-09-30 10:00", "https://example.com/x")
    quarter = reading(tmp_path, lambda rows: rows["刊发"].append(row))
    assert [each.reason_en for each in quarter.refused if each.value == rejected] == ["the work was rejected"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda book: book.remove(book["刊发"]), "the sheet 刊发 is missing"),
        (lambda book: book["作品"].cell(1, 3, "题目"), "Column “标题” is missing"),
        (lambda book: book["作品"].delete_rows(1, 500), "The sheet “作品” holds no data"),
        (lambda book: book["媒体"].delete_rows(2, 500), "no good row"),
    ],
)
def test_a_workbook_that_lacks_something_says_what(tmp_path: Path, change: Any, told: str) -> None:
    book = openpyxl.load_workbook(KEPT)
    change(book)
    book.save(tmp_path / "bad.xlsx")
    with pytest.raises(BadWorkbook, match=told):
        read(tmp_path / "bad.xlsx")


def test_a_workbook_without_one_good_row_says_why(tmp_path: Path) -> None:
    def spoil(rows: Rows) -> None:
        rows["媒体"] = [(*row[:4], "无", *row[5:]) for row in rows["媒体"]]

    with pytest.raises(BadWorkbook, match="媒体 第 2 行 E 列「联系电话」不是电话号码，应如"):
        reading(tmp_path, spoil)


def test_a_renamed_column_is_guessed(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(KEPT)
    book["作品"].cell(1, 8, "提交日期时间")
    book.save(tmp_path / "bad.xlsx")
    with pytest.raises(BadWorkbook, match="“提交日期时间”是否就是它"):
        read(tmp_path / "bad.xlsx")


def test_blanks_around_a_sheets_name_do_not_matter(kept: Quarter, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(KEPT)
    book["作品"].title, book["金点子"].title = "作品 ", " 金点子"
    book.save(tmp_path / "named.xlsx")
    quarter = read(tmp_path / "named.xlsx")
    assert (quarter.works, quarter.ideas) == (kept.works, kept.ideas)


def test_a_chart_in_place_of_a_sheet_is_named(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(KEPT)
    del book["数据"]
    chart = book.create_chartsheet("数据")
    chart.add_chart(openpyxl.chart.BarChart())
    book.save(tmp_path / "bad.xlsx")
    with pytest.raises(BadWorkbook, match="“数据”是图表"):
        read(tmp_path / "bad.xlsx")


def test_a_sheet_that_breaks_off_is_a_damaged_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(KEPT) as whole, zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as torn:
        for name in whole.namelist():
            content = whole.read(name)
            torn.writestr(name, content[: len(content) // 2] if name == "xl/worksheets/sheet4.xml" else content)
    with pytest.raises(BadWorkbook, match="文件已损坏，无法读取。 / The file is damaged"):
        read(tmp_path / "bad.xlsx")


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_workbook_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.xlsx").write_bytes(content)
    with pytest.raises(BadWorkbook, match=r"请另存为 \.xlsx"):
        read(tmp_path / "bad.xlsx")


def test_columns_are_found_by_heading_in_any_order(kept: Quarter, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(KEPT)
    book["刊发"].move_range("A1:A500", cols=20)
    book.save(tmp_path / "moved.xlsx")
    assert read(tmp_path / "moved.xlsx").publications == kept.publications


def test_refusals_go_back_as_a_sheet(kept: Quarter, tmp_path: Path) -> None:
    write_refusals(tmp_path / "refused.xlsx", kept.refused)
    lines = list(
        openpyxl.load_workbook(tmp_path / "refused.xlsx")["未导入 refused"].iter_rows(min_row=2, values_only=True)
    )
    assert [line[:5] for line in lines] == [(e.sheet, e.row, e.cell, e.column, e.value) for e in kept.refused]
    assert [line[2] for line in lines] == ["B50", "E73", "C215"]
    assert all(line[5] and line[6] for line in lines)
