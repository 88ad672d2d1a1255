"""Everything in an MP4, MOV or M4A that is not film, sound, subtitle or what playing them takes.

The same walk tells what a file that came has in it, and whether one that goes has nothing left.
"""

from __future__ import annotations

from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

from gateway.files.cleaning.boxes import Box, box, boxes, full
from gateway.files.cleaning.report import Found, Unclean
from gateway.files.cleaning.words import tell

HOLDERS: Final = frozenset({
    b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"mvex", b"moof", b"traf", b"udta",
})  # fmt: skip
# What playing takes (ISO/IEC 14496-12; QuickTime File Format).
PLAYING: Final = frozenset({
    b"ftyp", b"styp", b"mdat", b"free", b"skip", b"wide", b"sidx", b"mfra", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"elst",
    b"vmhd", b"smhd", b"nmhd", b"sthd", b"gmhd", b"dref", b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stps", b"stsz",
    b"stz2", b"stsc", b"stco", b"co64", b"sgpd", b"sbgp", b"sdtp", b"subs", b"mehd", b"trex", b"tref", b"tapt", b"load",
    b"mfhd", b"tfhd", b"tfdt", b"trun", b"elng", b"iods",
})  # fmt: skip
DATED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})
SEEN_AND_HEARD: Final = frozenset({b"vide", b"soun", b"sbtl", b"subt", b"text", b"clcp"})
PLACES: Final = frozenset({b"gpmd", b"camm", b"mebx", b"gps ", b"rtmd"})
# What the muxer writes by itself.
NAMES: Final = frozenset({b"", b"VideoHandler", b"SoundHandler", b"SubtitleHandler", b"DataHandler"})
# The muxer's list of tags that has none in it.
EMPTY_LIST: Final = full(b"hdlr", 0, 0, bytes(4), b"mdirappl", bytes(9)), box(b"ilst")
LOOKED_AT: Final = 1024**2
DEEPEST: Final = 12


def tell_boxes(path: Path, found: Found) -> None:
    """Count what a file has beside film and sound. Raises: Unclean for boxes that do not fit into one another."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        for what in strange(data):
            tell(found, what)


def check_boxes(path: Path) -> None:
    """Raises: Unclean when there is anything."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        for what in strange(data):
            raise Unclean("file.unclean", found=what[:40].decode("latin-1"))


def strange(data: mmap, at: int = 0, end: int | None = None, depth: int = 0) -> Iterator[bytes]:
    """The beginning of everything that is not needed, with the words that say what it tells of."""
    if depth > DEEPEST:
        raise Unclean("file.structure")
    for one in boxes(data, at, end):
        if one.kind in HOLDERS:
            yield from strange(data, one.inner, one.end, depth + 1)
        elif one.kind == b"meta" and data[one.inner + 4 : one.end] == b"".join(EMPTY_LIST):
            continue
        elif one.kind not in PLAYING:
            yield one.kind + b" " + data[one.inner : min(one.end, one.inner + LOOKED_AT)]
        else:
            yield from _inside(data, one)


def _inside(data: mmap, one: Box) -> Iterator[bytes]:
    content = data[one.inner : min(one.end, one.inner + 4096)] if one.kind != b"mdat" else b""
    if one.kind in DATED:
        wide = content[:1] == b"\1"
        if content[4 : 20 if wide else 12].strip(b"\0"):
            yield b"creation date"
    elif one.kind == b"hdlr":
        yield from _handler(content)
    elif one.kind == b"stsd":
        yield from _described(content)
    elif one.kind in (b"free", b"skip", b"wide") and content.strip(b"\0"):
        yield b"room " + content


def _handler(content: bytes) -> Iterator[bytes]:
    kind, name = content[8:12], content[24:].rstrip(b"\0")
    of_a_track = content[4:8] == b"mhlr" or not content[4:8].strip(b"\0")
    if of_a_track and kind not in SEEN_AND_HEARD:
        yield b"track " + kind
    if name not in NAMES and name[1:] not in NAMES:  # QuickTime's are Pascal strings
        yield b"device " + name


def _described(content: bytes) -> Iterator[bytes]:
    """The first sample entry: of a track with places, or of a film with the name of what has coded it."""
    kind = content[12:16]
    if kind in PLACES:
        yield b"location " + kind
    name = content[59 : 59 + content[58]] if len(content) > 90 and content[58] < 32 else b""
    if name.isascii() and name.decode("ascii").isprintable() and len(name) > 2:
        yield b"encoder " + name
