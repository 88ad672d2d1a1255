"""A look at the bytes of a cleaned file: what metadata of any kind begins with must not be there any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO, Final

from gateway.files.cleaning.report import Unclean

MARKS: Final = {
    b"Exif\0\0II": "Exif", b"Exif\0\0MM": "Exif", b"http://ns.adobe.com/xap": "XMP", b"<x:xmpmeta": "XMP",
    b"<?xpacket": "XMP", b"Photoshop 3.0\0": "IPTC", b"8BIM\x04\x04": "IPTC", b"com.apple.quicktime.": "QuickTime",
}  # fmt: skip
LONGEST: Final = max(map(len, MARKS))
PIECE: Final = 1024**2


def pieces(file: BinaryIO) -> Iterable[bytes]:
    """A file's bytes, a piece at a time."""
    return iter(lambda: file.read(PIECE), b"")


def search(content: Iterable[bytes], place: str = "") -> None:
    """Raises: Unclean when one of the marks is in the content; `place` is the part's name."""
    end = b""
    for piece in content:
        window = end + piece
        for mark, name in MARKS.items():
            if mark in window:
                raise Unclean("file.unclean", found=f"{name} {place}".strip())
        end = window[-LONGEST:]
