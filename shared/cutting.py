"""Cutting a text to the room that there is for it: never inside a letter or an emoji (a grapheme cluster, UAX 29), nor
inside a word of letters where a border is near; a mark says that there is more."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

ZWJ: Final = "\u200d"
# What is looked back for a word's beginning; an address or a run of letters is longer than that.
LONGEST_WORD: Final = 60


@dataclass(frozen=True)
class Room:
    """How much there is: `most` of what `size` counts (characters, bytes); `size` never shrinks as a text grows."""

    most: int
    size: Callable[[str], int] = len

    def holds(self, text: str) -> bool:
        """Whether a text fits."""
        return self.size(text) <= self.most

    def without(self, text: str) -> Room:
        """What is left of it beside a text."""
        return Room(max(0, self.most - self.size(text)), self.size)


def shortened(text: str, room: Room, mark: str = "…") -> str:
    """The text, or as much of its beginning as fits with the mark behind it; the mark alone where nothing else does."""
    if room.holds(text):
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if room.holds(text[:middle] + mark) else (low, middle - 1)
    return text[: _border(text, low)].rstrip() + mark


def _border(text: str, end: int) -> int:
    """The last place up to `end` where a word ends, or, inside a very long one, where a grapheme cluster does."""
    while end and _joined(text, end):
        end -= 1
    word = end
    while word and end - word <= LONGEST_WORD and (_joined(text, word) or _in_word(text[word - 1], text[word])):
        word -= 1
    return word if word and end - word <= LONGEST_WORD else end


def _joined(text: str, place: int) -> bool:
    """Whether the characters before and behind a place are one to a reader."""
    before, behind = text[place - 1], text[place : place + 1]
    if before == ZWJ or (before == "\r" and behind == "\n"):
        return True
    if _regional(before) and _regional(behind):
        return _regionals_before(text, place) % 2 == 1
    return bool(behind) and _extends(behind)


def _extends(char: str) -> bool:
    """Accents, vowel signs, selectors, joiners, tints of skin, tags of flags, later letters of a Hangul syllable."""
    modifier = "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"
    return modifier or unicodedata.category(char)[0] == "M" or char in "\u200c\u200d" or "\u1160" <= char <= "\u11ff"


def _regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _regionals_before(text: str, place: int) -> int:
    """Two letters make a flag: how many stand in a row before a place."""
    start = place
    while start and _regional(text[start - 1]):
        start -= 1
    return place - start


def _in_word(left: str, right: str) -> bool:
    return _of_word(left) and _of_word(right)


def _of_word(char: str) -> bool:
    """Letters and digits of scripts that are written in words; Chinese may be cut between any two characters."""
    return unicodedata.category(char)[0] in "LNM" and unicodedata.east_asian_width(char) not in "WF"
