"""What a proposal changes, part by part: for who is to confirm it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from services.review.domain.policy import Policy, StagePlan
from shared.contracts.outlet_terms import Category
from shared.contracts.review_terms import SEVERITY, RuleField
from shared.working_time import Span, clock_of

Words = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """`before` and `after` in text, None for what is not there; of stages in `before_stages` and `after_stages`."""

    field: RuleField
    before: str | None = None
    after: str | None = None
    category: str = ""
    sensitivity: str = ""
    word: str = ""
    before_stages: tuple[StagePlan, ...] = ()
    after_stages: tuple[StagePlan, ...] = ()


def policy_changes(before: Policy, after: Policy) -> Iterator[Difference]:
    """Every difference between two versions of the policy."""
    old, new = _texts(before), _texts(after)
    yield from (Difference(name, old[name], new[name]) for name in old if old[name] != new[name])
    for category, sensitivity in product(Category, SEVERITY):
        stood, comes = before.stages(category, sensitivity), after.stages(category, sensitivity)
        if stood != comes:
            yield Difference(
                RuleField.STAGES, category=category, sensitivity=sensitivity, before_stages=stood, after_stages=comes
            )


def word_changes(before: Words | None, after: Words) -> Iterator[Difference]:
    """Every difference between two versions of a word list; `before` is None of a new one."""
    for name in (RuleField.TITLE, RuleField.LEVEL):
        stood = None if before is None else str(before[name])
        if stood != str(after[name]):
            yield Difference(name, stood, str(after[name]))
    old = {each["word"]: each["suggestion"] for each in (before["words"] if before else ())}
    new = {each["word"]: each["suggestion"] for each in after["words"]}
    for word in old | new:
        if old.get(word) != new.get(word):
            yield Difference(RuleField.WORD, old.get(word), new.get(word), word=word)


def _texts(policy: Policy) -> dict[RuleField, str]:
    ideas = policy.ideas
    return {
        RuleField.TITLE: policy.title,
        RuleField.WORKING_HOURS: ", ".join(_span(each) for each in policy.working_hours),
        RuleField.LEASE_MINUTES: str(policy.lease_minutes),
        RuleField.REMIND_HOURS: str(policy.remind_hours),
        RuleField.DUPLICATE_PERCENT: str(policy.duplicate_percent),
        RuleField.IDEAS_HOURS: str(ideas.hours),
        RuleField.IDEAS_ROLES: ",".join(ideas.roles),
        RuleField.IDEAS_MINIMUM: str(ideas.minimum),
        RuleField.IDEAS_THRESHOLD: str(ideas.threshold),
        RuleField.IDEAS_WEIGHTS: f"{ideas.novelty} : {ideas.feasibility} : {ideas.benefit}",
    }


def _span(span: Span) -> str:
    first, last = span
    return f"{clock_of(first)}–{clock_of(last)}"
