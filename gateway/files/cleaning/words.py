"""What a piece of metadata tells of, by its tags and by the words in it."""

from __future__ import annotations

import re
import struct
from typing import Final

from gateway.files.cleaning.report import FieldClass, Found

P, D, A, H, C, O = FieldClass  # noqa: E741 (the six classes in their order)
# Names of fields in XMP, QuickTime, ID3, RIFF and PDF.
NAMES: Final = {
    P: rb"gps|locat|latitude|longitude|city|country|province|geo|\xa9xyz|loci|ISO6709",
    D: rb"make|model|serial|lens|camera|device|hardware|firmware|encod(er|ed)|\xa9(mak|mod|too)",
    A: rb"author|creator\b|artist|owner|rights|by-?line|publisher|company|manager|credit|performer|composer"
       rb"|lastModifiedBy|\xa9(ART|aut|wrt|cpy)",
    H: rb"history|modif|creat(e|ion)|date|software|producer|tool|documentid|instanceid|revision|\xa9day",
    C: rb"comment|descri|caption|keyword|title|subject|\xa9(cmt|nam|des)",
}  # fmt: skip
WORDS: Final = {class_: re.compile(names, re.IGNORECASE) for class_, names in NAMES.items()}
# Exif 2.32, tables 4 to 8 and Windows' XP fields.
TAGS: Final[dict[int, FieldClass]] = (
    dict.fromkeys((0x8825,), P)
    | dict.fromkeys((0x010F, 0x0110, 0x013C, 0x927C, 0xA431, 0xA432, 0xA433, 0xA434, 0xA435, 0xC614, 0xC62F), D)
    | dict.fromkeys((0x013B, 0x8298, 0x9C9D, 0xA430, 0xA437, 0xA438), A)
    | dict.fromkeys((0x0131, 0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0xA420), H)
    | dict.fromkeys((0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F), C)
)
EXIF_IFD: Final = 0x8769
ORIENTATION: Final = 0x0112


def tell(found: Found, content: bytes) -> None:
    """Count what a block of text or of named fields tells of."""
    classes = [class_ for class_, words in WORDS.items() if words.search(content)]
    found.update(classes or [O])


def tell_exif(found: Found, block: bytes) -> None:
    """Count what a TIFF block (Exif without its `Exif\\0\\0`) tells of, tag by tag."""
    found.update(TAGS.get(tag, O) for tag in tags(block))
    if not tags(block):
        found[O] += 1


def tags(block: bytes) -> dict[int, int]:
    """The tags of IFD0 and of the Exif IFD with what stands in their value field, as a short for one of type SHORT."""
    order = {b"II": "<", b"MM": ">"}.get(bytes(block[:2]))
    if order is None or len(block) < 8:
        return {}
    seen = _entries(block, order, struct.unpack_from(order + "I", block, 4)[0])
    if EXIF_IFD in seen:
        seen |= _entries(block, order, seen[EXIF_IFD])
    return seen


def orientation(block: bytes) -> int:
    """How the camera was held: 1 (upright) to 8; 1 for what is not said or makes no sense."""
    turned = tags(block).get(ORIENTATION, 1)
    return turned if 1 <= turned <= 8 else 1


def _entries(block: bytes, order: str, at: int) -> dict[int, int]:
    if at + 2 > len(block):
        return {}
    count = struct.unpack_from(order + "H", block, at)[0]
    seen = {}
    for place in range(at + 2, min(at + 2 + 12 * count, len(block) - 11), 12):
        tag, type_ = struct.unpack_from(order + "HH", block, place)
        seen[tag] = struct.unpack_from(order + ("H" if type_ == 3 else "I"), block, place + 8)[0]
    return seen
