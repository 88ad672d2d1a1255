"""Who may do what to a round of review. What is written is conditional upon the same, so these checks only explain."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from services.review.domain.model import Review
from services.review.domain.policy import REVIEWERS, StagePlan
from services.review.domain.states import Act, require
from shared.context import Actor, Role
from shared.errors import Conflict, Forbidden

# Who reads reviews: those who decide, and those who answer for them.
READERS = (*REVIEWERS, Role.LEADER, Role.ADMIN)


def require_reader(actor: Actor) -> None:
    """Raises: Forbidden to who has nothing to do with reviews."""
    if not actor.has(*READERS):
        raise Forbidden("review.forbidden.reader")


def require_stranger(actor: Actor, review: Review, own: Collection[str]) -> None:
    """Nobody deals with a work of an outlet that they belong to, or that they handed in. `own`: outlets of the
    account. Raises: Forbidden."""
    if actor.account in review.writers or not set(own).isdisjoint(review.outlets):
        raise Forbidden("review.own_outlet")


def require_stage(actor: Actor, review: Review, act: Act) -> StagePlan:
    """The stage that waits, for who may decide it. Raises: Conflict, Forbidden."""
    require(review.kind, review.status, act)
    waiting = review.waiting
    if waiting is None:
        raise Conflict("review.illegal_move", status=review.status, action=act, allowed="")
    if not actor.has(*waiting.roles):
        raise Forbidden("review.forbidden.stage", stage=waiting.stage, roles=", ".join(waiting.roles))
    if actor.account in review.recused:
        raise Forbidden("review.recused")
    if actor.account in review.deciders:
        raise Forbidden("review.decided_before")
    return waiting


def needed(review: Review, act: Act) -> tuple[Role, ...]:
    """The roles of which one is needed for an act of a person."""
    if act is Act.REASSIGN:
        return (Role.ADMIN,)
    waiting = review.waiting
    return waiting.roles if waiting else (Role.REVIEWER_FINAL,)


def require_claim(actor: Actor, review: Review, now: datetime) -> None:
    """For what needs the lease. Raises: Conflict."""
    claim = review.claim
    if claim is None or claim.account != actor.account or not claim.holds(now):
        raise Conflict("review.claim_required")
