"""Documents as offices write them: PDF, DOCX, XLSX and PPTX with pictures, people and paths in them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import docx
import openpyxl
import pikepdf
from docx.shared import Mm
from openpyxl.comments import Comment
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.gateway.files.cleaning import stills
from tests.gateway.files.cleaning.films import AUTHOR, DEVICE, PLACE

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FOLDER = "C:\\Users\\Zhang Wei\\稿件\\"
PATH = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def pdf(**saving: Any) -> bytes:
    """Two pages: docinfo, XMP, PieceInfo, a note, an attachment, a photo with Exif (its stream packed once more, too),
    an earlier revision behind, and a signature's field."""
    document = Pdf.new()
    for _ in range(2):
        document.add_blank_page(page_size=(200, 200))
    page = document.pages[0]
    photo = _photo(document)
    packed = Stream(document, zlib.compress(stills.jpeg()))
    packed.update(_about_photo())
    packed.Filter = Array([Name.FlateDecode, Name.DCTDecode])
    page.Resources = Dictionary(XObject=Dictionary(Photo=photo, Metadata=document.make_indirect(packed)))
    page.Contents = Stream(document, b"q 100 0 0 100 0 0 cm /Photo Do Q q 50 0 0 50 0 0 cm /Metadata Do Q")
    page.PieceInfo = Dictionary(ACME=Dictionary(Private=String(AUTHOR), LastModified=String("D:20261001")))
    page.LastModified = String("D:20261001083000+08'00'")
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[10, 10, 20, 20], T=String(AUTHOR), Contents=String("请核对"),
        M=String("D:20261001"),
    )  # fmt: skip
    page.Annots = Array([document.make_indirect(note), document.make_indirect(_signature())])
    document.Root.AcroForm = Dictionary(Fields=Array([page.Annots[1]]), SigFlags=3)
    document.attachments["ACME.txt"] = PLACE.encode()
    document.Root.Metadata = Stream(document, stills.XMP, {"/Type": Name.Metadata, "/Subtype": Name.XML})
    document.docinfo["/Author"], document.docinfo["/Creator"] = AUTHOR, DEVICE
    out = io.BytesIO()
    document.save(out, **saving)
    return _revised(out.getvalue()) if not saving else out.getvalue()


def docx_file() -> bytes:
    """A document with a photo, tracked changes, a comment, a template, bound data and a workbook in it."""
    document = docx.Document()
    document.add_paragraph("稿件正文")
    document.add_picture(io.BytesIO(stills.jpeg(6)), width=Mm(30))
    document.core_properties.author = AUTHOR
    document.core_properties.last_modified_by = AUTHOR
    out = io.BytesIO()
    document.save(out)
    return rewritten(out.getvalue(), {
        "word/document.xml": _edited,
        "word/settings.xml": _on_a_template,
        "word/_rels/settings.xml.rels": _relation("rId99", f"{PATH}/attachedTemplate", f"file:///{FOLDER}a.dotx", True),
        "word/people.xml": f'<w:people {W}><w:person w:author="{AUTHOR}"/></w:people>'.encode(),
        "word/comments.xml": f'<w:comments {W}><w:comment w:id="0" w:author="{AUTHOR}" w:initials="ZW" '
                             'w:date="2026-10-01T08:30:00Z"/></w:comments>'.encode(),
        "customXml/item1.xml": f"<who>{AUTHOR}</who>".encode(),
        "docProps/thumbnail.jpeg": stills.jpeg(),
        "word/embeddings/sheet.xlsx": workbook(),
    })  # fmt: skip


def _edited(xml: bytes) -> bytes:
    """The document's XML after somebody has worked on it: a change, a session's mark, where the picture lay."""
    change = f'<w:ins w:id="1" w:author="{AUTHOR}" w:date="2026-10-01T08:30:00Z"><w:r><w:t>新增</w:t></w:r></w:ins>'
    xml = xml.replace(b"<w:body><w:p>", b'<w:body><w:p w:rsidR="00AC4E01">' + change.encode())
    return xml.replace(b'name="Picture 1"', f'name="{FOLDER}a.jpg" descr="{FOLDER}a.jpg"'.encode())


def _on_a_template(xml: bytes) -> bytes:
    told = f'<w:rsids><w:rsidRoot w:val="00AC4E01"/></w:rsids><w:attachedTemplate xmlns:r="{PATH}" r:id="rId99"/>'
    return xml.replace(b"</w:settings>", told.encode() + b"</w:settings>")


