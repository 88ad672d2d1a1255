"""Golden ideas (金点子): assessed by several people; their mean adopts or declines (DOMAIN.md, section 3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from services.review.domain.model import Assessment, Change, Review
from services.review.domain.permissions import require_stage
from services.review.domain.policy import IdeaRules
from services.review.domain.states import Act
from services.review.domain.timing import Acting, took
from shared import events
from shared.contracts.review_terms import OwnReason, ReviewStatus

CENT = Decimal("0.01")


@dataclass(frozen=True)
class View:
    """What an assessor says, each 0 to 100."""

    novelty: int
    feasibility: int
    benefit: int
    comment: str = ""


def assess(review: Review, by: Acting, view: View) -> Change:
    """The review with one more assessment; the last one that is needed decides. Several people may assess at once,
    so this needs no lease. Raises: Conflict, Forbidden, also to who has assessed it before."""
    stage, rules = require_stage(by.actor, review, Act.ASSESS), by.office.policy.ideas
    score = rounded(_weighted(view, rules))
    made = Assessment(
        by.account, by.now, view.novelty, view.feasibility, view.benefit, score, view.comment, **took(review, by)
    )
    held = review.claim
    kept = None if held is not None and held.account == by.account else held
    new = review.evolve(by.now, assessments=(*review.assessments, made), claim=kept)
    if len(new.assessments) >= rules.minimum:
        return _decided(new, by)
    return Change(new, Act.ASSESS, by.account, by.now, stage.stage, reason=view.comment)


def mean(assessments: tuple[Assessment, ...], rules: IdeaRules) -> Decimal:
    """The mean of the weighted scores, to two decimals; rounded once, at the end."""
    parts = [_weighted(View(each.novelty, each.feasibility, each.benefit), rules) for each in assessments]
    return rounded(sum(parts, Fraction()) / len(parts))


def rounded(value: Fraction) -> Decimal:
    """Half a cent goes up."""
    cents = Decimal(value.numerator * 100) / Decimal(value.denominator)
    return (cents.quantize(Decimal(1), ROUND_HALF_UP) / 100).quantize(CENT)


def _weighted(view: View, rules: IdeaRules) -> Fraction:
    whole = rules.novelty + rules.feasibility + rules.benefit
    points = view.novelty * rules.novelty + view.feasibility * rules.feasibility + view.benefit * rules.benefit
    return Fraction(points, whole)


def _decided(review: Review, by: Acting) -> Change:
    rules = by.office.policy.ideas
    score, count = mean(review.assessments, rules), len(review.assessments)
    adopted = score >= rules.threshold
    status = ReviewStatus.ADOPTED if adopted else ReviewStatus.DECLINED
    new = replace(review, status=status, score=score, notice_at=None, claim=None)
    told: events.ReviewEvent
    if adopted:
        told = events.IdeaAdopted(new.state(), "", score, count)
    else:
        told = events.IdeaDeclined(new.state(), "", score, count, OwnReason.BELOW_THRESHOLD.value)
    details = {"score": str(score), "status": status, "threshold": str(rules.threshold)}
    stage = review.stages[-1].stage
    return Change(new, Act.ASSESS, by.account, by.now, stage, (told,), details=details)
