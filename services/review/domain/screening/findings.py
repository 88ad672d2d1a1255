"""What screening finds in a work, each with its place, its rule and a masked excerpt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shared.contracts.review_rules import WEIGHTS
from shared.contracts.review_terms import FindingField, FindingRule, FindingSeverity
from shared.folding import Folding
from shared.identity.masking import mask_numbers
from shared.screening import Words, found

# More than these are counted and not listed. What is less severe is left out first: sensitive words, then what should
# be changed; a text in which something else than sensitive words has to be left out cannot pass (`require_settled`).
MOST = 300
ORDER = tuple(FindingSeverity)
F = FindingField


@dataclass(frozen=True)
class Hit:
    """One thing found. `excerpt` shows no personal data; `other` is the submission that it resembles, by `percent`;
    `files` are the attachments that it is in, or that were not read."""

    rule: FindingRule
    field: FindingField
    start: int
    end: int
    excerpt: str
    suggestion: str = ""
    source: str = ""
    other: str = ""
    percent: int = 0
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """An attached file with what was read in it. `unread`: there is more in it than that, or nothing could be read."""

    file: str
    name: str
    text: str
    unread: bool


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


def screen(
    title: str, body: str, folding: Folding, words: Words, alike: Sequence[Alike] = (), *, files: Sequence[Written] = ()
) -> Screened:
    """Everything that the rules find in a text and its files, in the order of its places; first what nobody read."""
    hits = _unread(files)
    hits += [*_in_field(F.TITLE, title, folding, words), *_in_field(F.BODY, body, folding, words)]
    hits += [_resembling(one, len(body)) for one in alike]
    for each in files:
        hits += _in_field(F.FILE_NAME, each.name, folding, words, each.file)
        hits += _in_field(F.FILE_TEXT, each.text, folding, words, each.file)
    return Screened(tuple(_most(hits)), max(0, len(hits) - MOST))


def _most(hits: Sequence[Hit]) -> list[Hit]:
    """As many as are listed, in their order."""
    pressing_first = sorted(range(len(hits)), key=lambda place: ORDER.index(WEIGHTS[hits[place].rule].severity))
    return [hits[place] for place in sorted(pressing_first[:MOST])]


def _resembling(one: Alike, length: int) -> Hit:
    named = f"{one.number} {mask_numbers(one.title)}".strip()
    return Hit(FindingRule.NEAR_DUPLICATE, F.BODY, 0, length, named, other=one.submission, percent=one.percent)


def _in_field(field: FindingField, text: str, folding: Folding, words: Words, *files: str) -> list[Hit]:
    return [
        Hit(each.rule, field, each.start, each.end, each.excerpt, each.suggestion, each.source, files=files)
        for each in found(text, folding, words)
    ]


def _unread(files: Sequence[Written]) -> list[Hit]:
    """One for all files in which something was not read: whoever looked at them says so once."""
    left = [each for each in files if each.unread]
    if not left:
        return []
    named = "、".join(mask_numbers(each.name) for each in left)
    return [Hit(FindingRule.UNREAD_FILE, F.FILE_TEXT, 0, 0, named, files=tuple(each.file for each in left))]
