"""What a file may be, by its purpose and by its content. Its name decides nothing."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from typing import IO, Final

import magic

from shared.errors import FieldProblem, Invalid

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
MP4, MP3 = "video/mp4", "audio/mpeg"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIPS: Final = frozenset({XLSX, DOCX, "application/zip", "application/octet-stream"})
ZIP_MARK: Final = b"PK\x03\x04"
LOOKED_AT: Final = 64 * 1024
MOST_PARTS: Final = 10_000


class Kind(StrEnum):
    """What a file is for."""

    EVIDENCE = "evidence"
    SHEET = "sheet"
    ATTACHMENT = "attachment"


ALLOWED: Final[dict[Kind, frozenset[str]]] = {
    Kind.EVIDENCE: frozenset({JPEG, PNG, WEBP, PDF}),
    Kind.SHEET: frozenset({XLSX}),
    Kind.ATTACHMENT: frozenset({JPEG, PNG, WEBP, PDF, DOCX, MP4, MP3}),
}
# The part of an office file that says what it is.
MAIN_PARTS: Final = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}
_magic = magic.Magic(mime=True)


def media_type(stream: IO[bytes], kind: Kind) -> str:
    """The file's type by its content; the stream is left at its beginning.

    Raises: Invalid for an empty file and for a type that the kind does not allow.
    """
    stream.seek(0)
    head = stream.read(LOOKED_AT)
    stream.seek(0)
    if not head:
        raise Invalid("validation", problems=[FieldProblem("/file", "file.empty")])
    found = str(_magic.from_buffer(head))
    if found in ZIPS and head.startswith(ZIP_MARK):
        found = _office(stream)
    if found not in ALLOWED[kind]:
        allowed = ", ".join(sorted(ALLOWED[kind]))
        problem = FieldProblem("/file", "file.type", {"found": found, "allowed": allowed})
        raise Invalid("validation", problems=[problem])
    return found


def _office(stream: IO[bytes]) -> str:
    """What a zip is: a workbook or a document without macros (ECMA-376, part 2), or just a zip; libmagic judges by
    the order of the parts."""
    try:
        with zipfile.ZipFile(stream) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        names = set()
    finally:
        stream.seek(0)
    if len(names) > MOST_PARTS or any(name.lower().endswith("vbaproject.bin") for name in names):
        names = set()
    if "[Content_Types].xml" in names:
        return next((type_ for part, type_ in MAIN_PARTS.items() if part in names), "application/zip")
    return "application/zip"
