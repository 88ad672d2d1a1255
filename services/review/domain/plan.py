"""Which stages a round takes: of its category and sensitivity, and whatever has been decided stays decided."""

from __future__ import annotations

from dataclasses import replace

from services.review.domain.model import Change, Review
from services.review.domain.permissions import require_held
from services.review.domain.policy import StagePlan
from services.review.domain.states import Act
from services.review.domain.timing import Acting
from shared.contracts.review_terms import OF_WORKS, SEVERITY, Sensitivity, Stage
from shared.errors import Conflict, FieldProblem, Invalid


def set_sensitivity(review: Review, by: Acting, sensitivity: Sensitivity, reason: str = "") -> Change:
    """Say how sensitive a work is. The first stage may lower it with a reason, later ones may only raise it.

    Raises: Conflict, Forbidden, Invalid.
    """
    stage = require_held(by.actor, review, Act.SET_SENSITIVITY, by.now)
    lower = SEVERITY.index(sensitivity) < SEVERITY.index(review.sensitivity)
    if lower and review.decisions:
        raise Conflict("review.sensitivity_lowered")
    if lower and not reason:
        raise Invalid("validation", problems=[FieldProblem("/reason", "review.lowered_why")])
    kept = review.evolve(by.now, sensitivity=sensitivity, claim=by.lease)
    new = planned(kept, by)
    details = {"from": review.sensitivity, "to": sensitivity}
    return Change(new, Act.SET_SENSITIVITY, by.account, by.now, stage.stage, reason=reason, details=details)


def planned(review: Review, by: Acting) -> Review:
    """The review with the stages that its sensitivity takes, those decided among them. When another stage comes
    first now, it begins now, and nobody has taken it yet."""
    plans = {plan.stage: plan for plan in by.office.policy.stages(review.category, review.sensitivity)}
    done = {decision.stage for decision in review.decisions}
    plans |= {plan.stage: plan for plan in review.stages if plan.stage in done}
    stages = tuple(plans[stage] for stage in OF_WORKS if stage in plans)
    before = _waiting(review.stages, done)
    after = _waiting(stages, done)
    new = replace(review, stages=stages)
    if after is None or (before is not None and before.stage is after.stage):
        return new
    return begun(new, after, by)


def begun(review: Review, plan: StagePlan, by: Acting) -> Review:
    """The review at the beginning of a stage."""
    return replace(review, claim=None, **by.office.times(plan, by.now))


def _waiting(stages: tuple[StagePlan, ...], done: set[Stage]) -> StagePlan | None:
    return next((plan for plan in stages if plan.stage not in done), None)
