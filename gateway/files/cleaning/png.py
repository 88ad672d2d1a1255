"""PNG and its moving kind (W3C PNG, third edition): chunks are kept or dropped as they are."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

from gateway.files.cleaning import icc
from gateway.files.cleaning.report import FieldClass, Found, broken
from gateway.files.cleaning.words import orientation, tell, tell_exif

MARK: Final = b"\x89PNG\r\n\x1a\n"
# Pixels, palette, movement, and how the colours are meant.
KEPT: Final = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI",
    b"bKGD", b"hIST", b"pHYs", b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip
PROFILE_NAME: Final = b"ICC Profile"
MOST_OF_A_PROFILE: Final = 16 * 1024**2
TOLD: Final = {b"tIME": FieldClass.HISTORY, b"dSIG": FieldClass.AUTHOR}


def strip(data: bytes, found: Found) -> bytes:
    """The picture without texts, times, Exif, chunks of unknown kinds and what follows its end. Raises: Unclean."""
    kept = [MARK]
    for name, chunk in chunks(data):
        if name in KEPT:
            kept.append(chunk)
        elif name == b"iCCP":
            kept.append(_profile(chunk[8:-4], found))
        elif name == b"eXIf":
            tell_exif(found, chunk[8:-4])
        elif name in TOLD:
            found[TOLD[name]] += 1
        else:
            tell(found, chunk[8:-4])
    return b"".join(kept)


def _profile(content: bytes, found: Found) -> bytes:
    """The chunk of the colour profile under a name that tells nothing. Raises: Unclean."""
    name, _, packed = content.partition(b"\0")
    try:
        given = zlib.decompressobj().decompress(packed[1:], MOST_OF_A_PROFILE)
    except zlib.error:
        raise broken() from None
    plain = icc.plain(given, found)
    if not plain:
        return b""
    found[FieldClass.OTHER] += int(name != PROFILE_NAME)
    # Packed anew: something may lie behind the end of what was packed.
    body = b"iCCP" + PROFILE_NAME + b"\0\0" + zlib.compress(plain, 9)
    return (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def turned(data: bytes) -> int:
    """The orientation (1 to 8) that the picture's Exif asks for; a moving one is shown as it is."""
    found = dict(chunks(data))
    return 1 if b"acTL" in found or b"eXIf" not in found else orientation(found[b"eXIf"][8:-4])


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk's name and bytes, length and checksum included; what follows the end has no name. Raises: Unclean."""
    if not data.startswith(MARK):
        raise broken()
    at, name = len(MARK), b""
    while name != b"IEND":
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if end > len(data):
            raise broken()
        yield name, data[at:end]
        at = end
    if at < len(data):
        yield b"", data[at:]
