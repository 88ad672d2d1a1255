"""Colour profiles (ICC.1:2022): what says how colours are meant is kept, and nothing of the device they are made for.

A system writes into the profile of a display whose it is: maker, model and serial number (`mmod`, `dmnd`, `dmdd`), its
calibration (`vcgt`, `targ`) and its day, a name (`desc`), and programs hide words behind its end.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

from gateway.files.cleaning.report import FieldClass, Found

HEADER: Final = 128
MOST_TAGS: Final = 100
SIGNATURE: Final = b"acsp"
# How colours are meant: curves, primaries, tables, white, brightness, and the kinds of data that each is made of.
CURVE, XYZ, TABLE = (b"curv", b"para"), (b"XYZ ",), (b"mft1", b"mft2", b"mAB ", b"mBA ", b"mpet")
KEPT: Final[Mapping[bytes, tuple[bytes, ...]]] = {
    **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC", b"kTRC"), CURVE),
    **dict.fromkeys((b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt", b"bkpt", b"lumi"), XYZ),
    **dict.fromkeys((b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt"), TABLE),
    **dict.fromkeys((b"D2B0", b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1", b"B2D2", b"B2D3"), TABLE),
    b"chad": (b"sf32",), b"chrm": (b"chrm",), b"cicp": (b"cicp",),
}  # fmt: skip
# A profile without a name and without rights is none for some programs. The words of version 2 and those of version 4.
WORDS_2: Final = (b"desc" + bytes(4) + struct.pack(">I", 7) + b"colour\0" + bytes(78), b"text" + bytes(4) + b"none\0")
WORD_4: Final = b"mluc" + bytes(4) + struct.pack(">II4sII", 1, 12, b"enUS", 12, 28) + "colour".encode("utf-16-be")
PARAMETERS: Final = (1, 3, 4, 5, 7)
LENGTHS: Final = {b"XYZ ": 20, b"sf32": 44, b"cicp": 12}
DEVICES: Final = frozenset({b"mmod", b"dmnd", b"dmdd", b"vcgt", b"vcgp", b"ndin", b"targ"})


def plain(profile: bytes, found: Found) -> bytes:
    """The profile without what is no colour; empty for bytes that are no profile: then the colours are sRGB's."""
    tags = _tags(profile)
    kept = {name: cut for name, data in tags.items() if (cut := _colour(name, data))}
    made = _written(profile, kept) if kept else b""
    if made != profile:
        tells = DEVICES & set(tags) or profile[48:56].strip(b"\0")
        found[FieldClass.DEVICE if tells else FieldClass.OTHER] += 1
    return made


def colours(content: bytes, found: Found) -> bytes:
    """What a `colr` box of HEIF and of films holds (ISO/IEC 14496-12, 12.1.5): a profile, or numbers for colours."""
    kind = content[:4]
    if kind in (b"prof", b"rICC"):
        profile = plain(content[4:], found)
        return kind + profile if profile else b""
    return content[: {b"nclx": 11, b"nclc": 10}.get(kind, 0)]


def _tags(profile: bytes) -> dict[bytes, bytes]:
    """Each tag's data by its name; nothing for a profile that is not whole."""
    if len(profile) < HEADER + 4 or profile[36:40] != SIGNATURE:
        return {}
    end, count = struct.unpack_from(">I", profile)[0], struct.unpack_from(">I", profile, HEADER)[0]
    if not HEADER + 4 + 12 * count <= end <= len(profile) or count > MOST_TAGS:
        return {}
    places = [struct.unpack_from(">4sII", profile, HEADER + 4 + 12 * number) for number in range(count)]
    if any(at + size > end for _, at, size in places):
        return {}
    return {name: profile[at : at + size] for name, at, size in places}


def _colour(name: bytes, data: bytes) -> bytes:
    """A tag's data, no longer than it says itself; empty for one that is no colour."""
    kind = data[:4]
    if len(data) < 12 or kind not in KEPT.get(name, ()):
        return b""
    length = _length(kind, data)
    # The four bytes behind the kind are reserved.
    return kind + bytes(4) + data[8:length] if length <= len(data) else b""


def _length(kind: bytes, data: bytes) -> int:
    """How long a tag's data is by what it says; more than there is for what makes no sense."""
    never = len(data) + 1
    match kind:
        case b"curv":
            return 12 + 2 * int.from_bytes(data[8:12], "big")
        case b"para":
            form = int.from_bytes(data[8:10], "big")
            return 12 + 4 * PARAMETERS[form] if form < len(PARAMETERS) else never
        case b"mft1" | b"mft2" if len(data) >= 52:
            into, out, grid = data[8:11]
            wide = kind == b"mft2"
            first, last = struct.unpack_from(">HH", data, 48) if wide else (256, 256)
            size: int = first * into + grid**into * out + last * out
            return 52 + 2 * size if wide else 48 + size
        case b"mft1" | b"mft2":
            return never
    length: int = LENGTHS.get(kind, len(data))
    return length


def _written(profile: bytes, kept: Mapping[bytes, bytes]) -> bytes:
    """Header (version, class, colours, intent, white), the table of tags, and each data once."""
    name, rights = WORDS_2 if profile[8] < 4 else (WORD_4, WORD_4)
    tags = {b"desc": name, b"cprt": rights, **kept}
    at, bodies = HEADER + 4 + 12 * len(tags), b""
    places: dict[bytes, int] = {}
    for data in tags.values():
        if data not in places:
            places[data] = at + len(bodies)
            bodies += data + bytes(-len(data) % 4)
    table = b"".join(struct.pack(">4sII", name, places[data], len(data)) for name, data in tags.items())
    day = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    head = (
        struct.pack(">I", at + len(bodies)) + bytes(4) + profile[8:24] + day + SIGNATURE + bytes(4)
        + bytes(2) + profile[46:48] + bytes(8) + bytes(4) + profile[60:80] + bytes(48)
    )  # fmt: skip
    return head + struct.pack(">I", len(tags)) + table + bodies
