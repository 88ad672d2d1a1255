"""What is written in files: of each format, of what there is more than text, and of files that nobody can read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
import structlog
from docx.shared import Cm
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image
from structlog.testing import capture_logs
from weasyprint import HTML

from gateway import extracting
from gateway.files import apart, texts
from gateway.files.cleaning.families import cleaned
from gateway.files.kinds import DOCX, PDF, PPTX, XLSX
from shared import logs

LONGEST = 10_000
RESIDENT_ID = "11010519491231002X"


def picture() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (220, 30, 30)).save(out, "PNG")
    out.seek(0)
    return out


def kept(path: Path, media_type: str) -> Path:
    """The copy of a file as it is stored."""
    copy = path.with_name(f"kept-{path.name}")
    cleaned(path, media_type, copy)
    return copy


def read(path: Path, media_type: str, longest: int = LONGEST) -> tuple[str, bool]:
    return extracting.read(kept(path, media_type), media_type, longest)


def test_a_document_is_read_with_its_tables_headers_and_pieces(tmp_path: Path) -> None:
    made, path = docx.Document(), tmp_path / "通报.docx"
    line = made.add_paragraph("证号 110105")
    for piece in ("19491231", "002X"):
        line.add_run(piece).bold = True
    made.add_table(1, 1).cell(0, 0).text = "鲁H12345"
    made.sections[0].header.paragraphs[0].text = "内部资料"
    made.save(path)
    text, unread = read(path, DOCX)
    assert f"证号 {RESIDENT_ID}\n" in text and "鲁H12345" in text and "内部资料" in text
    assert unread is False
    made.add_picture(picture(), Cm(1))
    made.save(path)
    assert read(path, DOCX)[1] is True


def test_a_sheet_is_read_by_its_values_and_not_by_their_places(tmp_path: Path) -> None:
    book, path = openpyxl.Workbook(), tmp_path / "名单.xlsx"
    sheet = book.active
    sheet.append(["姓名", "电话"])  # type: ignore[union-attr]
    sheet.append(["张三", 13912345678])  # type: ignore[union-attr]
    book.save(path)
    text, unread = read(path, XLSX)
    assert "张三\t13912345678\n" in text and unread is False
    assert not {"0", "1", "2"} & {line.strip() for line in text.splitlines()}


def test_slides_are_read(tmp_path: Path) -> None:
    path = tmp_path / "稿.pptx"
    runs = "".join(f"<a:r><a:t>{piece}</a:t></a:r>" for piece in ("139123", "45678"))
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("ppt/slides/slide1.xml", f'<sld xmlns:a="urn:a"><a:p>{runs}</a:p></sld>')
    assert extracting.read(path, PPTX, LONGEST) == ("13912345678\n", False)


def patched(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """The package with one part changed."""
    with zipfile.ZipFile(path) as given:
        parts = {name: given.read(name) for name in given.namelist()}
    with zipfile.ZipFile(path, "w") as made:
        for name, content in parts.items():
            made.writestr(name, change(content) if name == part else content)


def test_the_boxes_of_a_form_are_one_row(tmp_path: Path) -> None:
    row = "\t".join(RESIDENT_ID) + "\n"
    made, path = docx.Document(), tmp_path / "登记表.docx"
    cells = made.add_table(1, len(RESIDENT_ID)).rows[0].cells
    for cell, char in zip(cells, RESIDENT_ID, strict=True):
        cell.text = char
    made.save(path)
    assert read(path, DOCX)[0] == row
    book, sheet = openpyxl.Workbook(), tmp_path / "登记表.xlsx"
    book.active.append(list(RESIDENT_ID))  # type: ignore[union-attr]
    book.save(sheet)
    assert row in read(sheet, XLSX)[0]


def test_what_attributes_show_is_read(tmp_path: Path) -> None:
    """Word art and watermarks, choices of fields and their titles; whatever else holds a number."""
    made, path = docx.Document(), tmp_path / "通报.docx"
    made.add_paragraph("您好")
    made.save(path)
    art = '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="鲁H12345"/></w:pict></w:r>'
    field = (
        '<w:sdt><w:sdtPr><w:alias w:val="黑老大"/><w:dropDownList>'
        f'<w:listItem w:displayText="{RESIDENT_ID}" w:value="1"/>'
        "</w:dropDownList></w:sdtPr><w:sdtContent><w:p><w:r><w:t>请选择</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    other = '<w:bookmarkStart w:id="1" w:name="T13912345678"/>'
    new = f"{field}<w:p>{art}{other}</w:p><w:sectPr"
    patched(path, "word/document.xml", lambda xml: xml.replace(b"<w:sectPr", new.encode(), 1))
    text, unread = read(path, DOCX)
    assert [each in text for each in ("[鲁H12345]\n", "[黑老大]\n", f"[{RESIDENT_ID}]\n", "[T13912345678]\n")] == [
        True
    ] * 4
    assert unread is False


def test_slides_are_read_with_their_names_comments_and_alternative_texts(tmp_path: Path) -> None:
    path = tmp_path / "稿.pptx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("ppt/slides/slide1.xml", '<sld><cSld name="名"><cNvPr id="2" name="形" descr="图"/></cSld></sld>')
        made.writestr("ppt/comments/comment1.xml", "<cmLst><cm><pos x='1'/><text>批注</text></cm></cmLst>")
    text, unread = extracting.read(path, PPTX, LONGEST)
    assert text.split() == ["[名]", "[形]", "[图]", "批注"] and unread is False


def test_headers_prompts_and_links_of_a_sheet_are_read(tmp_path: Path) -> None:
    book, path = openpyxl.Workbook(), tmp_path / "名单.xlsx"
    sheet: Any = book.active
    sheet["A1"] = "致电"
    sheet["A1"].hyperlink = "tel:13912345678"
    sheet.oddHeader.center.text = "负责人"
    choices = DataValidation(type="list", formula1='"甲,乙"', prompt="提示")
    choices.add("A1")
    sheet.add_data_validation(choices)
    book.save(path)
    text, unread = read(path, XLSX)
    assert [each in text for each in ("tel:13912345678", "负责人", "甲,乙", "提示")] == [True] * 4 and unread is False
    sheet["A2"] = '="139"&"12345678"'
    book.save(path)
    assert read(path, XLSX)[1] is True  # a program shows what is not written


def stamped(path: Path, content: bytes, resources: dict[str, pikepdf.Object], flags: int = 4) -> None:
    """A page with one word and a stamp, which has a look of its own."""
    HTML(string="<p>通报</p>").write_pdf(path)
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        look = pikepdf.Stream(opened, content)
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox, look.Resources = pikepdf.Array([0, 0, 300, 60]), pikepdf.Dictionary(resources)
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[50, 300, 350, 360], F=flags,
            AP=pikepdf.Dictionary(N=look),
        )  # fmt: skip
        opened.pages[0].Annots = pikepdf.Array([opened.make_indirect(stamp)])
        opened.save()


@pytest.mark.parametrize(("flags", "shown"), [(4, True), (2, False)])
def test_a_stamp_on_a_pdf_is_read_as_it_is_shown(tmp_path: Path, flags: int, shown: bool) -> None:
    path = tmp_path / "通报.pdf"
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )  # fmt: skip
    written = f"BT /F 14 Tf 5 20 Td ({RESIDENT_ID}) Tj ET".encode()
    stamped(path, written, {"/Font": pikepdf.Dictionary(F=font)}, flags)
    text, unread = read(path, PDF)
    assert (RESIDENT_ID in text, unread) == (shown, not shown)


def test_a_drawn_stamp_and_drawn_letters_are_told_as_unread(tmp_path: Path) -> None:
    path = tmp_path / "通报.pdf"
    stamped(path, b"0 0 m " + b"1 2 3 4 5 6 c " * 80 + b"S", {})
    assert read(path, PDF)[1] is True
    curves = "C 1 2 3 4 5 6 " * 80
    HTML(string=f'<p>通报</p><svg width="90" height="40"><path d="M5 5 {curves}" stroke="black"/></svg>').write_pdf(
        path
    )
    assert read(path, PDF)[1] is True
    HTML(string="<p>通报</p><table border=1>" + "<tr><td>甲<td>12<td>13</tr>" * 30 + "</table>").write_pdf(path)
    assert read(path, PDF)[1] is False


def test_a_pdf_is_read_with_what_stands_beside_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "通报.pdf"
    HTML(string=f"<p>公安 {RESIDENT_ID}</p><p>第二段</p>").write_pdf(path)
    text, unread = read(path, PDF)
    assert f"公安 {RESIDENT_ID}" in text and "第二段" in text
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=pikepdf.String("黑老大")
        )
        opened.pages[0].Annots = opened.make_indirect(pikepdf.Array([opened.make_indirect(note)]))
        opened.save()
    assert "黑老大" in read(path, PDF)[0] and unread is False


def test_a_scan_is_told_as_unread(tmp_path: Path) -> None:
    path = tmp_path / "扫描件.pdf"
    Image.open(picture()).save(path, "PDF")
    assert read(path, PDF)[1] is True


def test_what_is_too_long_is_cut_and_told(tmp_path: Path) -> None:
    made, path = docx.Document(), tmp_path / "长.docx"
    made.add_paragraph("长" * 500)
    made.save(path)
    text, unread = read(path, DOCX, 100)
    assert (len(text), unread) == (100, True)
    assert read(path, DOCX, 100_000)[1] is False


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7 broken"])
def test_a_file_that_cannot_be_read_ends_its_own_process(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "坏"
    path.write_bytes(content)
    assert all(texts.taken(path, type_, LONGEST, 30.0) is None for type_ in (DOCX, PDF))


def test_a_process_reads_within_its_time(tmp_path: Path) -> None:
    made, path = docx.Document(), tmp_path / "通报.docx"
    made.add_paragraph("您好")
    made.save(path)
    assert texts.taken(kept(path, DOCX), DOCX, LONGEST, 30.0) == {"text": "您好\n", "unread": False}
    assert texts.taken(path, DOCX, LONGEST, 0.001) is None


def test_of_a_file_that_cannot_be_read_the_log_tells_the_kind_of_failure_and_nothing_it_says() -> None:
    told = f'Traceback (most recent call last):\n  File "x.py", line 1\n    {RESIDENT_ID}\n'
    assert apart.kind_of(f"{told}pikepdf.PdfError: {RESIDENT_ID}\n{RESIDENT_ID}\n".encode()) == "pikepdf.PdfError"
    assert apart.kind_of(f"{told}KeyError\n".encode()) == "KeyError"
    for other in (RESIDENT_ID, f"{told}{RESIDENT_ID} is no number", f"张三: {RESIDENT_ID}", ""):
        assert apart.kind_of(other.encode()) == ""


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    """What is logged, whatever level an application of an earlier test has set."""
    before = structlog.get_config()
    logs.configure("info")
    with capture_logs() as lines:
        yield lines
    structlog.configure(**before)


def test_what_a_parser_says_of_a_file_is_not_logged(tmp_path: Path, logged: list[Any]) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(b"PK" + RESIDENT_ID.encode())
    assert texts.taken(path, DOCX, LONGEST, 30.0) is None
    (line,) = logged
    assert line["reason"] and RESIDENT_ID not in str(line) and str(path) not in str(line)
