"""The quarter's workbook: good rows go in, bad ones come back with their place, a bad workbook says what it lacks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from deploy.demo import sample
from deploy.demo.quarter import Quarter, read, write_refusals
from deploy.demo.quarter.columns import SHEETS
from deploy.demo.quarter.reader import BadWorkbook
from deploy.demo.sample import Rows, Sample
from shared.clock import SHANGHAI

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
    assert [work.number, work.outlet, work.title, work.genre, work.topic] == first[:5]
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
        ("作品", 2, "长" * 101, "longer than 100"),
        ("作品", 6, "滨江小城事:0", "share of at least 1"),
        ("作品", 6, "滨江小城事:1;不存在的媒体:1", "no such outlet"),
        ("作品", 6, "滨江小城事", "outlet:parts"),
        ("作品", 7, "2026-02-30 10:00", "a time such as"),
        ("刊发", 6, "2026-01-01 10:00", "before the work"),
        ("数据", 1, "2026-01-01 10:00", "before the publication"),
        ("数据", 2, 1.5, "whole number"),
        ("作品", 2, "=1+1", "formula"),
        ("作品", 2, None, "must not be blank"),
        ("作品", 2, "一行\n文字", "control"),
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
        (lambda book: book["作品"].cell(1, 3, "题目"), "no column 标题"),
        (lambda book: book["作品"].delete_rows(1, 500), "the sheet 作品 is empty"),
        (lambda book: book["媒体"].delete_rows(2, 500), "no good row"),
    ],
)
def test_a_workbook_that_lacks_something_says_what(tmp_path: Path, change: Any, told: str) -> None:
    book = openpyxl.load_workbook(KEPT)
    change(book)
    book.save(tmp_path / "bad.xlsx")
    with pytest.raises(BadWorkbook, match=told):
        read(tmp_path / "bad.xlsx")


def test_a_renamed_column_is_guessed(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(KEPT)
    book["作品"].cell(1, 8, "提交日期时间")
    book.save(tmp_path / "bad.xlsx")
    with pytest.raises(BadWorkbook, match="是不是“提交日期时间”"):
        read(tmp_path / "bad.xlsx")


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_workbook_says_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.xlsx").write_bytes(content)
    with pytest.raises(BadWorkbook):
        read(tmp_path / "bad.xlsx")


def test_columns_are_found_by_heading_in_any_order(kept: Quarter, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(KEPT)
    book["刊发"].move_range("A1:A500", cols=20)
    book.save(tmp_path / "moved.xlsx")
    assert read(tmp_path / "moved.xlsx").publications == kept.publications


def test_refusals_go_back_as_a_sheet(kept: Quarter, tmp_path: Path) -> None:
    write_refusals(tmp_path / "refused.xlsx", kept.refused)
    lines = list(openpyxl.load_workbook(tmp_path / "refused.xlsx").active.iter_rows(min_row=2, values_only=True))
    assert [(line[0], line[1], line[3]) for line in lines] == [(e.sheet, e.row, e.value) for e in kept.refused]
    assert all(line[4] and line[5] for line in lines)
