"""Traditional to simplified characters (OpenCC), one by one: the table by which texts and names are folded."""

from __future__ import annotations

import unicodedata
from functools import cache

import opencc

from shared.folding import Folding


@cache
def folding() -> Folding:
    """How texts are read, with every character that OpenCC knows a simplified form of; made once for the process."""
    convert = opencc.OpenCC("t2s").convert
    points = (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x2A6E0))
    assigned = (char for char in map(chr, points) if unicodedata.category(char) != "Cn")
    # Twice: 薴 becomes 苧, which becomes 苎; what is folded stays as it is when it is folded again.
    pairs = ((char, convert(convert(char))) for char in assigned)
    return Folding({char: plain for char, plain in pairs if plain != char and len(plain) == 1})
