"""Sheets laid out as people lay them out: titles, merged cells, hidden sheets, headings over two rows, strict files,
formulas; what cannot be read is refused by its place."""

# ruff: noqa: DTZ001 (a sheet has times without a zone)

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.xml.constants import SHEET_MAIN_NS

from shared.errors import Invalid
from shared.sheets import COLUMNS, MAX_ROWS, SheetRow, merges, open_book, open_sheet
from shared.sheets.strict import PIECE
from tests.shared.sheets.workbooks import computed, rewritten, strict, workbook

SHEET = r"xl/worksheets/sheet1\.xml"
SHOWN = [column for column in COLUMNS if column.required]
HEADINGS = [column.zh for column in SHOWN]
ROW = ["浦沿身边事", "自媒体", "12330108N8EGHRFGY7", "刘勇", "13934841887", "浦沿", "快手", "自媒体", "浦沿身边事",
       "https://example.com/00001", 1681]  # fmt: skip
VALUES = {
    **{column.key: str(value) for column, value in zip(SHOWN, ROW, strict=True)},
    "category": "self_media", "platform": "kuaishou", "level": "self",
}  # fmt: skip


def changed(**cells: Any) -> list[Any]:
    return [cells.get(column.key, value) for column, value in zip(SHOWN, ROW, strict=True)]


def read(file: io.BytesIO) -> list[SheetRow]:
    with open_sheet(file) as sheet:
        return list(sheet.rows)


def refusal(file: io.BytesIO) -> Invalid:
    with pytest.raises(Invalid) as refused:
        read(file)
    return refused.value


def told(row: SheetRow) -> list[tuple[str, str]]:
    return [(problem.column, problem.rule) for problem in row.problems]


def merged(*ranges: str) -> Any:
    return lambda page: [page.merge_cells(each) for each in ranges]


def test_titles_and_notes_above_the_headings_are_passed_over_and_rows_counted_as_people_see_them() -> None:
    title = ["滨江区公安分局 2026 年媒体名册"]
    (row,) = read(workbook(title, ["填表人：张三", "平台"], [], HEADINGS, ROW, change=merged("A1:K1")))
    assert (row.number, row.values, row.problems) == (5, VALUES, ())


def test_a_sheet_says_where_its_columns_are() -> None:
    with open_sheet(workbook(["题"], [None, "备注", *HEADINGS, "其他"], [None, "x", *ROW, "y"])) as sheet:
        assert (sheet.places["name"].letter, sheet.places["name"].heading) == ("C", "媒体名称")
        assert sheet.places["followers"].letter == "M"
        assert sheet.ignored == ("备注", "其他")


def test_headings_over_two_rows_are_read_together() -> None:
    above = [*HEADINGS[:6], "发布渠道", *[None] * 4]
    below = [*[None] * 6, *HEADINGS[6:]]
    ranges = [f"{letter}2:{letter}3" for letter in "ABCDEF"]
    for change in (merged("G2:K2", *ranges), merged("G2:K2"), merged()):
        (row,) = read(workbook(["名册"], above, below, ROW, change=change))
        assert (row.number, row.values) == (4, VALUES)


def test_a_heading_that_is_all_merged_over_two_rows() -> None:
    change = merged(*(f"{letter}1:{letter}2" for letter in "ABCDEFGHIJK"))
    (row,) = read(workbook(HEADINGS, [None] * 11, ROW, change=change))
    assert (row.number, row.values) == (3, VALUES)


def test_headings_that_are_said_again_are_no_row() -> None:
    rows = read(workbook(HEADINGS, ROW, HEADINGS, changed(name="另一个")))
    assert [row.number for row in rows] == [2, 4] and not any(row.problems for row in rows)


def test_a_value_merged_over_rows_applies_to_each() -> None:
    second = [*[None] * 6, "微博", *ROW[7:]]
    third = [*[None] * 6, "抖音", *ROW[7:]]
    change = merged(*(f"{letter}2:{letter}4" for letter in "ABCDEF"))
    rows = read(workbook(HEADINGS, ROW, second, third, changed(name="另一个"), change=change))
    assert [row.values["name"] for row in rows] == [*["浦沿身边事"] * 3, "另一个"]
    assert [row.values["platform"] for row in rows] == ["kuaishou", "weibo", "douyin", "kuaishou"]
    assert rows[1].values["phone"] == "13934841887" and not any(row.problems for row in rows)


