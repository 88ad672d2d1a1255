"""Names of media as people write them: 《大众日报》, 大眾日報 and 大众 日报 are one."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from shared.simplified import folding

# What stands around a name and does not belong to it; full-width forms have become these by then.
AROUND = frozenset("《》〈〉<>“”‘’\"'「」『』【】")


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """The form in which names are compared: NFKC, simplified characters, small letters, without quotation marks,
    blanks, control and invisible characters. Empty when nothing else is in it."""
    return bare(name)


def bare(text: str) -> str:
    """The same of a text that is too long to be remembered."""
    return "".join(char for char in text.translate(folding()) if not _around(char))


def _around(char: str) -> bool:
    return char in AROUND or char.isspace() or unicodedata.category(char) == "Cc"
