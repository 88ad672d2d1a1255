"""Documents lose who made them, when, where and with what, in every part and stream; what they say stays."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
from PIL import Image

from gateway.files.cleaning.report import FieldClass, Unclean
from gateway.files.kinds import DOCX, PDF, PPTX, XLSX
from tests.gateway.files.cleaning import papers, stills
from tests.gateway.files.cleaning.copies import cleaned, secrets

MADE = {PDF: papers.pdf, DOCX: papers.docx_file, XLSX: papers.workbook, PPTX: papers.slides}
PDA = {FieldClass.PLACE, FieldClass.DEVICE, FieldClass.AUTHOR}


@pytest.mark.parametrize("media_type", MADE)
def test_nothing_is_told_in_any_part(tmp_path: Path, media_type: str) -> None:
    given = MADE[media_type]()
    assert len(secrets(papers.everything(given))) > 3
    report, got = cleaned(tmp_path, given, media_type)
    assert set(report.removed) >= PDA
    everything = papers.everything(got)
    assert secrets(everything) == []
    assert not [mark for mark in (b"Exif\0\0", b"xmpmeta", b"AC4E01", b"earlier") if mark in everything]


@pytest.mark.parametrize("media_type", MADE)
def test_to_clean_again_finds_nothing_and_changes_nothing(tmp_path: Path, media_type: str) -> None:
    _, once = cleaned(tmp_path, MADE[media_type](), media_type)
    report, twice = cleaned(tmp_path, once, media_type)
    assert report.nothing_removed
    assert twice == once


def test_a_pdf_keeps_its_pages_notes_and_pictures(tmp_path: Path) -> None:
    report, got = cleaned(tmp_path, papers.pdf(), PDF)
    assert report.signatures == 1
    with pikepdf.open(io.BytesIO(got)) as document:
        page = document.pages[0]
        assert len(document.pages) == 2
        assert b"/Photo Do" in page.Contents.read_bytes()
        assert [str(note.get("/Contents", "")) for note in page.Annots] == ["请核对", ""]
        # A field's name is not a person's.
        assert str(page.Annots[1].T) == "Signature1"
        taken = Image.open(io.BytesIO(stills.jpeg()))
        for name in ("/Photo", "/Metadata"):
            shown = pikepdf.PdfImage(page.Resources.XObject[name]).as_pil_image()
            assert shown.tobytes() == taken.tobytes()


def test_a_document_keeps_its_text_changes_and_pictures(tmp_path: Path) -> None:
    _, got = cleaned(tmp_path, papers.docx_file(), DOCX)
    document = docx.Document(io.BytesIO(got))
    xml = document.element.xml
    assert "稿件正文" in xml
    assert "新增" in xml
    assert 'w:author="Author"' in xml
    # The original's name stays, the folder does not.
    assert 'name="a.jpg"' in xml
    parts = papers.unpacked(got)
    given = papers.unpacked(papers.docx_file())
    photo = next(name for name in parts if name.startswith("word/media/"))
    one, other = (Image.open(io.BytesIO(found[photo])) for found in (parts, given))
    assert one.tobytes() == other.tobytes()
    assert not {"docProps/core.xml", "docProps/app.xml", "word/people.xml", "customXml/item1.xml"} & set(parts)
    assert b"docProps" not in parts["[Content_Types].xml"] + parts["_rels/.rels"]
    assert b"rId99" not in parts["word/_rels/settings.xml.rels"] + parts["word/settings.xml"]
    assert openpyxl.load_workbook(io.BytesIO(parts["word/embeddings/sheet.xlsx"])).active["A1"].value == "名称"


def test_a_workbook_keeps_its_cells_and_notes(tmp_path: Path) -> None:
    _, got = cleaned(tmp_path, papers.workbook(), XLSX)
    cell = openpyxl.load_workbook(io.BytesIO(got)).active["A1"]
    assert cell.value == "名称"
    assert (cell.comment.text, cell.comment.author) == ("请核对", "Author")
    sheet = papers.unpacked(got)["xl/worksheets/sheet1.xml"]
    assert b'paperSize="9"' in sheet
    assert b"rId77" not in sheet


@pytest.mark.parametrize("protection", [{"owner": "a", "user": "b"}, {"owner": "a", "user": ""}])
def test_an_encrypted_pdf_is_refused(tmp_path: Path, protection: dict[str, str]) -> None:
    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, papers.pdf(encryption=pikepdf.Encryption(**protection)), PDF)
    assert refused.value.rule == "file.encrypted"


def test_a_protected_office_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), DOCX)
    assert refused.value.rule == "file.encrypted"


def test_an_object_that_cannot_be_looked_into_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, papers.rewritten(papers.workbook(), {"xl/embeddings/oleObject1.bin": bytes(64)}), XLSX)
    assert (refused.value.rule, refused.value.params) == ("file.part", {"part": "oleObject1.bin"})


@pytest.mark.parametrize("media_type", MADE)
def test_a_document_cut_short_is_refused(tmp_path: Path, media_type: str) -> None:
    content = MADE[media_type]()
    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, content[: len(content) // 3] if media_type != PDF else content[:60], media_type)
    assert refused.value.rule in ("file.broken", "file.structure")
