"""What screening needs of a library: the words of lists (Aho–Corasick), a matcher for each state of the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

from shared.contracts.review_terms import WordLevel
from shared.folding import fold, squeezed
from shared.screening.texts import Words
from shared.simplified import folding


@dataclass(frozen=True)
class ListedWord:
    """A word of a bureau's list; `source` names the list and its version."""

    word: str
    level: WordLevel
    suggestion: str
    source: str


def matcher(words: Sequence[ListedWord]) -> Words:
    """Finds the words, each spelled in any way that is read the same. The longest at a place wins."""
    automaton = ahocorasick.Automaton()
    for word in words:
        if key := squeezed(fold(word.word, folding())).text.strip():
            automaton.add_word(key, (len(key), word))
    if not len(automaton):
        return lambda _text: ()
    automaton.make_automaton()

    def find(text: str) -> Iterator[tuple[int, int, ListedWord]]:
        yield from _whole(text, ((end - length + 1, end + 1, word) for end, (length, word) in automaton.iter(text)))

    return find


def _whole(text: str, found: Iterable[tuple[int, int, ListedWord]]) -> Iterator[tuple[int, int, ListedWord]]:
    """Without those inside a longer one, and without Latin words that are only part of a longer word."""
    reached = 0
    for start, end, word in sorted(found, key=lambda each: (each[0], -each[1])):
        if end <= reached or _within_word(text, start, end):
            continue
        reached = end
        yield start, end, word


def _within_word(text: str, start: int, end: int) -> bool:
    return _joined(text[start - 1 : start], text[start]) or _joined(text[end - 1], text[end : end + 1])


def _joined(left: str, right: str) -> bool:
    return bool(left and right) and all(char.isascii() and char.isalnum() for char in (left, right))
