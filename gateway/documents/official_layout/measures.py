"""The measures of the page (GB/T 9704-2012, 5 and 7), in twentieths of a point unless named otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import Final

from gateway.documents.lines import balanced, width_in_characters
from gateway.documents.model import Column

TWIPS_PER_MM: Final = 1440 / 25.4


def twips(millimetres: float) -> int:
    """A length in twentieths of a point."""
    return round(millimetres * TWIPS_PER_MM)


# 5.1, 5.2.1: A4, 37 mm above and 28 mm left of a type area of 156 × 225 mm.
PAGE_WIDTH, PAGE_HEIGHT = twips(210), twips(297)
TOP, LEFT = twips(37), twips(28)
WIDTH, HEIGHT = twips(156), twips(225)
RIGHT, BOTTOM = PAGE_WIDTH - LEFT - WIDTH, PAGE_HEIGHT - TOP - HEIGHT
# 5.2.3: 22 lines of 28 characters fill it. 3号 is 16 points wide, so that characters stand a little closer.
LINES, CHARACTERS = 22, 28
LINE = HEIGHT // LINES
SIZE_3: Final = 16
CHARACTER = WIDTH / CHARACTERS
# ECMA-376 17.6.5: what a grid's cell differs from the letter, in 4096ths of a point.
CHARACTER_SPACE = floor((CHARACTER / 20 - SIZE_3) * 4096)
# 7.2.4: the head's upper edge stands 35 mm below that of the type area. Its letters fill the width, and are at most
# as high as those that are in use for long names of one line.
HEAD_DROP = twips(35)
HEAD_LARGEST, HEAD_SMALLEST = 56, 26
# 7.5: the dashes beside the page number stand 7 mm below the type area; they are in the middle of a line of 14 points.
FOOTER = BOTTOM - twips(7) - 7 * 20


def head_lines(head: str) -> tuple[str, ...]:
    """The head's lines: one, unless its letters would be smaller than is seen well."""
    return balanced(head, WIDTH / 20 / HEAD_SMALLEST)


def head_size(characters: float) -> int:
    """The size in points at which a line of so many full-width characters fills most of the width."""
    return max(HEAD_SMALLEST, min(HEAD_LARGEST, int(WIDTH / 20 * 0.94 / characters)))


def head_line(head: str) -> tuple[int, int]:
    """The size of the head in points, and the height of each of its lines."""
    size = head_size(max(width_in_characters(line) for line in head_lines(head)))
    return size, round(size * 20 * 1.15)


def signed(issuer: str) -> tuple[str, ...]:
    """The lines of the signature above the date."""
    return balanced(issuer, CHARACTERS)


def column_widths(columns: Sequence[Column]) -> list[int]:
    """The width of a table shared out among its columns."""
    whole = sum(column.share for column in columns)
    return [WIDTH * column.share // whole for column in columns]
