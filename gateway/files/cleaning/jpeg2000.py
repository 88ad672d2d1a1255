"""JPEG 2000 in its file format JP2 (ISO/IEC 15444-1, annex I), as PDF has it: boxes are kept or dropped as they are."""

from __future__ import annotations

from typing import Final

from gateway.files.cleaning import icc
from gateway.files.cleaning.boxes import box, boxes
from gateway.files.cleaning.report import Found
from gateway.files.cleaning.words import tell

CODESTREAM: Final = b"\xff\x4f\xff\x51"
KEPT: Final = frozenset({b"jP  ", b"ftyp", b"jp2c", b"rreq", b"jpch", b"jplh"})


def strip(data: bytes, found: Found) -> bytes:
    """The picture without XML, UUID and IPR boxes; a bare code stream is kept. Raises: Unclean."""
    if data.startswith(CODESTREAM):
        return data
    kept = []
    for one in boxes(data):
        if one.kind in KEPT:
            kept.append(data[one.start : one.end])
        elif one.kind == b"jp2h":
            kept.append(
                box(
                    b"jp2h",
                    *(_described(data[part.start : part.end], found) for part in boxes(data, one.inner, one.end)),
                )
            )
        else:
            tell(found, data[one.inner : one.end])
    return b"".join(kept)


def _described(part: bytes, found: Found) -> bytes:
    """A part of the description; the colour profile (method 2 and 3, annex I.5.3.3) is one of colours alone."""
    if part[4:8] != b"colr" or part[8:9] not in (b"\2", b"\3"):
        return part
    profile = icc.plain(part[11:], found)
    return box(b"colr", part[8:11], profile) if profile else part[:0]
