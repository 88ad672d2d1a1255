"""What screening finds in a work, each with its place, its rule and a masked excerpt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.review_rules import WEIGHTS
from shared.contracts.review_terms import FindingRule, FindingSeverity, ReviewField
from shared.folding import Folding
from shared.identity.masking import mask_numbers
from shared.screening import Words, found

# More than these are counted and not listed. What is less severe is left out first: sensitive words, then what should
# be changed; a text in which something else than sensitive words has to be left out cannot pass (`require_settled`).
MOST = 300
ORDER = tuple(FindingSeverity)


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
    pressing_first = sorted(range(len(hits)), key=lambda place: ORDER.index(WEIGHTS[hits[place].rule].severity))
    return [hits[place] for place in sorted(pressing_first[:MOST])]


def _resembling(one: Alike, length: int) -> Hit:
    named = f"{one.number} {mask_numbers(one.title)}".strip()
    return Hit(
        FindingRule.NEAR_DUPLICATE, ReviewField.BODY, 0, length, named, other=one.submission, percent=one.percent
    )


def _in_field(field: ReviewField, text: str, folding: Folding, words: Words) -> list[Hit]:
    return [
        Hit(each.rule, field, each.start, each.end, each.excerpt, each.suggestion, each.source)
        for each in found(text, folding, words)
    ]
