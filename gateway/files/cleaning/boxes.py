"""The boxes of ISO base media files (ISO/IEC 14496-12), which MP4, QuickTime and HEIF are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

from gateway.files.cleaning.report import broken

Bytes = bytes | mmap


@dataclass(frozen=True)
class Box:
    """A box's kind and its place in the file: where it begins, where its content begins, and where it ends."""

    kind: bytes
    start: int
    inner: int
    end: int


def boxes(data: Bytes, at: int = 0, end: int | None = None) -> Iterator[Box]:
    """The boxes that lie side by side from `at` on. Raises: Unclean for one that is longer than what holds it."""
    last = len(data) if end is None else end
    while at + 8 <= last:
        size, inner = int.from_bytes(data[at : at + 4], "big"), at + 8
        if size == 1:
            size, inner = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        elif size == 0:
            size = last - at
        if size < inner - at or at + size > last:
            raise broken()
        yield Box(bytes(data[at + 4 : at + 8]), at, inner, at + size)
        at += size


def box(kind: bytes, *contents: bytes) -> bytes:
    """A box of these contents."""
    content = b"".join(contents)
    return (len(content) + 8).to_bytes(4, "big") + kind + content


def full(kind: bytes, version: int, flags: int, *contents: bytes) -> bytes:
    """A box with version and flags."""
    return box(kind, bytes((version,)), flags.to_bytes(3, "big"), *contents)