def test_rows_that_are_only_merged_over_are_blank() -> None:
    change = merged(*(f"{letter}2:{letter}3" for letter in "ABCDEFGHIJK"))
    assert [row.number for row in read(workbook(HEADINGS, ROW, [*[None] * 11, "注"], change=change))] == [2]


def test_a_value_merged_over_columns_belongs_to_the_first_and_is_refused_for_the_others() -> None:
    (row, other) = read(workbook(HEADINGS, changed(platform=None), ROW, change=merged("F2:G2")))
    assert row.values["region"] == "浦沿" and told(row) == [("platform", "cell.merged")]
    assert not other.problems


def test_more_merged_cells_than_a_sheet_needs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merges, "MAX_MERGED", 1)
    assert refusal(workbook(HEADINGS, ROW, change=merged("M1:M2", "N1:N2"))).code == "sheet.too_many_merged"


def test_merged_cells_far_down_the_part_are_found() -> None:
    rows = [changed(name=f"媒体{number}") for number in range(3_000)]
    rows[-1][0] = None
    found = read(workbook(HEADINGS, *rows, change=merged("A3000:A3001")))
    assert found[-1].values["name"] == found[-2].values["name"] == "媒体2998"


def test_a_text_that_reads_like_a_merged_cell_is_a_text() -> None:
    (row, _) = read(workbook(HEADINGS, changed(name='<mergeCell ref="A2:A3"/>'), changed(name=None)))
    assert row.values["name"] == '<mergeCell ref="A2:A3"/>' and "name" not in _.values


def several(**pages: Any) -> io.BytesIO:
    """A workbook of several sheets: (state, rows) by title."""
    made = openpyxl.Workbook()
    del made["Sheet"]
    for title, (state, rows) in pages.items():
        page = made.create_sheet(title)
        page.sheet_state = state
        for row in rows:
            page.append(row)
    file = io.BytesIO()
    made.save(file)
    return file


def test_hidden_sheets_before_the_data_are_passed_over() -> None:
    lists = ("veryHidden", [HEADINGS, changed(name="下拉选项")])
    for title in ("媒体", "Sheet1", "2026年名册"):
        file = several(字典=lists, 选项=("hidden", lists[1]), **{title: ("visible", [HEADINGS, ROW])})
        assert [row.values["name"] for row in read(file)] == ["浦沿身边事"]


def test_of_visible_sheets_without_its_name_the_one_with_the_columns_is_read() -> None:
    file = several(
        填写说明=("visible", [["请按说明填写"], ["媒体名称"]]), 空=("visible", []), 名册=("visible", [HEADINGS, ROW])
    )
    with open_sheet(file) as sheet:
        assert sheet.title == "名册"


def test_a_hidden_sheet_of_the_name_is_told_when_nothing_else_fits() -> None:
    error = refusal(several(说明=("visible", [["说明"]]), 媒体=("hidden", [HEADINGS, ROW])))
    assert (error.code, error.params) == ("sheet.hidden", {"sheet": "媒体"})


def test_a_sheet_that_does_not_fit_is_told_with_the_row_of_its_headings() -> None:
    error = refusal(several(空=("visible", []), 名册=("visible", [["题"], HEADINGS[:-1], ROW])))
    assert (error.code, error.params["sheet"], error.params["row"]) == ("sheet.columns", "名册", 2)
    assert [problem.rule for problem in error.problems] == ["sheet.column_missing"]


def test_a_column_that_stands_twice_is_told_with_both_letters() -> None:
    (problem,) = refusal(workbook([*HEADINGS, "联系电话"], ROW)).problems
    assert problem.params == {"column": "联系电话", "letter": "L", "first": "E"}


def test_hidden_rows_and_columns_are_read() -> None:
    def hide(page: Any) -> None:
        page.row_dimensions[2].hidden = True
        page.column_dimensions["C"].hidden = True

    assert [row.values for row in read(workbook(HEADINGS, ROW, change=hide))] == [VALUES]


def test_a_strict_workbook_is_read_like_any_other() -> None:
    rows = [changed(name=f"媒体{number}") for number in range(20)]
    plain = workbook(["名册"], HEADINGS, *rows, change=merged("A1:K1", "B3:B4"))
    assert read(strict(plain)) == read(plain) and len(read(plain)) == 20


