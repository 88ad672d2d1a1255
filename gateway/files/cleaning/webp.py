"""WebP (RFC 9649): chunks of the RIFF container are kept or dropped; the coded pictures are never touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gateway.files.cleaning import icc
from gateway.files.cleaning.report import FieldClass, Found, broken
from gateway.files.cleaning.words import orientation, tell, tell_exif

KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM"})
EXIF_FLAG, XMP_FLAG, PROFILE_FLAG = 0x08, 0x04, 0x20
FRAME_HEADER: Final = 16


def strip(data: bytes, found: Found) -> bytes:
    """The picture without Exif, XMP, unknown chunks and what follows its end. Raises: Unclean."""
    kept = b"".join(_kept(data, found))
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + kept


def turned(data: bytes) -> int:
    """The orientation (1 to 8) that the picture's Exif asks for; a moving one is shown as it is."""
    found = dict(_top(data))
    return 1 if b"EXIF" not in found or b"ANIM" in found else orientation(_tiff(found[b"EXIF"]))


def is_lossless(data: bytes) -> bool:
    """Whether the pixels are coded without loss."""
    return any(name == b"VP8L" for name, _ in _top(data))


def _kept(data: bytes, found: Found) -> Iterator[bytes]:
    top = list(_top(data))
    profile = icc.plain(next((content for name, content in top if name == b"ICCP"), b""), found)
    gone = EXIF_FLAG | XMP_FLAG | (0 if profile else PROFILE_FLAG)
    for name, content in top:
        if name in KEPT:
            yield _chunk(name, content)
        elif name == b"VP8X" and len(content) >= 10:
            yield _chunk(name, bytes((content[0] & ~gone,)) + content[1:10])
        elif name == b"ICCP":
            if profile:
                yield _chunk(name, profile)
                profile = b""
        elif name == b"ANMF":
            yield _chunk(name, content[:FRAME_HEADER] + _frame(content[FRAME_HEADER:], found))
        elif name == b"EXIF":
            tell_exif(found, _tiff(content))
        else:
            tell(found, content)


def _frame(content: bytes, found: Found) -> bytes:
    parts = list(_chunks(content))
    found[FieldClass.OTHER] += sum(name not in KEPT for name, _ in parts)
    return b"".join(_chunk(name, part) for name, part in parts if name in KEPT)


def _top(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = 8 + int.from_bytes(data[4:8], "little")
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or end > len(data):
        raise broken()
    yield from _chunks(data[12:end])
    if data[end:].strip(b"\0"):
        yield b"", data[end:]


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + length > len(content):
            raise broken()
        yield content[at : at + 4], content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)


def _tiff(content: bytes) -> bytes:
    """Some cameras write Exif's JPEG heading here, too."""
    return content.removeprefix(b"Exif\0\0")
