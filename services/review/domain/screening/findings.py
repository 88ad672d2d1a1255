"""What screening finds in a work, each with its place, its rule and a masked excerpt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from services.review.domain.screening.numbers import Spot, numbers
from services.review.domain.screening.plates import plates
from shared.contracts.review_terms import FindingRule, ReviewField, WordLevel
from shared.folding import Folded, Folding, fold, squeezed
from shared.identity.masking import mask_middle, mask_numbers

# More than these are counted and not listed. Sensitive words, which never block, are left out first; a text in which
# something else has to be left out cannot pass (`require_settled`).
MOST = 300
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
class Hit:
    """One thing found. `excerpt` shows no personal data; `other` is the submission that it resembles, by `percent`."""

    rule: FindingRule
    field: ReviewField
    start: int
    end: int
    excerpt: str
    suggestion: str = ""
    source: str = ""
    other: str = ""
    percent: int = 0


@dataclass(frozen=True)
class Alike:
    """An earlier submission that the text resembles."""

    submission: str
    number: str
    title: str
    percent: int


@dataclass(frozen=True)
class Screened:
    """What was found; `left_out` more were found and not listed."""

    hits: tuple[Hit, ...]
    left_out: int = 0


def screen(title: str, body: str, folding: Folding, words: Words, alike: Sequence[Alike] = ()) -> Screened:
    """Everything that the rules find in a text, in the order of its places."""
    hits = [*_in_field(ReviewField.TITLE, title, folding, words), *_in_field(ReviewField.BODY, body, folding, words)]
    hits += [_resembling(one, len(body)) for one in alike]
    return Screened(tuple(_most(hits)), max(0, len(hits) - MOST))


def _most(hits: Sequence[Hit]) -> list[Hit]:
    """As many as are listed, in their order."""
    pressing_first = sorted(range(len(hits)), key=lambda place: hits[place].rule is FindingRule.SENSITIVE_WORD)
    return [hits[place] for place in sorted(pressing_first[:MOST])]


def _resembling(one: Alike, length: int) -> Hit:
    named = f"{one.number} {mask_numbers(one.title)}".strip()
    return Hit(
        FindingRule.NEAR_DUPLICATE, ReviewField.BODY, 0, length, named, other=one.submission, percent=one.percent
    )


def _in_field(field: ReviewField, text: str, folding: Folding, words: Words) -> list[Hit]:
    folded = fold(text, folding)
    personal = [(spot.rule, *folded.span(spot.start, spot.end)) for spot in _personal(folded.text)]
    shown = _masked(text, personal)
    hits = [Hit(rule, field, start, end, shown[start:end]) for rule, start, end in personal]
    hits += _listed(field, squeezed(folded), words, shown)
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule))


def _personal(text: str) -> Iterable[Spot]:
    yield from numbers(text)
    yield from plates(text)


def _masked(text: str, personal: Iterable[tuple[FindingRule, int, int]]) -> str:
    shown = text
    for _, start, end in personal:
        shown = shown[:start] + mask_middle(shown[start:end], 2, 2) + shown[end:]
    return shown


def _listed(field: ReviewField, folded: Folded, words: Words, shown: str) -> list[Hit]:
    hits = []
    for start, end, word in words(folded.text):
        left, right = folded.span(start, end)
        excerpt = shown[max(0, left - AROUND) : right + AROUND]
        rule = LEVEL_RULES[word.level]
        hits.append(Hit(rule, field, left, right, excerpt, word.suggestion, word.source))
    return hits
