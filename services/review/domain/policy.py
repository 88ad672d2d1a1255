"""A bureau's review policy: which stages a work takes, how long each may take, and who decides. Data with versions.

A round of review keeps the version that it began with. Version 0 is the one that is shipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise, product

from shared.context import Role
from shared.contracts.outlet_terms import Category
from shared.contracts.review_terms import LEVELS, OF_WORKS, SEVERITY, Sensitivity, Stage
from shared.errors import FieldProblem, Invalid
from shared.working_time import Span, span_problems

REVIEWERS = (Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL)
# Who decides a stage of some policy: what a leader decides is theirs alone.
DECIDERS = (*REVIEWERS, Role.LEADER)
OF_LEADERS = (Role.LEADER,)


@dataclass(frozen=True)
class StagePlan:
    """A stage of a round: how many working hours it may take, and which roles decide."""

    stage: Stage
    hours: int
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Route:
    """The stages of works of some categories and sensitivities."""

    categories: tuple[Category, ...]
    sensitivities: tuple[Sensitivity, ...]
    stages: tuple[StagePlan, ...]


@dataclass(frozen=True)
class IdeaRules:
    """How golden ideas are assessed: adopted when the mean of `minimum` assessors is `threshold` or more.

    The weights of novelty, feasibility and benefit are parts of their sum.
    """

    hours: int
    roles: tuple[Role, ...]
    minimum: int
    threshold: Decimal
    novelty: int
    feasibility: int
    benefit: int


@dataclass(frozen=True)
class Policy:
    """One version; `by` proposed it, `confirmed_by` had it hold, from `at` on. A reminder comes `remind_hours` before a
    stage's time is over; `duplicate_percent` alike is near."""

    version: int
    title: str
    working_hours: tuple[Span, ...]
    lease_minutes: int
    remind_hours: int
    duplicate_percent: int
    routes: tuple[Route, ...]
    ideas: IdeaRules
    by: str = ""
    at: datetime | None = None
    reason: str = ""
    confirmed_by: str = ""

    def stages(self, category: str, sensitivity: Sensitivity) -> tuple[StagePlan, ...]:
        """The stages of a work; of a category that is not known, those of self-media."""
        wanted = category if category in set(Category) else Category.SELF_MEDIA
        return next(
            route.stages for route in self.routes if wanted in route.categories and sensitivity in route.sensitivities
        )

    def assessment(self) -> tuple[StagePlan, ...]:
        """The one stage of a golden idea."""
        return (StagePlan(Stage.ASSESSMENT, self.ideas.hours, self.ideas.roles),)


def require_sound(policy: Policy) -> Policy:
    """The policy, when what it says fits together. Raises: Invalid with every place that does not."""
    problems = [*span_problems(policy.working_hours), *_routes(policy), *_coverage(policy), *_ideas(policy)]
    # What grows with the sensitivity can be judged once every route stands.
    problems = problems or [*_growth(policy)]
    if problems:
        raise Invalid("policy.invalid", problems=problems)
    return policy


def _routes(policy: Policy) -> Iterator[FieldProblem]:
    for number, route in enumerate(policy.routes):
        place = f"/routes/{number}/stages"
        ranks = [OF_WORKS.index(plan.stage) if plan.stage in OF_WORKS else -1 for plan in route.stages]
        if -1 in ranks:
            yield FieldProblem(f"{place}/{ranks.index(-1)}/stage", "policy.stage_of_ideas")
        elif any(left >= right for left, right in pairwise(ranks)):
            yield FieldProblem(place, "policy.stage_order")
        elif OF_WORKS.index(Stage.FINAL) not in ranks:
            yield FieldProblem(place, "policy.final_missing")
        elif Sensitivity.MAJOR in route.sensitivities and not set(range(len(LEVELS))).issubset(ranks):
            yield FieldProblem(place, "policy.major_takes_all")
        for index, plan in enumerate(route.stages):
            allowed = OF_LEADERS if plan.stage is Stage.LEADER else REVIEWERS
            yield from _roles(plan.roles, f"{place}/{index}/roles", allowed)


def _roles(roles: tuple[Role, ...], place: str, allowed: tuple[Role, ...] = REVIEWERS) -> Iterator[FieldProblem]:
    if not roles or any(role not in allowed for role in roles):
        yield FieldProblem(place, "policy.roles", {"allowed": list(allowed)})


def _coverage(policy: Policy) -> Iterator[FieldProblem]:
    seen = set()
    for number, route in enumerate(policy.routes):
        for pair in product(route.categories, route.sensitivities):
            if pair in seen:
                yield FieldProblem(f"/routes/{number}", "policy.route_twice", _named(pair))
            seen.add(pair)
    for pair in product(Category, SEVERITY):
        if pair not in seen:
            yield FieldProblem("/routes", "policy.route_missing", _named(pair))


def _growth(policy: Policy) -> Iterator[FieldProblem]:
    """A more sensitive work takes every stage of a less sensitive one."""
    for category in Category:
        for less, more in pairwise(SEVERITY):
            few = {plan.stage for plan in policy.stages(category, less)}
            if not few <= {plan.stage for plan in policy.stages(category, more)}:
                yield FieldProblem("/routes", "policy.fewer_stages", _named((category, more)))


def _ideas(policy: Policy) -> Iterator[FieldProblem]:
    yield from _roles(policy.ideas.roles, "/ideas/roles")
    if policy.ideas.novelty + policy.ideas.feasibility + policy.ideas.benefit == 0:
        yield FieldProblem("/ideas/weights", "policy.weights")


def _named(pair: tuple[Category, Sensitivity]) -> dict[str, str]:
    return {"category": pair[0], "sensitivity": pair[1]}
