"""The one form in which texts of people are kept, whichever door they come in by: HTTP, a sheet, a command line.

Two texts that look the same are the same: NFC, and nothing in them that is not seen. What is taken out of a name or a
title (`canonical`):

- controls, direction marks, embeddings and isolates, byte order marks, surrogates, noncharacters, and all that Unicode
  calls Default_Ignorable: zero-width spaces, joiners and non-joiners, soft hyphens, fillers, variation selectors. No
  register of names in China knows variants of a character (GB 18030 has none), and two names that differ by a selector
  alone look the same in most typefaces: ideographic variation sequences go as well.
- what spreadsheet programs write in place of controls (`_x000D_`, ST_Xstring of ECMA-376) and of the underline that
  begins such a text (`_x005F_`).

What stays: between Mongolian letters the selectors, the vowel separator and the narrow space that shape a word there.
Blanks of any width and line breaks become single spaces. A body (`canonical_body`) keeps its lines and what writes
emoji and words (joiners, selectors); it loses controls, direction marks and what XML cannot hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

Range = tuple[int, int]
# Default_Ignorable_Code_Point of Unicode 15; what is shown of none of them is a form of the letter before.
IGNORABLE: Final[tuple[Range, ...]] = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
IGNORED: Final = frozenset(point for first, last in IGNORABLE for point in range(first, last + 1))
CONTROLS: Final[tuple[Range, ...]] = ((0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F))
DIRECTIONS: Final[tuple[Range, ...]] = (
    (0x61C, 0x61C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x206F),
)  # fmt: skip
# Surrogates and noncharacters (XML holds neither), byte order marks, marks of annotations and of objects.
NO_TEXT: Final[tuple[Range, ...]] = (
    (0xD800, 0xDFFF), (0xFDD0, 0xFDEF), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFC),
    *((plane + 0xFFFE, plane + 0xFFFF) for plane in range(0, 0x110000, 0x10000)),
)  # fmt: skip
LETTER: Final = "\u1820-\u18aa"  # of Mongolian
SHAPED: Final = f"{LETTER}\u180b-\u180d\u180f"  # the same with the selectors that may follow it
ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
WIDTH: Final = len("_x0000_")


def _class(ranges: Iterable[Range]) -> str:
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


MONGOLIAN: Final = (0x180B, 0x180F)
DROPPED: Final = re.compile(
    f"[{_class((*CONTROLS, *NO_TEXT, *(each for each in IGNORABLE if each != MONGOLIAN)))}]"
    f"|(?<![{SHAPED}])[\u180b-\u180f]+|\u180e(?![{LETTER}])"
)
DROPPED_IN_BODIES: Final = re.compile(f"[{_class((*CONTROLS, *NO_TEXT, *DIRECTIONS))}]")
BLANKS: Final = re.compile(
    f"(?:[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u205f\u2800\u3000]|(?<![{SHAPED}])\u202f|\u202f(?![{LETTER}]))+"
)
LINE_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def canonical(text: str) -> str:
    """A name or a title as it is kept, on one line; done again it changes nothing. May be empty."""
    return _settled(text, _name)


def canonical_body(text: str) -> str:
    """A text of several lines as it is kept: lines end with a line feed. Done again it changes nothing."""
    return _settled(text, _body)


def _settled(text: str, step: Callable[[str], str]) -> str:
    """What is taken out can bring together what is one, such as a letter and its accent; two or three steps end it."""
    while (found := step(text)) != text:
        text = found
    return text


def _name(text: str) -> str:
    text = _unescaped(DROPPED.sub("", unicodedata.normalize("NFC", text)))
    return BLANKS.sub(" ", text).strip(" ")


def _body(text: str) -> str:
    text = unicodedata.normalize("NFC", LINE_BREAKS.sub("\n", text))
    return DROPPED_IN_BODIES.sub("", text).strip()


def _unescaped(text: str) -> str:
    """Without escapes, those that appear when one within them goes included, in one walk whatever their depth."""
    if "_x" not in text:
        return text
    kept: list[str] = []
    for char in text:
        kept.append(char)
        last = char
        while last == "_" and (meant := _meant("".join(kept[-WIDTH:]))) is not None:
            kept[-WIDTH:] = meant
            last = meant
    return "".join(kept)


def _meant(text: str) -> str | None:
    """What stands for an escape; None for what is none, and for those of characters that a sheet can hold: somebody
    means them as they are (`_x2023_`)."""
    escape = ESCAPE.fullmatch(text)
    point = int(escape[1], 16) if escape else ord("x")
    if point == ord("_"):
        return "_"
    if point < ord(" ") or DROPPED.match(chr(point)):
        return " " if BLANKS.match(chr(point)) else ""
    return None
