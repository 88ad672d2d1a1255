"""Sheets as people send them: good ones, renamed columns, empty, with formulas, repeated rows, hostile ones."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from shared.contracts import outlet as contracts
from shared.errors import Invalid
from shared.sheets import COLUMNS, SheetRow, chunks, guard, open_sheet, write
from shared.sheets import book as book_module

HEADINGS = [column.zh for column in COLUMNS if column.required]
ROW = [
    "浦沿身边事",
    "自媒体",
    "12330108N8EGHRFGY7",
    "刘勇",
    "13934841887",
    "浦沿",
    "快手",
    "自媒体",
    "浦沿身边事",
    "https://example.com/00001",
    1681,
]


def book(*rows: Sequence[Any], title: str = "媒体") -> io.BytesIO:
    """A workbook as a spreadsheet program writes it."""
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.title = title
    for row in rows:
        made.active.append(list(row))
    file = io.BytesIO()
    made.save(file)
    return file


def read(file: io.BytesIO) -> list[SheetRow]:
    with open_sheet(file) as sheet:
        return list(sheet.rows)


def refusal(file: io.BytesIO) -> Invalid:
    with pytest.raises(Invalid) as refused:
        read(file)
    return refused.value


def changed(**cells: Any) -> list[Any]:
    keys = [column.key for column in COLUMNS if column.required]
    return [cells.get(key, value) for key, value in zip(keys, ROW, strict=True)]


def test_a_row_is_read_by_canonical_column_and_in_codes() -> None:
    (row,) = read(book(HEADINGS, ROW))
    assert row.number == 2 and not row.problems
    assert row.values["category"] == "self_media"
    assert (row.values["platform"], row.values["level"], row.values["followers"]) == ("kuaishou", "self", "1681")
    assert row.values["phone"] == "13934841887"
    contracts.ImportRows().load({"import_id": "i", "first_row": 2, "rows": [row.to_wire()]})


def test_headings_may_be_english_in_another_order_and_with_more_columns() -> None:
    english = [column.en.upper() + " " for column in reversed(COLUMNS) if column.required]
    with open_sheet(book([*english, "备注"], [*reversed(ROW), "x"])) as sheet:
        assert sheet.ignored == ("备注",)
        assert next(sheet.rows).values["name"] == "浦沿身边事"


def test_blank_rows_are_passed_over_and_row_numbers_kept() -> None:
    rows = read(book([], HEADINGS, [], ROW, [None, ""], changed(name="另一个")))
    assert [row.number for row in rows] == [4, 6]


def test_the_sheet_of_outlets_is_found_among_others() -> None:
    file = book(["x"], title="说明")
    file.seek(0)
    made = openpyxl.load_workbook(file)
    sheet = made.create_sheet("媒体")
    sheet.append(HEADINGS)
    sheet.append(ROW)
    out = io.BytesIO()
    made.save(out)
    assert len(read(out)) == 1


def test_a_renamed_column_is_told_with_what_it_may_be() -> None:
    headings = ["电话号码" if name == "联系电话" else name for name in HEADINGS if name != "平台"]
    error = refusal(book(headings, ROW))
    assert error.code == "sheet.columns" and "联系电话" in error.params["columns"]["zh"]
    told = {problem.pointer: (problem.rule, problem.params) for problem in error.problems}
    assert told["/columns/phone"] == (
        "sheet.column_renamed",
        {"column": {"zh": "联系电话", "en": "Phone"}, "near": "电话号码"},
    )
    assert told["/columns/platform"] == ("sheet.column_missing", {"column": {"zh": "平台", "en": "Platform"}})


def test_a_doubled_column_is_refused() -> None:
    (problem,) = refusal(book([*HEADINGS, "Phone"], ROW)).problems
    assert (problem.pointer, problem.rule) == ("/columns/phone", "sheet.column_twice")


@pytest.mark.parametrize("rows", [[], [[]], [HEADINGS], [HEADINGS, [], [None]]])
def test_an_empty_sheet_is_refused(rows: list[Any]) -> None:
    assert refusal(book(*rows)).code == "sheet.empty"


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("=1+1", "cell.formula"),
        ('=HYPERLINK("http://x")', "cell.formula"),
        (True, "cell.type"),
        (date(2026, 1, 1), "cell.type"),
        (330106199001011234, "cell.precision"),
        ("#N/A", "cell.error"),
        ("长" * 501, "cell.too_long"),
    ],
)
def test_an_unreadable_cell_is_told_and_the_others_are_read(cell: Any, rule: str) -> None:
    one, two = read(book(HEADINGS, changed(name=cell), ROW))
    assert [(p.column, p.rule) for p in one.problems] == [("name", rule)]
    assert "name" not in one.values and one.values["region"] == "浦沿"
    assert not two.problems
    contracts.ImportRows().load({"import_id": "i", "first_row": 2, "rows": [one.to_wire()]})


def test_a_text_that_looks_like_a_formula_goes_out_and_comes_back_as_text() -> None:
    file = io.BytesIO()
    values = {"name": "=1+1", "phone": "057187654321", "followers": 5, "url": "https://example.com/a"}
    assert write(file, [values]) == 1
    (row,) = read(file)
    assert not row.problems
    assert row.values == {**values, "followers": "5"}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_what_is_written_is_read_back(locale: str) -> None:
    coded = {"category": "department", "platform": "tv", "level": "county", "followers": 5, "status": "verified"}
    rows = [{column.key: coded.get(column.key, f"{column.key}{n}") for column in COLUMNS} for n in range(3)]
    file = io.BytesIO()
    write(file, rows, locale=locale)
    word = {"zh": "已认证", "en": "Verified"}[locale]
    assert [row.values for row in read(file)] == [{**row, "followers": "5", "status": word} for row in rows]
    (page,) = openpyxl.load_workbook(file).worksheets
    words = {
        "zh": ("媒体", "部门宣传单位", "电视", "县级"),
        "en": ("outlets", "Department publicity unit", "TV", "County"),
    }[locale]
    assert (page.title, page["C2"].value, page["K2"].value, page["L2"].value) == words


def test_a_repeated_row_is_told_with_the_first_one() -> None:
    rows = read(book(HEADINGS, ROW, changed(followers=2), ROW))
    assert [[(p.rule, p.params) for p in row.problems] for row in rows] == [[], [], [("row.duplicate", {"first": 2})]]


def test_numbers_with_separators() -> None:
    (row,) = read(book(HEADINGS, changed(followers="1,234,567")))
    assert row.values["followers"] == "1234567"


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert refusal(io.BytesIO(content)).code == "sheet.not_xlsx"


def entries(**contents: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name.replace("__", "/"), content)
    return file


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    assert refusal(entries(readme=b"x")).code == "sheet.not_xlsx"
    assert refusal(entries(**{"[Content_Types].xml": b"<x/>"})).code == "sheet.broken"


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_UNPACKED", 1_000_000)
    bomb = entries(**{"[Content_Types].xml": b"<x/>", "xl__worksheets__sheet1.xml": b"0" * 2_000_000})
    assert refusal(bomb).code == "sheet.too_large"
    monkeypatch.setattr(guard, "MAX_STRINGS", 1_000)
    assert (
        refusal(entries(**{"[Content_Types].xml": b"", "xl__sharedStrings.xml": b"0" * 2_000})).code
        == "sheet.too_large"
    )
    styles = entries(**{"[Content_Types].xml": b"", "xl__styles.xml": b"<xf/>" * 900_000})
    assert refusal(styles).code == "sheet.too_large"
    monkeypatch.setattr(guard, "MAX_ENTRIES", 2)
    assert refusal(book(HEADINGS, ROW)).code == "sheet.too_large"
    monkeypatch.setattr(guard, "MAX_FILE", 10)
    assert refusal(book(HEADINGS, ROW)).code == "sheet.too_large"


def test_an_entity_bomb_is_refused() -> None:
    file = book(HEADINGS, ROW)
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            target.writestr(entry, evil if "worksheets/sheet1" in entry.filename else source.read(entry))
    assert refusal(out).code == "sheet.broken"


def test_what_the_caller_raises_is_not_taken_for_a_broken_file() -> None:
    with pytest.raises(ConnectionError), open_sheet(book(HEADINGS, ROW)):
        raise ConnectionError


def test_too_many_rows_are_refused_after_those_that_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_module, "MAX_ROWS", 2)
    taken: list[SheetRow] = []
    with (
        pytest.raises(Invalid) as refused,
        open_sheet(book(HEADINGS, *(changed(name=f"n{n}") for n in range(3)))) as sheet,
    ):
        taken.extend(sheet.rows)
    assert refused.value.code == "sheet.too_many_rows"


def test_rows_come_one_by_one_and_memory_does_not_grow_with_them() -> None:
    """5,000 rows here; the same design carries 100,000 (at most 8 bytes of each row are kept)."""
    file = io.BytesIO()
    write(file, ({"name": f"媒体{n}", "phone": "13912345678", "followers": n} | required(n) for n in range(5_000)))
    with open_sheet(file) as sheet:
        assert isinstance(sheet.rows, Iterator)
        parts = chunks(sheet.rows, 200)
        assert len(next(parts)) == 200
        tracemalloc.start()
        sizes = [len(part) for part in parts]
        kept, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert sum(sizes) == 4_800 and max(sizes) == 200
    assert kept < 2_000_000


def required(number: int) -> dict[str, Any]:
    return {column.key: f"{column.key}{number}" for column in COLUMNS if column.key in {"region", "account_name"}}
