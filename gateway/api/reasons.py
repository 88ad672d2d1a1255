"""Reasons of the review service's own in answers: codes there, words in the language of who asks."""

from __future__ import annotations

from typing import Any

from gateway.current import current
from gateway.http.reading import Data
from shared.contracts.review_terms import OwnReason, reason_of
from shared.labels import label

REASON = "reason"
CODES = frozenset(OwnReason)


def worded(answer: Data) -> Data:
    """The answer with each own reason in it worded; what a person said stands as written."""
    found: Data = in_locale(current().locale, answer)
    return found


def in_locale(locale: str, answer: Any) -> Any:
    """The same, in a language."""
    if isinstance(answer, list):
        return [in_locale(locale, each) for each in answer]
    if not isinstance(answer, dict):
        return answer
    return {
        name: _words(locale, part) if name == REASON and isinstance(part, str) else in_locale(locale, part)
        for name, part in answer.items()
    }


def _words(locale: str, said: str) -> str:
    reason = reason_of(said)
    return label(REASON, reason, locale) if reason in CODES else reason
