"""What is counted of stages that were decided: by month, stage, category and topic how, how fast, how often too late.

All of it is told by the rounds themselves (`ruled`), so what was counted change by change is what a count of all gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.review.domain.model import Decision, Review
from shared.contracts.review_terms import Grade, Outcome, ReviewStatus, Stage, Verdict
from shared.errors import FieldProblem, Invalid
from shared.histograms import within
from shared.months import Period, month_of

OF_VERDICTS = {Verdict.PASS: Outcome.PASSED, Verdict.CHANGES: Outcome.CHANGES, Verdict.REJECT: Outcome.REJECTED}
OF_IDEAS = {ReviewStatus.ADOPTED: Outcome.ADOPTED, ReviewStatus.DECLINED: Outcome.DECLINED}
MOST_MONTHS = 36


@dataclass(frozen=True)
class Ruled:
    """A stage that was decided, in a month of Asia/Shanghai. `minutes`: working minutes that it took, None where it was
    not kept when it began."""

    review: str
    bureau: str
    month: str
    stage: Stage
    category: str
    topic: str
    outcome: Outcome
    minutes: int | None
    overdue: bool


def ruled(review: Review) -> tuple[Ruled, ...]:
    """The stages of a round that were decided, first to last. What becomes of the round later changes none of them; of
    an idea there is one, when its last assessment decided."""
    stages = [(each.at, each.stage, _outcome(each), each.minutes, each.overdue) for each in review.decisions]
    if review.status in OF_IDEAS:
        last = review.assessments[-1]
        stages.append((last.at, Stage.ASSESSMENT, OF_IDEAS[review.status], last.minutes, last.overdue))
    return tuple(
        Ruled(review.id, review.bureau, month_of(at), stage, review.category, review.topic, outcome, minutes, overdue)
        for at, stage, outcome, minutes, overdue in stages
    )


@dataclass(frozen=True)
class Tally:
    """What was counted of one month, stage, category and topic. `minutes`: how often a stage took so many of them."""

    month: str
    stage: Stage
    category: str
    topic: str
    outcomes: Mapping[str, int]
    overdue: int
    minutes: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """The same of several, for one stage."""

    stage: Stage
    outcomes: Mapping[str, int]
    overdue: int
    minutes: Mapping[int, int]

    @property
    def decided(self) -> int:
        """How many there were."""
        return sum(self.outcomes.values())

    @property
    def timed(self) -> int:
        """Of how many it is known how long they took."""
        return sum(self.minutes.values())

    def within(self, percent: int) -> int | None:
        """The working minutes within which so many in a hundred were decided: the value at the nearest rank, exact."""
        return within(self.minutes, percent)


def figures(tallies: Iterable[Tally]) -> list[Figures]:
    """What several tallies come to, for each stage."""
    parts = list(tallies)
    return [_summed(stage, [each for each in parts if each.stage is stage]) for stage in Stage]


def period(first: str, last: str) -> Period:
    """The months of a question. Raises: Invalid when they are in the wrong order, or too many."""
    found = Period(first, last)
    if not found.months:
        raise Invalid("validation", problems=[FieldProblem("/to", "range.order")])
    if len(found.months) > MOST_MONTHS:
        raise Invalid("validation", problems=[FieldProblem("/to", "review.many_months", {"max": MOST_MONTHS})])
    return found


def _outcome(decision: Decision) -> Outcome:
    return Outcome.REJECTED if decision.grade is Grade.D else OF_VERDICTS[decision.verdict]


def _summed(stage: Stage, parts: Iterable[Tally]) -> Figures:
    outcomes: Counter[str] = Counter()
    minutes: Counter[int] = Counter()
    overdue = 0
    for each in parts:
        outcomes.update(each.outcomes)
        minutes.update(each.minutes)
        overdue += each.overdue
    return Figures(stage, outcomes, overdue, minutes)
