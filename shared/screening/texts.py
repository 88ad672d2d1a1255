"""Everything that the rules find in one text, each with its place and an excerpt that shows no personal data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from shared.contracts.review_terms import FindingRule, WordLevel
from shared.folding import Folded, Folding, fold, squeezed
from shared.identity.masking import mask_middle
from shared.screening.numbers import Spot, numbers
from shared.screening.plates import plates

AROUND = 12


class Listed(Protocol):
    """A word of a list. `source` names the list and its version, such as banned@3."""

    @property
    def level(self) -> WordLevel:
        """Banned or sensitive."""

    @property
    def suggestion(self) -> str:
        """What to write instead, or empty."""

    @property
    def source(self) -> str:
        """The list and its version."""


# Every [start, end) of a folded text that is a word of a list.
Words = Callable[[str], Iterable[tuple[int, int, Listed]]]
LEVEL_RULES = {WordLevel.BANNED: FindingRule.BANNED_WORD, WordLevel.SENSITIVE: FindingRule.SENSITIVE_WORD}


@dataclass(frozen=True)
class Found:
    """What the characters [start, end) of a text are."""

    rule: FindingRule
    start: int
    end: int
    excerpt: str
    suggestion: str = ""
    source: str = ""


def found(text: str, folding: Folding, words: Words, most: int | None = None) -> list[Found]:
    """What is found in a text, in the order of its places; after `most` numbers and plates no more is looked for."""
    folded = fold(text, folding)
    personal = [(spot.rule, *folded.span(spot.start, spot.end)) for spot in islice(_personal(folded.text), most)]
    shown = _masked(text, personal)
    hits = [Found(rule, start, end, shown[start:end]) for rule, start, end in personal]
    if most is None or len(personal) < most:
        hits += _listed(squeezed(folded), words, shown)
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule))


def _personal(text: str) -> Iterable[Spot]:
    yield from numbers(text)
    yield from plates(text)


def _masked(text: str, personal: Iterable[tuple[FindingRule, int, int]]) -> str:
    shown = list(text)
    for _, start, end in personal:
        shown[start:end] = mask_middle("".join(shown[start:end]), 2, 2)
    return "".join(shown)


def _listed(folded: Folded, words: Words, shown: str) -> list[Found]:
    hits = []
    for start, end, word in words(folded.text):
        left, right = folded.span(start, end)
        excerpt = shown[max(0, left - AROUND) : right + AROUND]
        hits.append(Found(LEVEL_RULES[word.level], left, right, excerpt, word.suggestion, word.source))
    return hits
