"""Strict workbooks (ISO/IEC 29500 Strict, “Strict Open XML” in Excel's list) in the namespaces that openpyxl knows.

The two forms differ in the names of their namespaces and relationships (ISO/IEC 29500-4, annex A) and in dates as
ISO 8601, which the reader takes in either. So the parts that are read go into a copy with the transitional names.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, Final, cast

STRICT: Final = b"http://purl.oclc.org/ooxml/"
TRANSITIONAL: Final = b"http://schemas.openxmlformats.org/"
# Whole names alone: one that is cut by the end of a piece is found with the next.
NAMES: Final = {
    STRICT + strict: TRANSITIONAL + transitional
    for strict, transitional in (
        (b"spreadsheetml/main", b"spreadsheetml/2006/main"),
        (b"drawingml/main", b"drawingml/2006/main"),
        (b"drawingml/spreadsheetDrawing", b"drawingml/2006/spreadsheetDrawing"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
        (b"officeDocument/extendedProperties", b"officeDocument/2006/extended-properties"),
        (b"officeDocument/customProperties", b"officeDocument/2006/custom-properties"),
        (b"officeDocument/docPropsVTypes", b"officeDocument/2006/docPropsVTypes"),
    )
}
LONGEST: Final = max(map(len, NAMES))
PIECE: Final = 256 * 1024
ROOT: Final = "_rels/.rels"
FAST: Final = 1  # of zlib's levels; the copy lives as long as the reading


def transitional(file: BinaryIO) -> BinaryIO:
    """The workbook itself, or if it is a strict one a copy on disk with transitional names, which the caller closes."""
    with zipfile.ZipFile(file) as archive:
        copy = _copy(archive) if ROOT in archive.namelist() and STRICT in archive.read(ROOT) else file
    copy.seek(0)
    return copy


def _copy(archive: zipfile.ZipFile) -> BinaryIO:
    # Open when this returns: whoever reads it closes it.
    copy = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115
    with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST) as target:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):  # pictures and the like are not read
                with archive.open(name) as part, target.open(name, "w") as out:
                    _write(part, out)
    return copy


def _write(part: IO[bytes], out: IO[bytes]) -> None:
    for piece in _renamed(part):
        out.write(piece)


def _renamed(part: Any) -> Iterator[bytes]:
    kept = b""
    while piece := part.read(PIECE):
        whole = kept + piece
        for strict, name in NAMES.items():
            whole = whole.replace(strict, name)
        kept = whole[1 - LONGEST :]
        yield whole[: 1 - LONGEST]
    yield kept
