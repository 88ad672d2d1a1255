"""Files made to break what reads them end their own process at most, and are refused with their reason."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest

from gateway import messages
from gateway.errors import ServiceUnavailable
from gateway.files.cleaning import process
from gateway.files.cleaning.process import Limits, clean
from gateway.files.cleaning.report import FieldClass, Unclean
from gateway.files.kinds import DOCX, JPEG, MP4, PDF, PNG, XLSX
from shared.errors import Invalid
from tests.gateway.files.cleaning import films, papers, stills
from tests.gateway.files.cleaning.copies import cleaned, secrets

LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 99 + b'">]><x>&b;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'


def given(folder: Path, content: bytes) -> Path:
    path = folder / "given"
    path.write_bytes(content)
    return path


def refusal(folder: Path, content: bytes, media_type: str) -> Any:
    """The one problem with which the door refuses the file; no copy is left."""
    with pytest.raises(Invalid) as refused:
        clean(given(folder, content), media_type, folder / "copy")
    assert not (folder / "copy").exists()
    problem = refused.value.problems[0]
    assert problem.pointer == "/file"
    for locale in messages.LOCALES:
        assert "…" not in messages.text(locale, problem.rule, problem.params)
        assert messages.text(locale, problem.rule, problem.params) != problem.rule
    return problem


def test_a_file_is_cleaned_in_a_process_of_its_own(tmp_path: Path) -> None:
    report = clean(given(tmp_path, stills.jpeg()), JPEG, tmp_path / "copy")
    assert report.clean
    assert report.removed[FieldClass.PLACE] > 0
    assert secrets((tmp_path / "copy").read_bytes()) == []


def test_who_says_so_is_told_that_a_file_is_unclean(tmp_path: Path) -> None:
    path = given(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    report = clean(path, DOCX, tmp_path / "copy", unclean_passes=True)
    assert (report.clean, report.rule) == (False, "file.encrypted")
    assert not (tmp_path / "copy").exists()
    assert refusal(tmp_path, path.read_bytes(), DOCX).rule == "file.encrypted"


def test_a_type_that_nobody_cleans_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, b"text", "text/plain").rule == "file.no_cleaning"


@pytest.mark.parametrize("bomb", [LAUGHS, OUTSIDE])
def test_definitions_in_xml_are_refused(tmp_path: Path, bomb: bytes) -> None:
    content = papers.rewritten(papers.workbook(), {"xl/styles.xml": lambda _: bomb})
    assert refusal(tmp_path, content, XLSX).rule == "file.structure"


def test_a_zip_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    out = io.BytesIO(papers.workbook())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as target, target.open("xl/media/a.png", "w") as part:
        for _ in range(65):
            part.write(bytes(1024**2))
    assert refusal(tmp_path, out.getvalue(), XLSX).rule == "file.part_size"


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    content = bytearray(papers.workbook())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert refusal(tmp_path, bytes(content), XLSX).rule == "file.broken"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "xl\\a.xml", "xl//a.xml", "xl/./a.xml"])
def test_names_that_lead_out_of_the_package_are_refused(tmp_path: Path, name: str) -> None:
    content = papers.rewritten(papers.workbook(), {name: b"<x/>"})
    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, content, XLSX)
    assert refused.value.rule == "file.part"


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO(papers.workbook())
    with zipfile.ZipFile(out, "a") as target:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        target.writestr(link, "/etc/passwd")
    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, out.getvalue(), XLSX)
    assert (refused.value.rule, refused.value.params) == ("file.part", {"part": "xl/link.xml"})


def test_one_name_twice_is_refused(tmp_path: Path) -> None:
    content = papers.rewritten(papers.workbook(), {"XL/styles.xml": b"<x/>"})
    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, content, XLSX)
    assert refused.value.rule == "file.structure"


def test_a_file_that_wants_more_memory_than_it_gets_is_refused(tmp_path: Path) -> None:
    path = given(tmp_path, stills.saved(stills.scene().resize((9000, 9000)), "PNG"))
    with pytest.raises(Invalid) as refused:
        clean(path, PNG, tmp_path / "copy", limits=Limits(memory=400 * 1024**2))
    assert refused.value.problems[0].rule == "file.cleaning_bounds"
    assert clean(path, PNG, tmp_path / "copy").clean


def test_only_what_waited_for_others_may_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small document that unpacks to much takes as long each time; what had none of the machine does not."""
    runs = b"<w:r><w:t>x</w:t></w:r>" * 2_000_000
    namespace = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = b"<w:document " + namespace + b"><w:body><w:p>" + runs + b"</w:p></w:body></w:document>"
    path = given(tmp_path, papers.rewritten(papers.docx_file(), {"word/document.xml": document}))
    for share, refusal_kind in ((0.02, Invalid), (2.0, ServiceUnavailable)):
        monkeypatch.setattr(process, "OWN_WORK", share)
        with pytest.raises(refusal_kind) as refused:
            clean(path, DOCX, tmp_path / "copy", limits=Limits(seconds=3))
        assert not (tmp_path / "copy").exists()
        if isinstance(refused.value, Invalid):
            assert refused.value.problems[0].rule == "file.cleaning_bounds"


@pytest.mark.parametrize("media_type", [JPEG, PDF, MP4, DOCX])
def test_crafted_bytes_are_cleaned_or_refused(tmp_path: Path, media_type: str) -> None:
    chance = random.Random(7)
    film = films.film(tmp_path / "film", "mp4").read_bytes() if media_type == MP4 else b""
    good = {JPEG: stills.jpeg, PDF: papers.pdf, DOCX: papers.docx_file}.get(media_type, lambda: film)()
    for _ in range(4):
        content = bytearray(good)
        for _ in range(12):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            report = clean(given(tmp_path, bytes(content)), media_type, tmp_path / "copy")
        except Invalid as error:
            assert error.problems[0].pointer == "/file"
            assert not (tmp_path / "copy").exists()
        else:
            assert report.clean
            assert b"30.2741" not in (tmp_path / "copy").read_bytes()
