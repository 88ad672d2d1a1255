"""HEIC and AVIF (ISO/IEC 23008-12): the file is put together anew of the picture's coded parts, which stay as they are.

What holds place, device and author are items of their own (Exif, XMP) or descriptions; a picture is reached from the
primary item by what it is made of (`dimg`) and by its transparency.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Final

from gateway.files.cleaning import icc
from gateway.files.cleaning.boxes import box, boxes, full
from gateway.files.cleaning.heif_items import Items, read
from gateway.files.cleaning.report import FieldClass, Found, Unclean, broken
from gateway.files.cleaning.words import tell, tell_exif

CODED: Final = frozenset({b"hvc1", b"hev1", b"av01", b"grid", b"iovl", b"iden"})
# Size, colours, coding, and how it is turned, mirrored and cut.
SHOWING: Final = frozenset({
    b"ispe", b"pixi", b"colr", b"hvcC", b"av1C", b"irot", b"imir", b"clap", b"pasp", b"auxC", b"clli", b"mdcv",
    b"cclv", b"lsel", b"a1op", b"a1lx",
})  # fmt: skip
TRANSPARENCY: Final = (b"urn:mpeg:hevc:2015:auxid:1", b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha")
MOST_ITEMS: Final = 0xFFFF


def strip(data: bytes, found: Found) -> bytes:
    """The picture without Exif, XMP, thumbnails, other pictures and descriptions. Raises: Unclean."""
    items = read(data)
    kept = _kept(items)
    if any(items.kinds.get(item) not in CODED for item in kept):
        raise Unclean("file.structure")
    if max(kept) > MOST_ITEMS:
        raise broken()
    _tell(items, kept, found)
    top = list(boxes(data))
    items.properties = [_coloured(whole, found) for whole in items.properties]
    found[FieldClass.OTHER] += sum(one.kind not in (b"ftyp", b"meta", b"mdat", b"free") for one in top)
    head = next((data[one.start : one.end] for one in top if one.kind == b"ftyp"), b"")
    return _written(head, items, kept)


def turned(_data: bytes) -> int:
    """A HEIC is turned by a property of its own, which stays: always 1."""
    return 1


def _kept(items: Items) -> list[int]:
    made_of = {source: targets for kind, source, targets in items.relations if kind == b"dimg"}
    kept: set[int] = set()
    waiting = [items.primary]
    while waiting:
        item = waiting.pop()
        if item in kept:
            continue
        kept.add(item)
        waiting += made_of.get(item, ())
        waiting += (
            source
            for kind, source, targets in items.relations
            if kind == b"auxl" and item in targets and items.property_of(source, b"auxC")[4:].startswith(TRANSPARENCY)
        )
    return sorted(kept)


def _tell(items: Items, kept: Iterable[int], found: Found) -> None:
    for item in set(items.kinds) - set(kept):
        content = items.contents.get(item, b"")
        if items.kinds[item] == b"Exif":
            tell_exif(found, content[4 + int.from_bytes(content[:4], "big") :])
        else:
            tell(found, content if items.kinds[item] in (b"mime", b"uri ") else b"")
    for whole in items.properties:
        if whole[4:8] not in SHOWING | {b"free"}:
            tell(found, whole[8:])


def _coloured(whole: bytes, found: Found) -> bytes:
    """A property; one of colours without what its profile tells besides, a hole where it is no profile."""
    if whole[4:8] != b"colr":
        return whole
    plain = icc.colours(whole[8:], found)
    return box(b"colr", plain) if plain else box(b"free")


def _written(head: bytes, items: Items, kept: list[int]) -> bytes:
    contents = [items.contents[item] if item in items.contents else _missing() for item in kept]
    place = len(head) + len(_meta(items, kept, [(0, 0)] * len(kept))) + 8
    extents = []
    for content in contents:
        extents.append((place, len(content)))
        place += len(content)
    return head + _meta(items, kept, extents) + box(b"mdat", *contents)


def _missing() -> bytes:
    raise broken()


def _meta(items: Items, kept: list[int], extents: list[tuple[int, int]]) -> bytes:
    entries = [
        full(b"infe", 2, int(item in items.hidden), struct.pack(">HH4s", item, 0, items.kinds[item]), b"\0")
        for item in kept
    ]
    places = [struct.pack(">HHHII", item, 0, 1, *extent) for item, extent in zip(kept, extents, strict=True)]
    return full(
        b"meta", 0, 0,
        full(b"hdlr", 0, 0, struct.pack(">I4s12xB", 0, b"pict", 0)),
        full(b"pitm", 0, 0, struct.pack(">H", items.primary)),
        full(b"iloc", 0, 0, b"\x44\0", struct.pack(">H", len(kept)), *places),
        full(b"iinf", 0, 0, struct.pack(">H", len(kept)), *entries),
        _relations(items, kept),
        box(b"iprp", _properties(items), _uses(items, kept)),
    )  # fmt: skip


def _relations(items: Items, kept: list[int]) -> bytes:
    told = [
        box(kind, struct.pack(f">HH{len(targets)}H", source, len(targets), *targets))
        for kind, source, targets in items.relations
        if kind in (b"dimg", b"auxl") and {source, *targets} <= set(kept)
    ]
    return full(b"iref", 0, 0, *told) if told else b""


def _properties(items: Items) -> bytes:
    """Descriptions leave an empty place, so that the others keep their numbers."""
    return box(b"ipco", *(whole if whole[4:8] in SHOWING else box(b"free") for whole in items.properties))


def _uses(items: Items, kept: list[int]) -> bytes:
    lines = []
    for item in kept:
        shown = [
            (number, weight)
            for number, weight in items.uses.get(item, ())
            if number and items.properties[number - 1][4:8] in SHOWING
        ]
        numbers = (number | weight << 15 for number, weight in shown)
        lines.append(struct.pack(f">HB{len(shown)}H", item, len(shown), *numbers))
    return full(b"ipma", 0, 1, struct.pack(">I", len(lines)), *lines)
