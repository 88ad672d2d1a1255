"""JPEG 2000 in its file format JP2 (ISO/IEC 15444-1, annex I), as PDF has it: boxes are kept or dropped as they are."""

from __future__ import annotations

from typing import Final

from gateway.files.cleaning.boxes import boxes
from gateway.files.cleaning.report import Found
from gateway.files.cleaning.words import tell

CODESTREAM: Final = b"\xff\x4f\xff\x51"
KEPT: Final = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c", b"rreq", b"jpch", b"jplh"})


def strip(data: bytes, found: Found) -> bytes:
    """The picture without XML, UUID and IPR boxes; a bare code stream is kept. Raises: Unclean."""
    if data.startswith(CODESTREAM):
        return data
    kept = []
    for one in boxes(data):
        if one.kind in KEPT:
            kept.append(data[one.start : one.end])
        else:
            tell(found, data[one.inner : one.end])
    return b"".join(kept)
