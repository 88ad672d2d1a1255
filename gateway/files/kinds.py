"""What a file may be, by its purpose and by its content. Its name decides nothing."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from typing import IO, Final

import magic

from shared.errors import FieldProblem, Invalid

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIPS: Final = frozenset({XLSX, "application/zip", "application/octet-stream"})
ZIP_MARK: Final = b"PK\x03\x04"
LOOKED_AT: Final = 64 * 1024
MOST_PARTS: Final = 10_000


class Kind(StrEnum):
    """What a file is for."""

    EVIDENCE = "evidence"
    SHEET = "sheet"


ALLOWED: Final[dict[Kind, frozenset[str]]] = {
    Kind.EVIDENCE: frozenset({JPEG, PNG, WEBP, PDF}),
    Kind.SHEET: frozenset({XLSX}),
}
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
        found = XLSX if _is_workbook(stream) else "application/zip"
    if found not in ALLOWED[kind]:
        allowed = ", ".join(sorted(ALLOWED[kind]))
        problem = FieldProblem("/file", "file.type", {"found": found, "allowed": allowed})
        raise Invalid("validation", problems=[problem])
    return found


def _is_workbook(stream: IO[bytes]) -> bool:
    """Whether a zip holds a workbook without macros (ECMA-376, part 2); libmagic judges by the order of parts."""
    try:
        with zipfile.ZipFile(stream) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    finally:
        stream.seek(0)
    if len(names) > MOST_PARTS or any(name.lower().endswith("vbaproject.bin") for name in names):
        return False
    return {"[Content_Types].xml", "xl/workbook.xml"} <= names
