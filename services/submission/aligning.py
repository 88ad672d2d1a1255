"""What comparing needs of libraries: characters as people see them (regex), what two sequences share (rapidfuzz)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import regex
from rapidfuzz.distance import Indel

from services.submission.domain import Block, Reader

# An extended grapheme cluster (UAX 29): a letter with its accents, a flag, a family joined by what is not seen.
CHARACTER = regex.compile(r"\X")


def characters(text: str) -> list[str]:
    """The text in what people see as one character each."""
    found: list[str] = CHARACTER.findall(text)
    return found


def shared(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Block]:
    """A longest common subsequence (Hyyrö's bit-parallel algorithm: len(old) · len(new) / 64 steps, as many words of
    memory), in order, as blocks that are not empty."""
    # By number, for of longer parts the library compares hashes.
    numbers: dict[Hashable, int] = {}
    one, other = ([numbers.setdefault(part, len(numbers)) for part in parts] for parts in (old, new))
    opcodes = Indel.opcodes(one, other)
    return [(each.src_start, each.dest_start, each.src_end - each.src_start) for each in opcodes if each.tag == "equal"]


READER = Reader(characters, shared)