def test_names_of_a_strict_part_are_found_wherever_its_pieces_end() -> None:
    for shift in range(0, 60, 7):
        padded = rewritten(
            strict(workbook(HEADINGS, ROW)),
            {SHEET: lambda text, shift=shift: f"<!--{'x' * (PIECE - 100 - shift)}-->" + text},
        )
        assert [row.values for row in read(padded)] == [VALUES]


def test_dates_of_a_strict_workbook_are_dates() -> None:
    file = rewritten(
        strict(workbook(HEADINGS, ROW)),
        {SHEET: lambda text: text.replace('<c r="K2" t="n"><v>1681</v>', '<c r="K2" t="d"><v>2026-07-03T15:05:00</v>')},
    )
    with open_book(file) as book:
        (line,) = book.table("媒体", COLUMNS).lines
    assert line.cells["followers"].value == datetime(2026, 7, 3, 15, 5)


@pytest.mark.parametrize(("value", "told_"), [("浦沿早报", []), ("", []), ("#N/A", [("name", "cell.error")])])
def test_a_formula_stands_for_the_value_that_was_kept(value: str, told_: list[Any]) -> None:
    file = workbook(HEADINGS, changed(name="=A3", followers="=SUM(K3:K3)"), ROW)
    row = read(computed(file, {"A2": value, "K2": "1681"}))[0]
    assert (row.values.get("name"), told(row)) == (None if told_ else value or None, told_)
    assert row.values["followers"] == "1681"


def test_a_formula_without_a_value_is_told() -> None:
    file = workbook(HEADINGS, changed(followers="=1+1"), ROW)
    never = rewritten(file, {r"xl/workbook\.xml": lambda text: text.replace('fullCalcOnLoad="1"', "")})
    for unknown in (file, never):
        row = read(unknown)[0]
        assert [(p.column, p.rule, p.value) for p in row.problems] == [("followers", "cell.formula", "=1+1")]


def test_a_value_that_its_writer_has_not_computed_is_none() -> None:
    """XlsxWriter keeps 0 for every formula and asks for them to be computed when the workbook is opened."""
    assert told(read(shared_texts(HEADINGS, changed(followers="=1+1")))[0]) == [("followers", "cell.formula")]


def test_error_values_are_refused_by_their_place() -> None:
    rows = read(workbook(HEADINGS, changed(region="#N/A"), ROW, changed(url="#REF!")))
    assert [told(row) for row in rows] == [[("region", "cell.error")], [], [("url", "cell.error")]]


def shared_texts(*rows: Any) -> io.BytesIO:
    """A workbook that keeps its texts in one table, as spreadsheet programs do."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        page = made.add_worksheet("媒体")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return file


def test_rich_text_and_phonetics_are_read_as_their_text() -> None:
    rich = '<si><r><rPr><b/></rPr><t>浦沿</t></r><r><t>身边事</t></r><rPh sb="0" eb="2"><t>puyan</t></rPh></si>'

    def shared(text: str) -> str:
        assert "<si><t>媒体的名</t></si>" in text
        return text.replace("<si><t>媒体的名</t></si>", rich)

    file = rewritten(shared_texts(HEADINGS, changed(name="媒体的名")), {r"xl/sharedStrings\.xml": shared})
    assert [row.values for row in read(file)] == [VALUES]


def test_inline_texts_rows_and_cells_without_places_are_read() -> None:
    """As LibreOffice's filters and web systems write them."""

    def inline(text: str) -> str:
        head, _, rest = text.partition("<sheetData>")
        tail = rest.partition("</sheetData>")[2]
        rows = "".join(
            "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
            for row in (HEADINGS, ROW)
        )
        return f"{head}<sheetData>{rows}</sheetData>{tail}"

    (row,) = read(rewritten(workbook(["x"]), {SHEET: inline}))
    assert (row.number, row.values) == (2, VALUES)


def test_prefixed_names_are_the_same_names() -> None:
    def prefixed(text: str) -> str:
        for tag in ("worksheet", "sheetData", "row", "c", "v", "is", "t", "mergeCells", "mergeCell"):
            text = (
                text.replace(f"<{tag} ", f"<x:{tag} ")
                .replace(f"<{tag}>", f"<x:{tag}>")
                .replace(f"</{tag}>", f"</x:{tag}>")
            )
        return text.replace("xmlns=", "xmlns:x=").replace("<sheetPr>", "<x:sheetPr>")

    def cut(text: str) -> str:
        """Without what stands around the rows."""
        body = text[text.index("<sheetData>") : text.index("<pageMargins")]
        return f'<worksheet xmlns="{SHEET_MAIN_NS}">{body}</worksheet>'

    file = workbook(HEADINGS, ROW, changed(name=None), change=merged("A2:A3"))
    rows = read(rewritten(file, {SHEET: lambda text: prefixed(cut(text))}))
    assert [row.values["name"] for row in rows] == ["浦沿身边事"] * 2


