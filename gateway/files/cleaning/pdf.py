"""PDF (ISO 32000): written anew of what its pages need, without what tells who made it, when, where and with what.

Earlier revisions and objects that nothing names are not written. A signature cannot outlive that: it is taken out, and
the report says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from gateway.files.cleaning import icc, jpeg, jpeg2000, pdf_actions
from gateway.files.cleaning.office_names import PATH, last_step
from gateway.files.cleaning.pdf_actions import drop
from gateway.files.cleaning.report import FieldClass, Found, Unclean, broken
from gateway.files.cleaning.words import tell

# Annotations that people write (ISO 32000-1, 12.5.6.2): their /T is a person's name; a form field's is not.
WRITTEN: Final = frozenset({
    "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight", "/Underline",
    "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Popup", "/FileAttachment", "/Sound", "/Redact",
})  # fmt: skip
ROOT_EXTRAS: Final = {
    "/Perms": FieldClass.AUTHOR, "/DSS": FieldClass.AUTHOR, "/SpiderInfo": FieldClass.HISTORY,
    "/Collection": FieldClass.OTHER, "/Legal": FieldClass.AUTHOR,
}  # fmt: skip
ACTIONS_ON_FILES: Final = frozenset({"/GoToR", "/GoToE"})
FILE_NAMES: Final = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
PICTURES: Final = {"/DCTDecode": jpeg.strip, "/DCT": jpeg.strip, "/JPXDecode": jpeg2000.strip}
DEEPEST: Final = 100
LOOKED_AT: Final = 1024**2


def clean(path_in: Path, _media_type: str, path_out: Path, found: Found) -> int:
    """Write the document anew; the number of signatures taken out. Raises: Unclean."""
    try:
        with pikepdf.open(path_in) as document:
            if document.is_encrypted:
                raise Unclean("file.encrypted")
            signatures = _cleaned(document, found)
            document.save(
                path_out, fix_metadata_version=False, deterministic_id=True, static_id=False,
                object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True,
            )  # fmt: skip
    except pikepdf.PasswordError:
        raise Unclean("file.encrypted") from None
    except pikepdf.PdfError:
        raise broken() from None
    return signatures


def _cleaned(document: Pdf, found: Found) -> int:
    root = document.Root
    if bool(root.get("/NeedsRendering")) or "/Pages" not in root:
        raise Unclean("file.structure")
    _trailer(document.trailer, found)
    for name, class_ in ROOT_EXTRAS.items():
        found[class_] += drop(root, name)
    if "/Names" in root:
        found[FieldClass.OTHER] += drop(root.Names, "/EmbeddedFiles")
    pdf_actions.of_document(document, found)
    if "/AcroForm" in root:
        found[FieldClass.OTHER] += drop(root.AcroForm, "/XFA")
        drop(root.AcroForm, "/SigFlags")
    signatures = 0
    for whole in list(document.objects):
        for part in _parts(whole):
            signatures += _part(part, found)
        if isinstance(whole, Stream):
            if whole.get("/Subtype") == Name.Image:
                _picture(document, whole, found)
            elif "/N" in whole and "/Type" not in whole:
                _profile(whole, found)
    return signatures


def _trailer(trailer: Object, found: Found) -> None:
    about = trailer.get("/Info")
    if isinstance(about, Dictionary):
        for name in list(about.keys()):
            tell(found, name.encode())
    for name in list(trailer.keys()):
        if name not in ("/Root", "/Size"):
            del trailer[name]


def _parts(whole: Any, depth: int = 0) -> Iterator[Any]:
    """The dictionaries of an object, without those that are objects of their own. Raises: Unclean."""
    if depth > DEEPEST:
        raise Unclean("file.structure")
    if isinstance(whole, (Dictionary, Stream)):
        yield whole
        inner = [whole[name] for name in whole.keys()]  # noqa: SIM118 (not a mapping)
    else:
        inner = list(whole) if isinstance(whole, Array) else []
    for part in inner:
        if isinstance(part, (Dictionary, Array)) and not part.is_indirect:
            yield from _parts(part, depth + 1)


def _part(part: Any, found: Found) -> int:
    """Take out what a dictionary tells; 1 when a signature went, else 0."""
    about = part.get("/Metadata")
    # In a table of resources, which is neither a stream nor has a type, a picture may have such a name.
    if isinstance(about, Stream) and (
        isinstance(part, Stream) or isinstance(part.get("/Type"), Name)
        or about.get("/Type") == Name.Metadata or about.get("/Subtype") == Name.XML
    ):  # fmt: skip
        tell(found, _text(about))
        del part["/Metadata"]
    if isinstance(part.get("/PieceInfo"), Dictionary):
        found[FieldClass.HISTORY] += drop(part, "/PieceInfo")
    if isinstance(part.get("/LastModified"), String):
        found[FieldClass.HISTORY] += drop(part, "/LastModified")
    if part.get("/Type") == Name.Page:
        found[FieldClass.OTHER] += drop(part, "/Thumb")
    if isinstance(part.get("/CreatorInfo"), Dictionary):
        found[FieldClass.AUTHOR] += drop(part, "/CreatorInfo")
    if part.get("/Type") != Name.Font and isinstance(part.get("/AF"), (Array, Dictionary)):
        found[FieldClass.OTHER] += drop(part, "/AF")
    _annotations(part, found)
    _file_names(part, found)
    pdf_actions.of_part(part, found)
    return _signature(part, found)


def _annotations(part: Any, found: Found) -> None:
    annotations = part.get("/Annots")
    if isinstance(annotations, Array):
        kept = [one for one in annotations if not (isinstance(one, Dictionary) and _holds_a_file(one))]
        if len(kept) < len(annotations):
            found[FieldClass.OTHER] += len(annotations) - len(kept)
            part["/Annots"] = Array(kept)
    if "/Rect" not in part or not isinstance(part.get("/Subtype"), Name):
        return
    found[FieldClass.HISTORY] += drop(part, "/M") + drop(part, "/CreationDate") + drop(part, "/NM")
    if str(part.Subtype) in WRITTEN:
        # The note again, as the program that it was written in has it; its plain text stays.
        found[FieldClass.AUTHOR] += drop(part, "/T") + drop(part, "/RC")


def _holds_a_file(annotation: Dictionary) -> bool:
    return str(annotation.get("/Subtype")) in ("/FileAttachment", "/Sound")


def _file_names(part: Any, found: Found) -> None:
    """The folders on somebody's disk that names of other files stand with; the files inside this one."""
    inside = part.get("/EF")
    if isinstance(inside, Dictionary) and any(isinstance(inside.get(name), Stream) for name in FILE_NAMES):
        # A file that is shown by an annotation of many media need not say what it is.
        found[FieldClass.OTHER] += drop(part, "/EF") + drop(part, "/RF")
    if str(part.get("/S")) in ACTIONS_ON_FILES and isinstance(part.get("/F"), Dictionary):
        _names_alone(part.F, found)
    if part.get("/Type") not in (Name.Filespec, Name.F) and str(part.get("/S")) not in ACTIONS_ON_FILES:
        return
    found[FieldClass.OTHER] += drop(part, "/EF") + drop(part, "/RF")
    _names_alone(part, found)


