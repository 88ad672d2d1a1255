"""Numbers out of what a browser sent. Anybody can send anything: none may cost more than it says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# What an integer of the API can hold; Python takes long ones slowly, and very long ones not at all.
DIGITS: Final = 18
# No list of a form is longer. A row's number is a place in a list that is made, so a large one would fill the memory.
ROWS: Final = 1000


def whole(text: str) -> int | str:
    """A whole number; text that is none goes as it is, so that the API refuses it at its field."""
    digits = text.removeprefix("-")
    return int(text) if len(digits) <= DIGITS and digits.isascii() and digits.isdecimal() else text


def count(text: str, default: int = 0) -> int:
    """A whole number that is not negative; `default` for all else."""
    found = whole(text)
    return found if isinstance(found, int) and found >= 0 else default


def row(text: str) -> int | None:
    """The number of a row in a form; None for what is none of ours."""
    found = count(text, ROWS)
    return found if found < ROWS else None


def rows(texts: Iterable[str]) -> int:
    """How many rows there are up to the last that is named."""
    return max((number for each in texts if (number := row(each)) is not None), default=-1) + 1
