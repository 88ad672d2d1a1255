"""WAV (RIFF, and RF64 for more than 4 GiB, EBU Tech 3306): sound and its format are copied, no other chunk is."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from gateway.files.cleaning.report import FieldClass, Found, broken
from gateway.files.cleaning.words import tell

KEPT: Final = (b"fmt ", b"fact", b"data")
LONG: Final = frozenset({b"RF64", b"BW64"})
UNKNOWN: Final = 0xFFFFFFFF
PIECE: Final = 1024**2
LOOKED_AT: Final = 4 * 1024**2
# Four letters of LIST/INFO (RIFF) by what they tell of; bext and iXML say who recorded where and with what.
NAMES: Final = {
    b"IART": b"artist", b"ISFT": b"software", b"ICRD": b"date", b"ICMT": b"comment", b"ICOP": b"rights",
    b"IARL": b"location", b"IENG": b"author", b"ITCH": b"author", b"INAM": b"title", b"bext": b"author date encoder",
}  # fmt: skip


@dataclass(frozen=True)
class Chunk:
    """A chunk's name, where its content begins, and its length."""

    name: bytes
    at: int
    size: int


def clean(path_in: Path, _media_type: str, path_out: Path, found: Found) -> int:
    """Copy the sound. The number of signatures taken out: none. Raises: Unclean for a file without, or cut short."""
    with path_in.open("rb") as file, path_out.open("wb") as out:
        chunks = list(walk(file, path_in.stat().st_size))
        kept = {chunk.name: chunk for chunk in reversed(chunks) if chunk.name in KEPT}
        if b"fmt " not in kept or b"data" not in kept:
            raise broken()
        for chunk in chunks:
            if kept.get(chunk.name) != chunk and chunk.name != b"ds64":
                _tell(found, file, chunk)
        _write(file, out, [kept[name] for name in KEPT if name in kept])
    return 0


def walk(file: BinaryIO, length: int) -> Iterator[Chunk]:
    """The chunks in their order; what is behind the last is a chunk without a name. Raises: Unclean."""
    heading = file.read(12)
    if heading[:4] not in (b"RIFF", *LONG) or heading[8:12] != b"WAVE":
        raise broken()
    at, sound = 12, 0
    while at + 8 <= length:
        file.seek(at)
        name, size = struct.unpack("<4sI", file.read(8))
        if name == b"ds64":
            sound = struct.unpack("<QQ", file.read(16))[1]
        elif name == b"data" and size == UNKNOWN and heading[:4] in LONG:
            size = sound
        if at + 8 + size > length:
            raise broken()
        yield Chunk(name, at + 8, size)
        at += 8 + size + size % 2
    if at < length:
        yield Chunk(b"", at, length - at)


def _write(file: BinaryIO, out: BinaryIO, chunks: list[Chunk]) -> None:
    total = 4 + sum(8 + chunk.size + chunk.size % 2 for chunk in chunks)
    long = total + 36 > UNKNOWN
    out.write(struct.pack("<4sI4s", b"RF64" if long else b"RIFF", UNKNOWN if long else total, b"WAVE"))
    if long:
        sound = next(chunk.size for chunk in chunks if chunk.name == b"data")
        out.write(struct.pack("<4sIQQQI", b"ds64", 28, total + 36, sound, 0, 0))
    for chunk in chunks:
        out.write(struct.pack("<4sI", chunk.name, UNKNOWN if long and chunk.name == b"data" else chunk.size))
        file.seek(chunk.at)
        _copy(file, out, chunk.size)
        out.write(b"\0" * (chunk.size % 2))


def _copy(file: BinaryIO, out: BinaryIO, left: int) -> None:
    while left:
        left -= out.write(file.read(min(PIECE, left)))


def _tell(found: Found, file: BinaryIO, chunk: Chunk) -> None:
    file.seek(chunk.at)
    content = chunk.name + file.read(min(chunk.size, LOOKED_AT))
    if chunk.name in (b"JUNK", b"PAD ", b"FLLR", b"") and not content[len(chunk.name) :].strip(b"\0"):
        return  # room that was kept free
    words = [word for name, word in NAMES.items() if name in content]
    if words or chunk.name in (b"LIST", b"iXML", b"id3 ", b"_PMX", b"axml"):
        tell(found, b" ".join([*words, content]))
    else:
        found[FieldClass.OTHER] += 1
