"""What a file may be, by its purpose and by its content. Its name decides nothing. This is the one table of types."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any, Final

import magic

from gateway.files.foreign import called
from shared.errors import FieldProblem, Invalid
from shared.labels import either

JPEG, PNG, WEBP, HEIC, GIF = "image/jpeg", "image/png", "image/webp", "image/heic", "image/gif"
PDF = "application/pdf"
MP4, MOV = "video/mp4", "video/quicktime"
MP3, M4A, WAV = "audio/mpeg", "audio/mp4", "audio/wav"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
XLSX = f"{_OFFICE}.spreadsheetml.sheet"
DOCX = f"{_OFFICE}.wordprocessingml.document"
PPTX = f"{_OFFICE}.presentationml.presentation"
ZIP: Final = "application/zip"
ZIPS: Final = frozenset({XLSX, DOCX, PPTX, ZIP, "application/octet-stream"})
ZIP_MARK: Final = b"PK\x03\x04"
LOOKED_AT: Final = 64 * 1024
MOST_PARTS: Final = 10_000
MIB: Final = 1024 * 1024


class Kind(StrEnum):
    """What a file is for."""

    EVIDENCE = "evidence"
    SHEET = "sheet"
    ATTACHMENT = "attachment"


class Family(StrEnum):
    """Types that share a limit of size and a word."""

    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    SHEET = "sheet"


Words = dict[str, str]
Limits = Mapping[str, int]


@dataclass(frozen=True)
class Type:
    """A type that is taken: what people call it, what it belongs to, and the endings of its files' names: the usual one
    first. By its ending a computer chooses the program that opens a file."""

    name: str
    family: Family
    endings: tuple[str, ...]


TYPES: Final[dict[str, Type]] = {
    JPEG: Type("JPEG", Family.PICTURE, ("jpg", "jpeg", "jpe", "jfif")),
    PNG: Type("PNG", Family.PICTURE, ("png",)),
    WEBP: Type("WebP", Family.PICTURE, ("webp",)),
    HEIC: Type("HEIC", Family.PICTURE, ("heic", "heif")),
    GIF: Type("GIF", Family.PICTURE, ("gif",)),
    MP4: Type("MP4", Family.VIDEO, ("mp4", "m4v")),
    MOV: Type("MOV", Family.VIDEO, ("mov", "qt")),
    MP3: Type("MP3", Family.AUDIO, ("mp3",)),
    M4A: Type("M4A", Family.AUDIO, ("m4a", "m4b")),
    WAV: Type("WAV", Family.AUDIO, ("wav",)),
    PDF: Type("PDF", Family.DOCUMENT, ("pdf",)),
    DOCX: Type("DOCX", Family.DOCUMENT, ("docx",)),
    PPTX: Type("PPTX", Family.DOCUMENT, ("pptx",)),
    XLSX: Type("XLSX", Family.SHEET, ("xlsx",)),
}


def types_of(family: Family) -> frozenset[str]:
    """The media types of a family."""
    return frozenset(media_type for media_type, type_ in TYPES.items() if type_.family is family)


def names_of(family: Family) -> list[str]:
    """What people call them."""
    return [type_.name for type_ in TYPES.values() if type_.family is family]


ALLOWED: Final[dict[Kind, frozenset[str]]] = {
    Kind.EVIDENCE: types_of(Family.PICTURE) | {PDF},
    Kind.SHEET: frozenset({XLSX}),
    Kind.ATTACHMENT: frozenset(TYPES),
}
# What libmagic calls some of them, which differs from release to release.
ALIASES: Final = {"audio/x-m4a": M4A, "audio/x-wav": WAV, "audio/vnd.wave": WAV}
# ISO base media files say in their first box what they are (ISO/IEC 14496-12, `ftyp`; registered at mp4ra.org).
BRANDS: Final = {
    b"qt  ": MOV, b"M4A ": M4A, b"M4B ": M4A, b"heic": HEIC, b"heix": HEIC, b"mif1": HEIC, b"M4V ": MP4, b"MSNV": MP4,
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash"), MP4),
}  # fmt: skip
# `mif1` says no more than "pictures": which ones is among the brands that follow (HEVC is ours, AV1 is not).
HEVC_BRANDS: Final = frozenset({b"heic", b"heix", b"hevc"})
# The part of an office file that says what it is.
MAIN_PARTS: Final = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX, "ppt/presentation.xml": PPTX}
_magic = magic.Magic(mime=True)


def media_type(stream: IO[bytes], kind: Kind) -> str:
    """The file's type by its content; the stream is left at its beginning.

    Raises: Invalid for an empty file and for a type that the kind does not allow.
    """
    stream.seek(0)
    head = stream.read(LOOKED_AT)
    stream.seek(0)
    if not head:
        raise _refused("file.empty")
    found = _of_head(head)
    if is_zip(found, head):
        found = _office(stream)
    _require_allowed(found, kind)
    return found


def early_type(head: bytes, kind: Kind) -> str | None:
    """The type that the first 64 KiB (or all, if it is less) tell; None for an office file, which only the whole tells.

    Raises: Invalid for a type that the kind does not allow.
    """
    found = _of_head(head)
    if is_zip(found, head):
        return None
    _require_allowed(found, kind)
    return found


def is_zip(found: str, head: bytes) -> bool:
    """Whether the parts inside say what it is."""
    return found in ZIPS and head.startswith(ZIP_MARK)


def require_size(media_type: str, size: int, limits: Limits) -> None:
    """Raises: Invalid for more bytes than the type may have."""
    family = TYPES[media_type].family
    if size > limits[family]:
        raise _refused("file.size", {"family": family.value, "max": mebibytes(limits[family])})


def most(kind: Kind, limits: Limits) -> int:
    """Bytes that a file of this kind can have at most, whatever its type."""
    return max(limits[TYPES[each].family] for each in ALLOWED[kind])


def mebibytes(size: int) -> str:
    """A limit as people say it."""
    return f"{size / MIB:.3g}" if size < 10 * MIB else str(size // MIB)


def allowed_words(kind: Kind) -> Words:
    """What the kind allows, in words: `照片可为 JPEG、PNG；视频可为 MP4`, `pictures: JPEG, PNG; video: MP4`."""
    named = {
        family: [type_.name for each, type_ in TYPES.items() if type_.family is family and each in ALLOWED[kind]]
        for family in Family
    }
    told = [(either("file.family", family), names) for family, names in named.items() if names]
    return {
        "zh": "；".join(f"{words['zh']}可为 {'、'.join(names)}" for words, names in told),
        "en": "; ".join(f"{words['en']}: {', '.join(names)}" for words, names in told),
    }


def _of_head(head: bytes) -> str:
    if head[4:8] == b"ftyp" and (branded := _of_brand(head)):
        return branded
    found = str(_magic.from_buffer(head))
    return ALIASES.get(found, found)


def _of_brand(head: bytes) -> str | None:
    end = min(int.from_bytes(head[:4]), len(head))
    others = {head[place : place + 4] for place in range(16, end - 3, 4)}
    if head[8:12] == b"mif1" and not others & HEVC_BRANDS:
        return "image/heif"
    return BRANDS.get(head[8:12])


def _require_allowed(found: str, kind: Kind) -> None:
    if found not in ALLOWED[kind]:
        raise _refused("file.type", {"found": _called(found), "allowed": allowed_words(kind)})


def _refused(rule: str, params: Mapping[str, Any] | None = None) -> Invalid:
    return Invalid("validation", problems=[FieldProblem("/file", rule, params or {})])


def _called(found: str) -> Words:
    """What people call a type."""
    return {"zh": f" {TYPES[found].name}", "en": TYPES[found].name} if found in TYPES else called(found)


def _office(stream: IO[bytes]) -> str:
    """What a zip is: a workbook or a document without macros (ECMA-376, part 2), or just a zip; libmagic judges by
    the order of the parts. Raises: Invalid for one that is cut short and for macros."""
    try:
        with zipfile.ZipFile(stream) as parts:
            names = set(parts.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _refused("file.broken") from None
    finally:
        stream.seek(0)
    if len(names) > MOST_PARTS:
        return ZIP
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused("file.macros")
    if "[Content_Types].xml" in names:
        return next((type_ for part, type_ in MAIN_PARTS.items() if part in names), ZIP)
    return ZIP
