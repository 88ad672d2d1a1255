"""The rules of review (DOMAIN.md, section 3): plain functions from a round and a request to a `Change`."""

from services.review.domain import (
    assessing,
    claiming,
    comparing,
    deciding,
    findings,
    permissions,
    plan,
    proposals,
    rounds,
    timing,
)
from services.review.domain.floor import require_floor
from services.review.domain.model import Assessment, Change, Claim, Content, Decision, Finding, Review
from services.review.domain.outlets import Outlet, conflicts, outlet_of
from services.review.domain.permits import Permit, new_code, read_code
from services.review.domain.policy import IdeaRules, Policy, Route, StagePlan, require_sound
from services.review.domain.proposals import Proposal
from services.review.domain.rounds import Arrival, Case
from services.review.domain.states import Act
from services.review.domain.timing import Acting, Office

__all__ = [
    "Act",
    "Acting",
    "Arrival",
    "Assessment",
    "Case",
    "Change",
    "Claim",
    "Content",
    "Decision",
    "Finding",
    "IdeaRules",
    "Office",
    "Outlet",
    "Permit",
    "Policy",
    "Proposal",
    "Review",
    "Route",
    "StagePlan",
    "assessing",
    "claiming",
    "comparing",
    "conflicts",
    "deciding",
    "findings",
    "new_code",
    "outlet_of",
    "permissions",
    "plan",
    "proposals",
    "read_code",
    "require_floor",
    "require_sound",
    "rounds",
    "timing",
]
