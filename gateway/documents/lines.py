"""Lines of a long name: about equally long, ending where a word of it does (GB/T 9704-2012, 7.2.4, 7.3.1)."""

from __future__ import annotations

from typing import Final

# What the words of an office's name end with: 内蒙古自治区|呼伦贝尔市|公安局|交通管理大队.
ENDINGS: Final = (*"省市区县州盟旗局厅院会团队处室", "中心")
NEAR: Final = 4  # characters that a line may be longer or shorter for that


def width_in_characters(text: str) -> float:
    """How many full-width characters a text is wide: ASCII is half as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def balanced(text: str, most: float) -> tuple[str, ...]:
    """The text in as few lines as it takes, none wider than `most` full-width characters."""
    lines: list[str] = []
    while (left := _fewest(text, most)) > 1:
        place = _end(text, left, most)
        lines.append(text[:place])
        text = text[place:]
    return (*lines, text)


def _end(text: str, left: int, most: float) -> int:
    """Where the first of so many lines ends: near its share of the text, behind a word if there is one."""
    share = len(text) / left
    short = [place for place in range(1, len(text)) if width_in_characters(text[:place]) <= most]
    fitting = [place for place in short if _fewest(text[place:], most) < left]

    def distance(place: int) -> tuple[bool, float]:
        away = abs(place - share)
        return not (text[:place].endswith(ENDINGS) and away <= NEAR), away

    return min(fitting, key=distance)


def _fewest(text: str, most: float) -> int:
    """How many lines it takes, each filled as far as it goes: half a character is in the way where ASCII is between."""
    lines, filled = 1, 0.0
    for character in text:
        width = width_in_characters(character)
        if filled + width > most:
            lines, filled = lines + 1, 0.0
        filled += width
    return lines
