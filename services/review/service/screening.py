"""What was handed in is read before anybody looks at it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.review.domain import Arrival, Policy
from services.review.domain.screening import (
    Alike,
    Screened,
    bands,
    fold,
    guessed,
    likeness,
    screen,
    shingles,
    signature,
)
from services.review.repository import Print
from services.review.service.base import Base
from shared.contracts.review_terms import WordLevel
from shared.mongo import Unit
from shared.screening import ListedWord, Words, matcher
from shared.simplified import folding

# Signatures guess; the nearest are compared exactly.
COMPARED, GUESS_MARGIN, TOLD = 8, 0.15, 3
_matchers: dict[str, tuple[list[str], Words]] = {}


class Screening(Base):
    """The rules of screening with what the bureau has: word lists, and earlier submissions."""

    def screened(self, unit: Unit, arrival: Arrival, policy: Policy, now: datetime) -> Screened:
        """What is found in a text, which is remembered for those that come after it."""
        content = arrival.content
        alike = self._alike(unit, arrival, policy.duplicate_percent, now)
        return screen(content.title, content.body, folding(), self.words(arrival.bureau), alike, files=content.written)

    def words(self, bureau: str) -> Words:
        """The bureau's lists as they are now; made anew when one of them changed."""
        ids = self.policy_store.current_lists(bureau)
        held = _matchers.get(bureau)
        if held is None or held[0] != ids:
            lists = self.policy_store.word_lists(bureau, ids)
            held = _matchers[bureau] = (ids, matcher([word for each in lists for word in _listed(each)]))
        return held[1]

    def _alike(self, unit: Unit, arrival: Arrival, percent: int, now: datetime) -> list[Alike]:
        """The earlier submissions that a text resembles."""
        parts = shingles(fold(arrival.content.body, folding()).text)
        if not parts:
            return []
        state = arrival.fact.submission
        values = signature(parts)
        made = Print(state.id, arrival.id, state.number, arrival.content.title, values, tuple(bands(values)), now)
        near = self._near(arrival.bureau, made, percent / 100 - GUESS_MARGIN)
        self.prints.keep(unit, arrival.bureau, made)
        texts = self.reviews.contents(arrival.bureau, [each.review for each in near])
        found = []
        for each in near:
            exactly = likeness(parts, self._parts(texts[each.review].body))
            found.append(Alike(each.submission, each.number, each.title, int(exactly * 100)))
        told = [one for one in found if one.percent >= percent]
        return sorted(told, key=lambda one: (-one.percent, one.submission))[:TOLD]

    def _near(self, bureau: str, made: Print, least: float) -> list[Print]:
        sharing = self.prints.alike(bureau, made.submission, made.bands)
        ranked = sorted(((guessed(made.values, each.values), each) for each in sharing), key=lambda pair: -pair[0])
        return [each for guess, each in ranked[:COMPARED] if guess >= least]

    def _parts(self, body: str) -> frozenset[str]:
        return shingles(fold(body, folding()).text)


def _listed(document: dict[str, Any]) -> list[ListedWord]:
    """The words of a version of a list."""
    level, source = WordLevel(document["level"]), f"{document['list']}@{document['version']}"
    return [ListedWord(word["word"], level, word["suggestion"], source) for word in document["words"]]
