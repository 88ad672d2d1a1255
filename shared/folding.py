"""Texts as screening reads and names are compared: one spelling for what looks or means the same, with the way back.

Every character is folded by itself (NFKC, traditional to simplified, small letters, digits of any script to 0–9;
invisible ones and rings around others vanish), so each place of the folded text belongs to one place of the original.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from shared.text import IGNORED

# Format characters hide between letters, and so does whatever else a reader is not shown (`shared.text.IGNORED`).
INVISIBLE = "Cf"
# What encloses the character before it: a circle, a keycap (1️⃣).
ENCLOSING = "Me"


class Folding(dict[int, str]):
    """Code point → what it is read as; filled as texts need it. `simplified`: traditional → simplified characters."""

    def __init__(self, simplified: Mapping[str, str]) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, point: int) -> str:
        char = chr(point)
        if unicodedata.category(char) in (INVISIBLE, ENCLOSING) or point in IGNORED:
            found = ""
        else:
            plain = unicodedata.normalize("NFKC", char)
            found = "".join(self._simplified.get(each) or _digit(each) for each in plain).lower()
        self[point] = found
        return found


@dataclass(frozen=True)
class Folded:
    """A folded text. `origins` has the original place of each character; None: they are the same."""

    text: str
    origins: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's [start, end) of a part of the folded text that is not empty."""
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1

    def without(self, drop: Mapping[int, bool]) -> Folded:
        """The text without the characters at some places."""
        kept = [place for place in range(len(self.text)) if place not in drop]
        origins = self.origins
        return Folded(
            "".join([self.text[place] for place in kept]),
            tuple(kept) if origins is None else tuple([origins[place] for place in kept]),
        )


def fold(text: str, folding: Folding) -> Folded:
    """The text as screening reads it."""
    folded = text.translate(folding)
    # A text has far fewer characters than places.
    widths = {char: len(folding[ord(char)]) for char in set(text)}
    if all(width == 1 for width in widths.values()):
        return Folded(folded)
    return Folded(folded, tuple([place for place, char in enumerate(text) for _ in range(widths[char])]))


def squeezed(folded: Folded) -> Folded:
    """Without the blanks beside a character that is no Latin letter or digit: 诈 骗 is read as 诈骗."""
    text = folded.text
    drop = {
        place: True
        for place, char in enumerate(text)
        if char in " \t" and not (_latin(text[place - 1 : place]) and _latin(text[place + 1 : place + 2]))
    }
    return folded.without(drop) if drop else folded


def _digit(char: str) -> str:
    """A circled or another script's digit as 0 to 9, every other character as it is."""
    value = unicodedata.digit(char, None)
    return char if value is None else str(value)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
