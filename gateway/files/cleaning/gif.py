"""GIF89a: pictures and their movement stay; comments, texts and the blocks of applications go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gateway.files.cleaning import icc
from gateway.files.cleaning.report import FieldClass, Found, broken
from gateway.files.cleaning.words import tell

EXTENSION, PICTURE, TRAILER = 0x21, 0x2C, 0x3B
CONTROL, COMMENT, PLAIN_TEXT, APPLICATION = 0xF9, 0xFE, 0x01, 0xFF
# How often it is played, and the colour profile.
KEPT_APPLICATIONS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
PROFILE: Final = b"ICCRGBG1012"
Block = tuple[int, int, bytes]


def strip(data: bytes, found: Found) -> bytes:
    """The picture with all its frames, without comments, XMP and what follows its end. Raises: Unclean."""
    start = _start(data)
    kept = [data[:start]]
    for kind, label, block in _blocks(data, start):
        if kind != EXTENSION or label == CONTROL or (label == APPLICATION and block[3:14] in KEPT_APPLICATIONS):
            kept.append(block)
        elif label == APPLICATION and block[3:14] == PROFILE:
            kept.append(_profile(block, found))
        elif label == COMMENT:
            found[FieldClass.COMMENT] += 1
        else:
            tell(found, block)
    return b"".join(kept)


def _profile(block: bytes, found: Found) -> bytes:
    """The block of the colour profile, in pieces of at most 255 bytes."""
    at, given = 14, b""
    while length := block[at]:
        given += block[at + 1 : at + 1 + length]
        at += 1 + length
    plain = icc.plain(given, found)
    pieces = [plain[start : start + 255] for start in range(0, len(plain), 255)]
    return block[:14] + b"".join(bytes((len(piece),)) + piece for piece in pieces) + b"\0" if plain else b""


def turned(_data: bytes) -> int:
    """A GIF has no orientation: always 1."""
    return 1


def _start(data: bytes) -> int:
    """Where the blocks begin: behind the screen's description and the colours for all frames."""
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 14:
        raise broken()
    return 13 + _colours(data[10])


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> Iterator[Block]:
    """Each block's kind, label (0 for a picture) and bytes; what follows the end is an extension of no label."""
    while at < len(data):
        kind = data[at]
        if kind == TRAILER:
            yield TRAILER, 0, data[at : at + 1]
            if data[at + 1 :].strip(b"\0"):
                yield EXTENSION, 0, data[at + 1 :]
            return
        if kind not in (EXTENSION, PICTURE) or at + 10 > len(data):
            raise broken()
        label = data[at + 1] if kind == EXTENSION else 0
        inner = at + 2 if kind == EXTENSION else at + 11 + _colours(data[at + 9])
        end = _after(data, inner)
        yield kind, label, data[at:end]
        at = end
    raise broken()


def _after(data: bytes, at: int) -> int:
    """Behind the sub-blocks that begin at `at`."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    if at >= len(data):
        raise broken()
    return at + 1
