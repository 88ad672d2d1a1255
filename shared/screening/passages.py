"""A text as the rules read it that go by words: its sentences, its clauses, and the cues in it, found in one pass."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import ahocorasick

FILE = Path(__file__).with_name("cues.toml")
END = re.compile(r"[。!?;\n]")
# Of a longer sentence no more than this is looked at on either side of a place.
LONGEST = 200


class Cue(NamedTuple):
    """A word [start, end) at which a rule looks closer."""

    start: int
    end: int
    word: str


class Passage:
    """A folded text without blanks between its characters. Places are those of that text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def cues(self) -> dict[str, list[Cue]]:
        """The cues by their kinds, each where it begins; of two that begin at one place the longer."""
        found: dict[str, dict[int, Cue]] = defaultdict(dict)
        for last, (word, kinds) in _automaton().iter(self.text):
            cue = Cue(last + 1 - len(word), last + 1, word)
            for kind in kinds:
                held = found[kind].get(cue.start)
                if held is None or held.end < cue.end:
                    found[kind][cue.start] = cue
        return {kind: sorted(each.values()) for kind, each in found.items()}

    @cached_property
    def _ends(self) -> list[int]:
        return [-1, *(match.start() for match in END.finditer(self.text)), len(self.text)]

    def sentence(self, place: int, around: int = 0) -> tuple[int, int]:
        """[start, end) of the sentence at a place, with so many `around` it on either side."""
        number = bisect_right(self._ends, place - 1)
        first, last = max(0, number - 1 - around), min(len(self._ends) - 1, number + around)
        # What goes on without an end is looked at nearby, in steps, so that what is near is asked the same once.
        step = place // LONGEST * LONGEST
        return max(self._ends[first] + 1, step - LONGEST), min(self._ends[last], step + 2 * LONGEST)

    def said(self, place: int, around: int = 0) -> str:
        """The words of the sentence at a place."""
        start, end = self.sentence(place, around)
        return self.text[start:end]

    def clause(self, start: int, end: int) -> str:
        """What stands between the commas around [start, end)."""
        first, last = self.sentence(start)
        before = self.text.rfind(",", first, start) + 1 or first
        after = self.text.find(",", end, last)
        return self.text[before : last if after < 0 else after]

    def closed(self, place: int) -> bool:
        """Whether the sentence at a place ends as one does, and not as a heading."""
        _, end = self.sentence(place)
        return self.text[end : end + 1] in ("。", "!", "?", ";")


@cache
def words(kind: str) -> tuple[str, ...]:
    """The cues of a kind."""
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))[kind].split())


@cache
def _automaton() -> ahocorasick.Automaton:
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind in tomllib.loads(FILE.read_text(encoding="utf-8")):
        for word in words(kind):
            kinds[word].append(kind)
    automaton = ahocorasick.Automaton()
    for word, found in kinds.items():
        automaton.add_word(word, (word, tuple(found)))
    automaton.make_automaton()
    return automaton
