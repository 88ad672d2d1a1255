"""Each rule keeps its precision and recall on the labelled texts, and what it finds is where it stands."""

from __future__ import annotations

import pytest

from shared.contracts.review_terms import FindingRule
from tests.shared.screening.labelled import RULES, judged, texts

TEXTS = texts()
SCORES, MISTAKES = judged(TEXTS)
# What is not to be lost again.
PRECISION, RECALL = 0.85, 0.9


def test_there_are_enough_of_them_and_half_are_traps() -> None:
    marked = sum(bool(each.marks) for each in TEXTS)
    assert len(TEXTS) >= 400 and 100 < marked <= len(TEXTS) / 2
    assert len({each.text for each in TEXTS}) == len(TEXTS)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_it_has_to_and_little_else(rule: FindingRule) -> None:
    score = SCORES[rule]
    assert score.right + score.missed >= 5
    assert score.precision >= PRECISION and score.recall >= RECALL, [line for line in MISTAKES if rule in line]
