"""Everything that the rules find in one text, each with its place and an excerpt that shows no personal data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Protocol

from shared.contracts.review_terms import FindingRule, WordLevel
from shared.folding import Folded, Folding, fold, squeezed
from shared.identity.masking import mask_middle
from shared.screening.homes import homes
from shared.screening.hotlines import answers
from shared.screening.numbers import Spot, numbers
from shared.screening.passages import Passage
from shared.screening.passages import words as cues
from shared.screening.persons import minors, suspects, victims
from shared.screening.plates import plates
from shared.screening.secrecy import marks, techniques
from shared.screening.sources import unsourced
from shared.screening.spelt import spelt

AROUND = 12


class Listed(Protocol):
    """A word of a list. `source` names the list and its version, such as banned@3."""

    @property
    def word(self) -> str:
        """As the list has it."""

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
    if most is not None and len(personal) >= most:
        shown = _masked(text, personal)
        return _sorted(Found(rule, start, end, shown[start:end]) for rule, start, end in personal)
    read = squeezed(folded)
    told = [(spot.rule, *read.span(spot.start, spot.end)) for spot in passages(read.text)]
    shown = _masked(text, [*personal, *told])
    hits = [Found(rule, start, end, shown[start:end]) for rule, start, end in personal]
    hits += [Found(rule, start, end, _excerpt(shown, rule, start, end)) for rule, start, end in told]
    return _sorted([*hits, *_listed(read, words, shown)])


def passages(text: str) -> Iterator[Spot]:
    """What the rules find that go by words, in a folded text without blanks. Who is named is named once: a minor who
    is a victim, too, is a minor."""
    passage, covered = Passage(text), set[int]()
    for rule in (minors, victims, suspects):
        for spot in rule(passage):
            if covered.isdisjoint(range(spot.start, spot.end)):
                covered.update(range(spot.start, spot.end))
                yield spot
    for rule in (homes, techniques, marks, unsourced):
        yield from rule(passage)


def _personal(text: str) -> Iterable[Spot]:
    covered = set[int]()
    for spot in chain(numbers(text), plates(text), spelt(text, covered)):
        covered.update(range(spot.start, spot.end))
        if spot.rule is not FindingRule.PHONE or not answers(text, spot):
            yield spot


def _sorted(hits: Iterable[Found]) -> list[Found]:
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.rule))


def _masked(text: str, personal: Iterable[tuple[FindingRule, int, int]]) -> str:
    shown = list(text)
    for rule, start, end in personal:
        if rule not in OPEN:
            shown[start:end] = MASKS.get(rule, _middle)("".join(shown[start:end]))
    return "".join(shown)


def _excerpt(shown: str, rule: FindingRule, start: int, end: int) -> str:
    """What was found, with what stands around it where that is no personal data."""
    return shown[max(0, start - AROUND) : end + AROUND] if rule in OPEN else shown[start:end]


def _listed(folded: Folded, words: Words, shown: str) -> list[Found]:
    hits = []
    for start, end, word in words(folded.text):
        left, right = folded.span(start, end)
        excerpt = shown[max(0, left - AROUND) : right + AROUND]
        hits.append(Found(LEVEL_RULES[word.level], left, right, excerpt, word.suggestion, word.source))
    return hits


def _middle(text: str) -> str:
    return mask_middle(text, 2, 2)


def _house(address: str) -> str:
    """滨江路**号: what an officer has to recognise, without the numbers that lead there."""
    return "".join("*" if char.isdigit() or char in NUMERALS else char for char in address)


def _named(name: str) -> str:
    """张*; of a school its first characters."""
    return name[: len(name) // 3 or 1] + "*" * (len(name) - (len(name) // 3 or 1))


CONVICT = frozenset(cues("convict"))
NUMERALS = frozenset("〇零一二三四五六七八九十百")
# Of these the excerpt shows what was found, and what is around it.
OPEN = frozenset({FindingRule.TECHNIQUE, FindingRule.SECRET_MARK, FindingRule.UNSOURCED_FIGURE})
MASKS: Mapping[FindingRule, Callable[[str], str]] = {
    FindingRule.HOME_ADDRESS: _house, FindingRule.MINOR: _named, FindingRule.VICTIM: _named,
    FindingRule.SUSPECT: lambda text: text if text in CONVICT else _named(text),
}  # fmt: skip