def workbook() -> bytes:
    """A workbook with a photo, a comment, printer settings, and the folder that it lay in."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "名称"
    sheet["A1"].comment = Comment("请核对", AUTHOR)
    book.properties.creator = AUTHOR
    out = io.BytesIO()
    book.save(out)
    path = f'<x15ac:absPath xmlns:x15ac="http://y" url="{FOLDER}"/>'
    choice = (
        f'<mc:AlternateContent xmlns:mc="http://z"><mc:Choice Requires="x15">{path}</mc:Choice></mc:AlternateContent>'
    )
    return rewritten(out.getvalue(), {
        "xl/workbook.xml": lambda xml: xml.replace(b"<workbookPr", choice.encode() + b"<workbookPr", 1),
        "xl/worksheets/sheet1.xml": lambda xml: xml.replace(
            b"</worksheet>", b'<pageSetup xmlns:r="' + PATH.encode() + b'" paperSize="9" r:id="rId77"/></worksheet>'),
        "xl/printerSettings/printerSettings1.bin": DEVICE.encode("utf-16-le"),
        "xl/media/image1.jpeg": stills.jpeg(),
    })  # fmt: skip


def slides() -> bytes:
    """A presentation with people, a photo and a film."""
    types = f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
    return packed({
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": _relation("rId1", f"{PATH}/officeDocument", "ppt/presentation.xml", False),
        "ppt/presentation.xml": b'<p:presentation xmlns:p="http://p"/>',
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="http://p"><p:cmAuthor id="0" name="{AUTHOR}" '
                                  'initials="ZW"/></p:cmAuthorLst>'.encode(),
        "ppt/media/image1.png": stills.png(),
        "docProps/app.xml": f"<Properties><Company>{AUTHOR}</Company></Properties>".encode(),
    })  # fmt: skip


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return out.getvalue()


def rewritten(content: bytes, changes: Mapping[str, Any]) -> bytes:
    """The package with some parts changed (by a function) or added (as bytes), and with remarks in the zip itself."""
    parts = unpacked(content)
    for name, change in changes.items():
        if callable(change):
            assert change(parts[name]) != parts[name], name
            parts[name] = change(parts[name])
        else:
            parts[name] = change
    out = io.BytesIO(packed(parts))
    with zipfile.ZipFile(out, "a") as target:
        target.comment = AUTHOR.encode()
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """A package's parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {part.filename: source.read(part) for part in source.infolist()}


def everything(content: bytes) -> bytes:
    """All that can be read in a document: its bytes, and every part and stream unpacked, documents in documents too."""
    if content.startswith(b"PK"):
        return content + b"".join(name.encode() + everything(part) for name, part in unpacked(content).items())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as document:
            return content + b"".join(_readable(one) for one in document.objects)
    return content


def _readable(whole: Any) -> bytes:
    told = whole.unparse() if not isinstance(whole, Stream) else Dictionary(dict(whole.items())).unparse()
    texts = b" ".join(_strings(whole))
    if not isinstance(whole, Stream):
        return told + texts
    raw = whole.read_raw_bytes()
    given = whole.get("/Filter")
    first = given[0] if isinstance(given, Array) else given
    return told + texts + raw + (zlib.decompressobj().decompress(raw) if first == Name.FlateDecode else b"")


def _strings(part: Any) -> list[bytes]:
    if isinstance(part, String):
        return [str(part).encode()]
    if isinstance(part, Array):
        return [text for one in part for text in _strings(one) if not getattr(one, "is_indirect", False)]
    if isinstance(part, (Dictionary, Stream)):
        inner = [one for _, one in part.items() if not getattr(one, "is_indirect", False)]
        return [text for one in inner for text in _strings(one)]
    return []


def _about_photo() -> dict[str, Any]:
    return {
        "/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 48, "/Height": 32, "/ColorSpace": Name.DeviceRGB,
        "/BitsPerComponent": 8,
    }  # fmt: skip


def _photo(document: Pdf) -> Any:
    photo = Stream(document, stills.jpeg())
    photo.update(_about_photo())
    photo.Filter = Name.DCTDecode
    photo.Metadata = Stream(document, stills.XMP, {"/Type": Name.Metadata, "/Subtype": Name.XML})
    return document.make_indirect(photo)


def _signature() -> Dictionary:
    value = Dictionary(
        Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Name=String(AUTHOR), Location=String(PLACE), Contents=String("30")
    )
    return Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("Signature1"), Rect=[0, 0, 0, 0], V=value
    )


def _revised(content: bytes) -> bytes:
    """An earlier revision is left in the file: an object that nothing names any more, behind a new end."""
    start = content.rindex(b"startxref")
    stale = b"900 0 obj\n(Zhang Wei earlier)\nendobj\n"
    at = len(content) + 1
    table = f"xref\n900 1\n{at:010d} 00000 n \n".encode()
    with pikepdf.open(io.BytesIO(content)) as document:
        root = document.Root.objgen[0]
        size = max(901, len(document.objects) + 1)
    trailer = (
        f"trailer\n<< /Size {size} /Root {root} 0 R /Prev {content[start + 9 :].split()[0].decode()} >>\n".encode()
    )
    return content + b"\n" + stale + table + trailer + f"startxref\n{at + len(stale)}\n%%EOF\n".encode()


def _relation(id_: str, kind: str, target: str, outside: bool) -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    entry = f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"{mode}/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entry}</Relationships>'.encode()
