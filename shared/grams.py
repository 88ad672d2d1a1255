"""Finding a part of a text without a tokenizer: a text keeps its single characters and its pairs of neighbours.

Chinese writes no blanks between words, and where a word ends is a guess that differs from text to text; pairs of
neighbours (bigrams) find every part, names and new words too, need no dictionary, and are the same tomorrow. They say
where a part may be; whether it is there says the text itself. Single characters answer a query of one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from shared.names import bare

# Between texts that are looked into together; no key has it, so no part reaches from one into the next.
BETWEEN = "\n"
# How many pairs of a query are asked for at most: the others are seen to in the text.
MOST_ASKED = 12


def searchable(texts: Iterable[str]) -> str:
    """The form in which texts are looked into: NFKC, simplified characters, small letters, without blanks and
    quotation marks (`shared.names`)."""
    return BETWEEN.join(key for text in texts if (key := bare(text)))


def grams(key: str) -> list[str]:
    """The characters and pairs of neighbours of a searchable text, each once, sorted."""
    found = {char for char in key if char != BETWEEN}
    found |= {pair for pair in map("".join, itertools.pairwise(key)) if BETWEEN not in pair}
    return sorted(found)


def asked(query: str) -> list[str]:
    """What a text must have among its grams to hold a query: its pairs, or its one character. None for a query of
    nothing but blanks and quotation marks, which holds everywhere."""
    key = bare(query)
    if len(key) < 2:
        return [key] if key else []
    pairs = list(dict.fromkeys(map("".join, itertools.pairwise(key))))
    step = -(-len(pairs) // MOST_ASKED)
    return pairs[::step]


def holding(query: str) -> dict[str, str]:
    """The condition for MongoDB that a searchable text holds a query."""
    return {"$regex": re.escape(bare(query))}
