"""Codes that people type off paper, of permits and certificates: the bureau's six digits, then Crockford's base 32.

His alphabet has no I, L, O and U, so a small letter, an O for 0, an I or L for 1, and hyphens or spaces that are
missing or elsewhere all mean one code. Whoever takes a code reads it here.
"""

from __future__ import annotations

import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BUREAU: Final = 6
GROUP: Final = 4
# What may be tried: anything beyond it is no spelling of a code.
SPELLING: Final = r"[0-9A-Za-z -]{1,40}"
_ALIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def chosen(count: int) -> str:
    """So many signs by chance, of five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(count))


def written(signs: str) -> str:
    """A code as it is kept and printed, such as 330108-7KQ4-M2XD-9TRA."""
    groups = [signs[place : place + GROUP] for place in range(BUREAU, len(signs), GROUP)]
    return "-".join((signs[:BUREAU], *groups))


def signs_of(text: str) -> str:
    """The signs of a code in whatever spelling; they may be none of the alphabet."""
    return text.upper().translate(_ALIKE)


def read(text: str, length: int) -> str | None:
    """A code of `length` signs as it is kept, of any spelling; None when it cannot be one."""
    signs = signs_of(text)
    whole = len(signs) == length and all(sign in ALPHABET for sign in signs)
    return written(signs) if whole else None


def bureau_of(text: str) -> str:
    """The bureau that a code of any spelling says it is of."""
    return signs_of(text)[:BUREAU]
