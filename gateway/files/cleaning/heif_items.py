"""What is in a HEIF file's `meta` box (ISO/IEC 23008-12, 14496-12 8.11): items, their bytes, relations, properties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from gateway.files.cleaning.boxes import Box, boxes
from gateway.files.cleaning.report import broken

Relation = tuple[bytes, int, tuple[int, ...]]


class Reader:
    """Numbers of a box one after the other. Raises: Unclean when it is too short."""

    def __init__(self, data: bytes, at: int, end: int) -> None:
        self._data, self.at, self._end = data, at, end

    def number(self, size: int) -> int:
        """The next `size` bytes, big-endian; 0 for none."""
        return int.from_bytes(self.take(size), "big")

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        if self.at + size > self._end:
            raise broken()
        self.at += size
        return self._data[self.at - size : self.at]


@dataclass
class Items:
    """The items by their numbers. `properties` are whole boxes; `uses` names them from 1 on, with their weight bit."""

    primary: int = 0
    kinds: dict[int, bytes] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    properties: list[bytes] = field(default_factory=list)
    uses: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()

    def property_of(self, item: int, kind: bytes) -> bytes:
        """The content of an item's first property of a kind; empty when it has none."""
        found = (self.properties[number - 1] for number, _ in self.uses.get(item, ()) if number)
        return next((whole[8:] for whole in found if whole[4:8] == kind), b"")


def read(data: bytes) -> Items:
    """The items of a file. Raises: Unclean for what is not there or makes no sense."""
    meta = next((found for found in boxes(data) if found.kind == b"meta"), None)
    if meta is None:
        raise broken()
    parts = {found.kind: found for found in boxes(data, meta.inner + 4, meta.end)}
    if not {b"pitm", b"iinf", b"iloc", b"iprp"} <= set(parts):
        raise broken()
    items = Items()
    items.primary = _reader(data, parts[b"pitm"]).number(2 if data[parts[b"pitm"].inner] == 0 else 4)
    _kinds(data, parts[b"iinf"], items)
    _contents(data, parts[b"iloc"], parts.get(b"idat"), items)
    if b"iref" in parts:
        items.relations = list(_relations(data, parts[b"iref"]))
    _properties(data, parts[b"iprp"], items)
    return items


def _reader(data: bytes, of: Box) -> Reader:
    """Behind the version and the flags."""
    return Reader(data, of.inner + 4, of.end)


def _kinds(data: bytes, iinf: Box, items: Items) -> None:
    first = iinf.inner + (6 if data[iinf.inner] == 0 else 8)
    hidden = set()
    for entry in boxes(data, first, iinf.end):
        version, reader = data[entry.inner], _reader(data, entry)
        if version < 2:
            raise broken()
        number = reader.number(2 if version == 2 else 4)
        reader.number(2)
        items.kinds[number] = reader.take(4)
        if data[entry.inner + 3] & 1:
            hidden.add(number)
    items.hidden = frozenset(hidden)


def _contents(data: bytes, iloc: Box, idat: Box | None, items: Items) -> None:
    version, reader = data[iloc.inner], _reader(data, iloc)
    sizes = [half for byte in reader.take(2) for half in (byte >> 4, byte & 15)]
    for _ in range(reader.number(2 if version < 2 else 4)):
        number = reader.number(2 if version < 2 else 4)
        method = reader.number(2) & 15 if version else 0
        if method > 1 or reader.number(2) or (method == 1 and idat is None):
            raise broken()  # bytes made of other items, or in other files
        start, last = (idat.inner, idat.end) if method == 1 and idat else (0, len(data))
        base = start + reader.number(sizes[2])
        pieces = []
        for _ in range(reader.number(2)):
            if version:
                reader.number(sizes[3])
            at = base + reader.number(sizes[0])
            length = reader.number(sizes[1]) or last - at
            pieces.append(Reader(data, at, last).take(length))
        items.contents[number] = b"".join(pieces)


def _relations(data: bytes, iref: Box) -> Iterator[Relation]:
    size = 2 if data[iref.inner] == 0 else 4
    for entry in boxes(data, iref.inner + 4, iref.end):
        reader = Reader(data, entry.inner, entry.end)
        source = reader.number(size)
        yield entry.kind, source, tuple(reader.number(size) for _ in range(reader.number(2)))


def _properties(data: bytes, iprp: Box, items: Items) -> None:
    for part in boxes(data, iprp.inner, iprp.end):
        if part.kind == b"ipco":
            items.properties = [data[found.start : found.end] for found in boxes(data, part.inner, part.end)]
        elif part.kind == b"ipma":
            _uses(data, part, items)
    if any(number > len(items.properties) for uses in items.uses.values() for number, _ in uses):
        raise broken()


def _uses(data: bytes, ipma: Box, items: Items) -> None:
    version, wide, reader = data[ipma.inner], data[ipma.inner + 3] & 1, _reader(data, ipma)
    weight: Final = 15 if wide else 7
    for _ in range(reader.number(4)):
        item, count = reader.number(2 if version < 1 else 4), reader.number(1)
        found = [reader.number(2 if wide else 1) for _ in range(count)]
        items.uses.setdefault(item, []).extend((one & ~(1 << weight), bool(one >> weight)) for one in found)
