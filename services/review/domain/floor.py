"""How few reviews a bureau's own policy may ask for: the floor that nobody who writes policies goes below.

No two stages of a round are one person's (`permissions.require_stage`), so three stages are three people.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.review.domain.policy import Policy
from shared.contracts.outlet_terms import Category
from shared.contracts.review_terms import LEVELS, SEVERITY, Sensitivity
from shared.errors import FieldProblem, Invalid

# Of whom nothing appears without approval (DOMAIN.md, section 3), and nobody else is responsible for it.
FLOORED = (Category.SELF_MEDIA, Category.INFLUENCER)


def require_floor(policy: Policy, least: Sensitivity) -> Policy:
    """The policy, when works of self-media and influencers that are `least` or more sensitive take all three stages.

    Raises: Invalid with every route that is below."""
    if problems := list(_below(policy, least)):
        raise Invalid("policy.below_floor", problems=problems)
    return policy


def _below(policy: Policy, least: Sensitivity) -> Iterator[FieldProblem]:
    floored = SEVERITY[SEVERITY.index(least) :]
    for number, route in enumerate(policy.routes):
        if {plan.stage for plan in route.stages} >= set(LEVELS):
            continue
        for category in FLOORED:
            for sensitivity in floored:
                if category in route.categories and sensitivity in route.sensitivities:
                    named = {"category": category, "sensitivity": sensitivity}
                    yield FieldProblem(f"/routes/{number}/stages", "policy.floor", named)
