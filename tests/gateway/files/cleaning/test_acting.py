"""What a document runs by itself, and the folders, displays and pictures deep in it: gone, and what it says stays."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image

from gateway.files.cleaning import pdf_check
from gateway.files.cleaning.report import FieldClass, Unclean
from gateway.files.kinds import DOCX, PDF
from tests.gateway.files.cleaning import papers, stills
from tests.gateway.files.cleaning.copies import cleaned, secrets
from tests.gateway.files.cleaning.test_profiles import SERIAL, of_a_display

SCRIPT = "app.alert('ACME')"


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(SCRIPT))


def acting() -> bytes:
    """A PDF that runs something when it is opened, shown, left and clicked."""
    document = Pdf.new()
    document.add_blank_page()
    root, page = document.Root, document.pages[0].obj
    root.OpenAction, root.AA = script(), Dictionary(WC=script())
    root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), document.make_indirect(script())])))
    page.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("acme.exe")))
    turn = Dictionary(S=Name.GoTo, D=String("here"), Next=Array([script(), Dictionary(S=Name.Named, N=Name.NextPage)]))
    links = [
        turn, Dictionary(S=Name.URI, URI=String("https://example.com/a")), script(),
        Dictionary(S=Name.URI, URI=String("javascript:" + SCRIPT)),
        Dictionary(S=Name.Launch, F=String("acme.exe")), Dictionary(S=Name.SubmitForm, F=String("https://acme.exe/")),
    ]  # fmt: skip
    about = {"/Type": Name.Annot, "/Subtype": Name.Link, "/Rect": [0, 0, 9, 9]}
    page.Annots = Array([document.make_indirect(Dictionary({**about, "/A": link})) for link in links])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_pdf_runs_nothing_and_still_turns_its_pages(tmp_path: Path) -> None:
    report, got = cleaned(tmp_path, acting(), PDF)
    everything = papers.everything(got)
    assert report.removed[FieldClass.OTHER] == 9
    assert not [told for told in (b"ACME", b"acme.exe", b"JavaScript", b"Launch") if told in everything]
    with pikepdf.open(io.BytesIO(got)) as document:
        turn, link, *others = [one.get("/A") for one in document.pages[0].Annots]
        assert (str(turn.D), [str(one.S) for one in turn.Next]) == ("here", ["/Named"])
        assert str(link.URI) == "https://example.com/a"
        assert others == [None] * 4


def in_disguise(**saving: Any) -> bytes:
    """A PDF whose actions and files say that they are something else, or do not say what they are."""
    document = Pdf.new()
    document.add_blank_page()
    page = document.pages[0].obj
    as_element = Dictionary(Type=Name.StructElem, S=Name.JavaScript, JS=String(SCRIPT))
    page.AA = Dictionary(O=Dictionary(S=Name.URI, URI=String("https://acme.exe/")), C=String("no action"))
    spec = Dictionary(F=String("acme.swf"), EF=Dictionary(F=document.make_stream(b"FWS ACME")))
    media = Dictionary(Assets=Dictionary(Names=Array([String("a"), document.make_indirect(spec)])))
    share = Dictionary(S=Name.GoToR, F=Dictionary(F=String("\\\\10.9.9.9\\share\\b.pdf")), D=Array([0, Name.Fit]))
    about = {"/Type": Name.Annot, "/Subtype": Name.Link, "/Rect": [0, 0, 9, 9]}
    page.Annots = Array([
        document.make_indirect(Dictionary({**about, "/A": document.make_indirect(as_element)})),
        document.make_indirect(Dictionary({**about, "/A": Dictionary(Type=Name.StructElem, S=Name.Launch, F=spec)})),
        document.make_indirect(Dictionary({**about, "/A": share})),
        document.make_indirect(Dictionary({**about, "/Subtype": Name.RichMedia, "/RichMediaContent": media})),
    ])  # fmt: skip
    out = io.BytesIO()
    document.save(out, **saving)
    return out.getvalue()


@pytest.mark.parametrize("mode", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_what_runs_in_a_pdf_is_gone_whatever_it_says_to_be(tmp_path: Path, mode: pikepdf.ObjectStreamMode) -> None:
    _, got = cleaned(tmp_path, in_disguise(object_stream_mode=mode), PDF)
    everything = papers.everything(got)
    told = (b"ACME", b"acme.exe", b"/JavaScript", b"/Launch", b"/AA", b"10.9.9.9")
    assert [each for each in told if each in everything] == []
    with pikepdf.open(io.BytesIO(got)) as document:
        script, program, share, media = document.pages[0].Annots
        assert "/A" not in script and "/A" not in program and str(share.A.F.F) == "b.pdf"
        assert "/EF" not in media.RichMediaContent.Assets.Names[1]


def test_an_element_of_a_structure_is_called_as_its_author_likes(tmp_path: Path) -> None:
    document = Pdf.new()
    document.add_blank_page()
    listing = Dictionary(Type=Name.StructElem, S=Name.JavaScript, Alt=String("a listing"))
    document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=document.make_indirect(listing))
    out = io.BytesIO()
    document.save(out)
    assert b"a listing" in papers.everything(cleaned(tmp_path, out.getvalue(), PDF)[1])


@pytest.mark.parametrize("left", ["action", "file"])
def test_the_last_look_refuses_what_was_not_taken_out(tmp_path: Path, left: str) -> None:
    document = Pdf.new()
    document.add_blank_page()
    page = document.pages[0].obj
    if left == "action":
        page.Annots = Array([Dictionary(Type=Name.Annot, A=Dictionary(Type=Name.StructElem, S=Name.Launch))])
    else:
        page.Annots = Array([Dictionary(FS=Dictionary(EF=Dictionary(UF=document.make_stream(b"FWS"))))])
    document.save(tmp_path / "copy.pdf")
    with pytest.raises(Unclean):
        pdf_check.check(tmp_path, PDF, tmp_path / "copy.pdf")


def test_a_pdf_that_opens_at_a_page_goes_on_doing_so(tmp_path: Path) -> None:
    document = Pdf.new()
    document.add_blank_page()
    document.Root.OpenAction = Dictionary(S=Name.GoTo, D=String("here"))
    out = io.BytesIO()
    document.save(out)
    report, got = cleaned(tmp_path, out.getvalue(), PDF)
    assert report.nothing_removed
    with pikepdf.open(io.BytesIO(got)) as kept:
        assert str(kept.Root.OpenAction.D) == "here"


def test_a_pdf_tells_nothing_of_a_picture_a_display_or_a_disk(tmp_path: Path) -> None:
    document = Pdf.new()
    document.add_blank_page()
    page = document.pages[0].obj
    colours = Stream(document, of_a_display(), {"/N": 3})
    picture = Stream(document, bytes(3), {
        "/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 1, "/Height": 1, "/BitsPerComponent": 8,
        "/ColorSpace": Array([Name.ICCBased, document.make_indirect(colours)]),
    })  # fmt: skip
    picture.Metadata = Stream(document, b"neither type nor subtype: Zhang Wei")
    page.Resources = Dictionary(XObject=Dictionary(P=document.make_indirect(picture)))
    figure = Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String(papers.FOLDER + "a.jpg"))
    document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([document.make_indirect(figure)]))
    document.Root.URI = Dictionary(Base=String("file:///C:/Users/Zhang%20Wei/"))
    document.Root.OCProperties = Dictionary(D=Dictionary(Creator=String("Zhang Wei")), OCGs=Array([]))
    link = Dictionary(S=Name.URI, URI=String("file:///C:/Users/Zhang Wei/x.pdf"))
    page.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=link)])
    out = io.BytesIO()
    document.save(out)
    _, got = cleaned(tmp_path, out.getvalue(), PDF)
    everything = papers.everything(got)
    assert not [told for told in (b"Zhang", b"Users", SERIAL) if told in everything]
    assert [told for told in (b"a.jpg", b"x.pdf", b"acsp") if told in everything] == [b"a.jpg", b"x.pdf", b"acsp"]


def with_parts(parts: dict[str, bytes], body: str = "") -> bytes:
    """A document with further parts and something at the beginning of its text."""
    given = papers.unpacked(papers.docx_file())
    text = given["word/document.xml"].decode().replace("<w:body>", "<w:body>" + body, 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in {**given, "word/document.xml": text.encode(), **parts}.items():
            package.writestr(name, content)
    return out.getvalue()


def test_the_fields_and_drawings_of_a_document_name_no_folders(tmp_path: Path) -> None:
    first, second = ' INCLUDEPICTURE "C:\\\\Users\\\\Zhang ', 'Wei\\\\a.jpg" \\* MERGEFORMAT '
    pieces = "".join(f'<w:r><w:instrText xml:space="preserve">{each}</w:instrText></w:r>' for each in (first, second))
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    simple = '<w:fldSimple w:instr=" LINK Excel.Sheet &quot;file:///C:/Users/Zhang Wei/b.xlsx&quot; "/>'
    body = f"<w:p>{begin}{pieces}{end}{simple}</w:p>"
    shape = (
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml"><br><v:shape alt="C:\\Users\\Zhang Wei\\x.jpg">'
        b"<v:imagedata src='file:///C:/Users/Zhang Wei/y.jpg'/></v:shape></xml>"
    )
    _, got = cleaned(tmp_path, with_parts({"word/drawings/vmlDrawing1.vml": shape}, body), DOCX)
    everything = papers.everything(got)
    assert not [told for told in (b"Zhang", b"Users") if told in everything]
    for kept in (b' INCLUDEPICTURE "a.jpg" \\* MERGEFORMAT ', b"b.xlsx", b'alt="x.jpg"', b"src='y.jpg'"):
        assert kept in everything


def drawing(picture: str) -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<desc>Zhang Wei</desc><image xlink:href="{picture}" width="9"/></svg>'
    ).encode()


def test_a_picture_in_a_drawing_in_a_document_is_cleaned_as_any(tmp_path: Path) -> None:
    photo = "data:image/jpeg;base64," + base64.b64encode(stills.jpeg()).decode()
    nested = "data:image/svg+xml;base64," + base64.b64encode(drawing(photo)).decode()
    for picture in (photo, nested):
        _, got = cleaned(tmp_path, with_parts({"word/media/d.svg": drawing(picture)}), DOCX)
        left = papers.unpacked(got)["word/media/d.svg"]
        while (found := re.search(rb"base64,([^\"]+)", left)) is not None:
            assert b"Zhang" not in left
            left = base64.b64decode(found[1])
        assert secrets(left) == []
        assert Image.open(io.BytesIO(left)).size == stills.SIZE


@pytest.mark.parametrize("picture", ["data:image/tiff;base64,SUkqAA==", "data:image/jpeg,%FF%D8%FF"])
def test_a_picture_in_a_drawing_that_cannot_be_cleaned_is_refused(tmp_path: Path, picture: str) -> None:
    with pytest.raises(Unclean):
        cleaned(tmp_path, with_parts({"word/media/d.svg": drawing(picture)}), DOCX)
