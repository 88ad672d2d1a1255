"""Texts as outlets write them, with what screening has to find in each, and nothing else: half of them are traps.

One text a line, in files by their style; `{rule:…}` marks what has to be found, ⏎ is a line end, # begins a comment.
Written for this; whoever is named in them does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from shared.contracts.review_terms import FindingRule
from shared.screening import found, matcher
from shared.simplified import folding

MARK = re.compile(r"\{([a-z_]+):([^}]*)\}")
# What is labelled: all but the words of a bureau's lists and what resembles another text.
RULES = tuple(rule for rule in FindingRule if not rule.endswith(("_word", "_duplicate", "_file")))


@dataclass(frozen=True)
class Labelled:
    """A text, and (rule, start, end) of what is to be found in it. `place`: its file and line."""

    place: str
    text: str
    marks: tuple[tuple[FindingRule, int, int], ...]


@dataclass
class Score:
    """How often a rule was right, found what is nothing, and missed what is something."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what it finds, the part that is so; 1 when it finds nothing."""
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        """Of what there is, the part that it finds."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def texts() -> list[Labelled]:
    """All of them."""
    return [each for path in sorted(Path(__file__).parent.glob("*.txt")) for each in _of_file(path)]


def judged(labelled: Iterable[Labelled]) -> tuple[Mapping[FindingRule, Score], list[str]]:
    """The score of each rule, and every mistake in a line: where, which rule, what. What overlaps is the same."""
    scores, mistakes, no_words = {rule: Score() for rule in RULES}, list[str](), matcher([])
    for each in labelled:
        hits = [(hit.rule, hit.start, hit.end) for hit in found(each.text, folding(), no_words)]
        for mark in each.marks:
            if any(_same(mark, hit) for hit in hits):
                scores[mark[0]].right += 1
            else:
                scores[mark[0]].missed += 1
                mistakes.append(f"{each.place} missed {mark[0]}: {each.text[mark[1] : mark[2]]!r}")
        for hit in hits:
            if not any(_same(mark, hit) for mark in each.marks):
                scores[hit[0]].false += 1
                mistakes.append(f"{each.place} wrongly {hit[0]}: {each.text[hit[1] : hit[2]]!r}")
    return scores, mistakes


def _same(mark: tuple[FindingRule, int, int], hit: tuple[FindingRule, int, int]) -> bool:
    return mark[0] is hit[0] and mark[1] < hit[2] and hit[1] < mark[2]


def _of_file(path: Path) -> Iterable[Labelled]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("# "):
            yield _read(f"{path.name}:{number}", line.replace("⏎", "\n"))


def _read(place: str, line: str) -> Labelled:
    text, marks, reached = "", [], 0
    for mark in MARK.finditer(line):
        text += line[reached : mark.start()]
        marks.append((FindingRule(mark[1]), len(text), len(text) + len(mark[2])))
        text += mark[2]
        reached = mark.end()
    return Labelled(place, text + line[reached:], tuple(marks))
