"""Reasons of the review service's own in answers."""

from __future__ import annotations

import pytest

from gateway.api.reasons import in_locale
from shared.contracts.review_terms import FORMER, OwnReason
from shared.labels import labels


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_an_own_reason_is_worded_wherever_it_stands_and_a_persons_is_not(locale: str) -> None:
    words = labels(locale)["reason"]
    for code in OwnReason:
        told = {
            "items": [{"reason": code.value, "details": {"reason": 1}}],
            "ruling": {"reason": "另有安排"},
            "act": code,
        }
        assert in_locale(locale, told) == told | {"items": [{"reason": words[code], "details": {"reason": 1}}]}


def test_what_was_stored_in_two_languages_is_told_in_one() -> None:
    for stored, code in FORMER.items():
        assert in_locale("en", {"reason": stored}) == in_locale("en", {"reason": code.value})
        assert in_locale("en", {"reason": f"{stored} 另有安排"}) == {"reason": "另有安排"}
    below = {"reason": "均分 59.83，未达到 60 / Mean 59.83, below 60"}
    assert in_locale("zh", below) == {"reason": "均分未达到采纳分数线。"}