def _names_alone(part: Any, found: Found) -> None:
    for name in FILE_NAMES:
        given = part.get(name)
        if isinstance(given, String) and (PATH.match(str(given)) or "://" not in str(given)):
            last = last_step(str(given))
            found[FieldClass.OTHER] += int(last != str(given))
            part[name] = String(last)


def _signature(part: Any, found: Found) -> int:
    if part.get("/FT") == Name.Sig and "/V" in part:
        drop(part, "/V")
        found[FieldClass.AUTHOR] += 1
        return 1
    return 0


def _picture(document: Pdf, picture: Any, found: Found) -> None:
    """What the camera wrote into a picture that lies in the document as it was taken. Raises: Unclean."""
    filters, parameters = _listed(picture.get("/Filter")), _listed(picture.get("/DecodeParms"))
    strip = PICTURES.get(str(filters[-1])) if filters else None
    if strip is None:
        return
    raw = picture.read_raw_bytes()
    if len(filters) > 1:  # packed once more
        packed = Stream(document, raw)
        packed.Filter = Array(filters[:-1])
        if parameters:
            packed.DecodeParms = Array(parameters[:-1])
        raw = packed.read_bytes()
    last = parameters[-1] if len(parameters) == len(filters) else None
    picture.write(strip(raw, found), filter=filters[-1], decode_parms=last if isinstance(last, Dictionary) else None)


def _profile(stream: Any, found: Found) -> None:
    """What a colour profile tells besides the colours (`/N` says how many there are)."""
    try:
        given = stream.read_bytes()
    except pikepdf.PdfError:
        return  # of a filter that none can look behind: the last look decides
    if given[36:40] == icc.SIGNATURE and (plain := icc.plain(given, found)) != given:
        stream.write(plain)


def _listed(given: Any) -> list[Any]:
    if given is None:
        return []
    return list(given) if isinstance(given, Array) else [given]


def _text(stream: Stream) -> bytes:
    return stream.read_bytes()[:LOOKED_AT] if "/Filter" in stream else stream.read_raw_bytes()[:LOOKED_AT]