@pytest.mark.parametrize("rows", ['<row r="5"/><row r="4"/>', '<row r="0"/>', '<row r="9999999"/>', '<row r="x"/>'])
def test_rows_out_of_order_are_a_broken_sheet(rows: str) -> None:
    file = rewritten(workbook(HEADINGS, ROW), {SHEET: lambda text: text.replace("</sheetData>", f"{rows}</sheetData>")})
    assert refusal(file).code == "sheet.broken"


@pytest.mark.parametrize("format_", [14, 22, 27, 31, 36, 57, 58])
def test_dates_in_the_formats_of_a_chinese_program_are_dates(format_: int) -> None:
    def formatted(page: Any) -> None:
        page["A2"].number_format = "yyyy-mm-dd hh:mm:ss"

    def numbered(text: str) -> str:
        return re.sub(r'numFmtId="16\d"(?= fontId)', f'numFmtId="{format_}"', text)

    file = rewritten(workbook(HEADINGS, changed(name=46206), change=formatted), {r"xl/styles\.xml": numbered})
    with open_book(file) as book:
        (line,) = book.table("媒体", COLUMNS).lines
    assert line.cells["name"].value == datetime(2026, 7, 3)


def test_looks_and_properties_that_are_not_to_the_letter_are_no_reason_to_refuse_a_list() -> None:
    file = rewritten(
        workbook(HEADINGS, ROW),
        {
            r"xl/styles\.xml": lambda text: re.sub("<fill>.*?</fill>", "<fill/>", text).replace(
                '<sz val="11"', '<sz val="x"'
            ),
            r"docProps/core\.xml": lambda text: re.sub(r"\d{4}-\d\d-\d\dT", "2026年", text),
            r"xl/theme/theme1\.xml": lambda text: text[:100],
        },
    )
    assert [row.values for row in read(file)] == [VALUES]


def test_headings_say_whether_they_are_to_be_filled_in() -> None:
    marked = [f"* {heading}（必填）" for heading in HEADINGS[:-1]]
    assert [row.values for row in read(workbook([*marked, "粉丝数\n(选填)"], ROW))] == [VALUES]
    (problem,) = refusal(workbook([*HEADINGS[:-1], "粉丝数（万）"], ROW)).problems
    assert (problem.rule, problem.params["near"]) == ("sheet.column_renamed", "粉丝数（万）")


def test_numbers_kept_as_texts_and_in_full_width_are_numbers() -> None:
    cells = ["1681", "１，６８１", "1,681人", " 1 681 ", 1681.0, "1681.0"]
    rows = read(workbook(HEADINGS, *(changed(name=f"媒体{n}", followers=cell) for n, cell in enumerate(cells))))
    assert {row.values["followers"] for row in rows} == {"1681"}


def test_words_of_both_languages_and_codes_are_read() -> None:
    for category, platform, level in (
        ("官方媒体", "视频号", "县级"),
        ("official_media", "wechat_channels", "county"),
        ("OFFICIAL MEDIA", "WeChat Channels", " County "),
    ):
        (row,) = read(workbook(HEADINGS, changed(category=category, platform=platform, level=level)))
        found = (row.values["category"], row.values["platform"], row.values["level"])
        assert found == ("official_media", "wechat_channels", "county")


def test_a_word_that_is_none_is_told_with_those_to_choose_from() -> None:
    (row,) = read(workbook(HEADINGS, changed(level="村级")))
    (problem,) = row.problems
    assert (problem.column, problem.rule, problem.value) == ("level", "cell.word", "村级")
    assert problem.params["allowed"] == {
        "zh": "中央级、省级、市级、县级、自媒体", "en": "Central, Provincial, Municipal, County, Self-media",
    }  # fmt: skip


def test_what_an_import_does_not_take_in_is_no_reason_to_refuse_a_row() -> None:
    dated = [*ROW, datetime(2027, 1, 1), "=1+1"]
    (row,) = read(workbook([*HEADINGS, "认证有效期至", "状态"], dated))
    assert not row.problems


def test_rows_beyond_the_most_are_not_read() -> None:
    assert MAX_ROWS == 100_000
