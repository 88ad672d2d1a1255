"""The media type of what lies inside a document, by its first bytes: names and declared types prove nothing."""

from __future__ import annotations

from typing import Final

from gateway.files.kinds import GIF, HEIC, JPEG, M4A, MOV, MP3, MP4, PNG, WAV, WEBP

MARKS: Final = (
    (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"GIF87a", GIF), (b"GIF89a", GIF), (b"ID3", MP3),
)  # fmt: skip
RIFF: Final = {b"WEBP": WEBP, b"WAVE": WAV}
HEIF_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif"})


def sniffed(content: bytes) -> str:
    """The media type; empty for an unknown one."""
    if content[:4] in (b"RIFF", b"RF64"):
        return RIFF.get(content[8:12], "")
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return HEIC if brand in HEIF_BRANDS else MOV if brand == b"qt  " else M4A if brand == b"M4A " else MP4
    if content[4:8] in (b"moov", b"mdat", b"wide"):
        return MOV
    if content[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xfa", b"\xff\xf2"):
        return MP3
    return next((media_type for mark, media_type in MARKS if content.startswith(mark)), "")
