"""A look at a cleaned PDF with other eyes: what is left of metadata, what runs, and the bytes of every stream."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from gateway.files.cleaning.report import Unclean
from gateway.files.cleaning.scan import PIECE, search

# What all streams together may be, unpacked; pictures are not unpacked.
MOST: Final = 2 * 1024**3
# Kinds of actions (/S) that do something on a machine. Of structure elements, /S is a name as any.
ACTING: Final = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute"})
ELEMENTS: Final = ("/K", "/P")


def check(_path_in: Path, _media_type: str, path_out: Path) -> None:
    """Raises: Unclean."""
    left = MOST
    with pikepdf.open(path_out) as document:
        _document(document)
        for whole in document.objects:
            _nothing_runs(whole)
            if isinstance(whole, Stream):
                for piece in _unpacked(whole):
                    left -= len(piece[0])
                    if left < 0:
                        raise Unclean("file.cleaning_bounds")
                    search(piece)


def _document(document: Pdf) -> None:
    if document.is_encrypted or "/Metadata" in document.Root or "/Info" in document.trailer:
        raise Unclean("file.unclean", found="Metadata")
    if "/JavaScript" in document.Root.get("/Names", {}) or "/AA" in document.Root:
        raise Unclean("file.unclean", found="JavaScript")
    if document.attachments:
        raise Unclean("file.unclean", found="EmbeddedFiles")
    for number, page in enumerate(document.pages, 1):
        if "/PieceInfo" in page.obj or "/Metadata" in page.obj:
            raise Unclean("file.unclean", found=f"PieceInfo {number}")


def _nothing_runs(part: Any, of: str = "") -> None:
    """What an object names by its keys; the parts of an array are named by that of the array."""
    if isinstance(part, Array):
        inner = [(of, each) for each in part]
    elif isinstance(part, (Dictionary, Stream)):
        inner = [(name, part[name]) for name in part.keys()]  # noqa: SIM118 (not a mapping)
    else:
        return
    for name, value in inner:
        if not isinstance(value, Dictionary):
            if isinstance(value, Array) and not value.is_indirect:
                _nothing_runs(value, name)
            continue
        if name and name not in ELEMENTS and str(value.get("/S")) in ACTING:
            raise Unclean("file.unclean", found=f"{value.S} {name}")
        if name == "/EF" and any(isinstance(value.get(each), Stream) for each in ("/F", "/UF")):
            raise Unclean("file.unclean", found="EmbeddedFile")
        if not value.is_indirect:
            _nothing_runs(value)


def _unpacked(stream: Stream) -> Iterator[list[bytes]]:
    """The stream's bytes in windows that overlap no more than needed."""
    if stream.get("/Type") == Name.Metadata:
        raise Unclean("file.unclean", found="Metadata")
    raw = stream.read_raw_bytes()
    picture = stream.get("/Subtype") == Name.Image
    if picture or "/Filter" not in stream:
        yield [raw]
    elif stream.Filter == Name.FlateDecode:
        yield from ([piece] for piece in _inflated(raw))
    else:
        yield [stream.read_bytes()]


def _inflated(raw: bytes) -> Iterator[bytes]:
    unpacking, end = zlib.decompressobj(), b""
    while raw and not unpacking.eof:
        try:
            piece = unpacking.decompress(raw, PIECE)
        except zlib.error:
            return  # readers stop here, too
        raw = unpacking.unconsumed_tail
        yield end + piece
        end = piece[-64:]
