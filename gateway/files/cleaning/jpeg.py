"""JPEG (ITU-T T.81, JFIF): segments are kept or dropped as they are; the coded picture is never touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gateway.files.cleaning import icc
from gateway.files.cleaning.report import FieldClass, Found, broken
from gateway.files.cleaning.words import orientation, tell, tell_exif

EXIF: Final = b"Exif\0\0"
ICC: Final = b"ICC_PROFILE\0"
PIECE: Final = 0xFFFF - 16
SOS, EOI, COM, APP0, APP2, APP14 = 0xDA, 0xD9, 0xFE, 0xE0, 0xE2, 0xEE
ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
# Tables, frames and scans: what the picture is coded with.
CODING: Final = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xE0)})
# Behind coded bytes, where 0xFF stands before 0 (a byte) or a restart.
NEXT: Final = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")
Segment = tuple[int, bytes]


def strip(data: bytes, found: Found) -> bytes:
    """The picture without application segments (but JFIF, colour profile and Adobe's colour transform), comments and
    whatever follows its end, such as the film of a live photo. Raises: Unclean."""
    kept = [b"\xff\xd8"]
    profile = _profile(data, found)
    for code, content in segments(data):
        if _of_profile(code, content[4:]):
            kept.append(profile)  # where its first piece stood, the others with it
            profile = b""
        elif code in CODING or code in ALONE:
            kept.append(content)
        elif code == EOI:
            kept.append(b"\xff\xd9")
            if len(content) > 2 and content[2:].strip(b"\0\xff\r\n "):
                tell(found, content[2:])
        elif plain := _plain(code, content[4:]):
            kept.append(_segment(code, plain))
            found[FieldClass.OTHER] += int(plain != content[4:])
        else:
            _tell(found, code, content[4:])
    return b"".join(kept)


def turned(data: bytes) -> int:
    """The orientation (1 to 8) that the picture's Exif asks for. Raises: Unclean."""
    blocks = [content[10:] for code, content in segments(data) if code == 0xE1 and content[4:10] == EXIF]
    return orientation(blocks[0]) if blocks else 1


def segments(data: bytes) -> Iterator[Segment]:
    """Each segment's code and bytes, markers included; a scan with its coded bytes, the end with all that follows it.

    Raises: Unclean for bytes that are not a whole JPEG.
    """
    if data[:2] != b"\xff\xd8":
        raise broken()
    at = 2
    while True:
        at = data.find(b"\xff", at)
        while data[at + 1 : at + 2] == b"\xff":
            at += 1
        if at < 0 or at + 2 > len(data):
            raise broken()
        code = data[at + 1]
        end = _end(data, code, at)
        yield code, data[at:end]
        if code == EOI:
            return
        at = end


def _end(data: bytes, code: int, at: int) -> int:
    if code == EOI:
        return len(data)
    if code in ALONE:
        return at + 2
    end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    if end < at + 4 or end > len(data):
        raise broken()
    if code != SOS:
        return end
    following = NEXT.search(data, end)
    if following is None:
        raise broken()
    return following.start()


def _profile(data: bytes, found: Found) -> bytes:
    """The segments of the colour profile, which lies in pieces with their number (ICC.1:2022, B.4)."""
    pieces = [content[16:] for code, content in segments(data) if _of_profile(code, content[4:])]
    if not pieces:
        return b""
    whole = icc.plain(b"".join(piece[2:] for piece in sorted(pieces, key=lambda piece: piece[:1])), found)
    cut = [whole[at : at + PIECE] for at in range(0, len(whole), PIECE)]
    return b"".join(_segment(APP2, ICC + bytes((place, len(cut))) + piece) for place, piece in enumerate(cut, 1))


def _of_profile(code: int, content: bytes) -> bool:
    return code == APP2 and content.startswith(ICC)


def _segment(code: int, content: bytes) -> bytes:
    return b"\xff" + bytes((code,)) + (len(content) + 2).to_bytes(2, "big") + content


def _plain(code: int, content: bytes) -> bytes:
    """What is kept of an application segment; empty: nothing."""
    if code == APP0 and content.startswith(b"JFIF\0") and len(content) >= 14:
        return content[:12] + b"\0\0"  # without the thumbnail, which may show what was cut away
    if code == APP14 and content.startswith(b"Adobe") and len(content) >= 12:
        return content[:12]
    return b""


def _tell(found: Found, code: int, content: bytes) -> None:
    if content.startswith(EXIF):
        tell_exif(found, content[6:])
    elif code == COM:
        found[FieldClass.COMMENT] += 1
    else:
        tell(found, content)
