"""Who may do what to a round of review. What is written is conditional upon the same, so these checks only explain.

Each act of a person begins with its check here, and `may` asks the same ones: a page shows what would not be refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.review.domain.model import Review
from services.review.domain.policy import DECIDERS, REVIEWERS, StagePlan
from services.review.domain.states import Act, require
from shared.context import Actor, Role
from shared.errors import Conflict, DomainError, Forbidden, NotFound
from shared.people import Person, require_person

# Who reads reviews: those who decide, and those who answer for them.
READERS = (*REVIEWERS, Role.LEADER)
# Who says how all are reviewed: one of them proposes, another one confirms.
KEEPERS = (Role.SECURITY_ADMIN, Role.REVIEWER_FINAL)
# Who reads that.
RULE_READERS = (*READERS, Role.SECURITY_ADMIN)


def require_reader(actor: Actor) -> None:
    """Raises: Forbidden to who has nothing to do with reviews."""
    if not actor.has(*READERS):
        raise Forbidden("review.forbidden.reader")


def require_rule_reader(actor: Actor) -> None:
    """Raises: Forbidden to who has nothing to do with how reviews are done."""
    if not actor.has(*RULE_READERS):
        raise Forbidden("review.forbidden.reader")


def require_decider(actor: Actor) -> None:
    """Raises: Forbidden to who decides nothing, whatever waits."""
    if not actor.has(*DECIDERS):
        raise Forbidden("review.forbidden.reviewer")


def require_overseer(actor: Actor) -> None:
    """Raises: Forbidden to who is not to know how much others have in hand."""
    if not actor.has(Role.REVIEWER_FINAL, Role.LEADER):
        raise Forbidden("review.forbidden.overseer")


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
        raise Conflict("review.illegal_move", status=review.status, action=act, allowed=[])
    if not actor.has(*waiting.roles):
        raise Forbidden("review.forbidden.stage", stage=waiting.stage, roles=list(waiting.roles))
    if actor.account in review.recused:
        raise Forbidden("review.recused")
    if actor.account in review.deciders:
        raise Forbidden("review.decided_before")
    return waiting


def assesses(actor: Actor, review: Review) -> bool:
    """Whether somebody may still say what they think of an idea: until then they are not told what others said."""
    waiting = review.waiting if review.idea else None
    given = (*review.deciders, *review.recused)
    return waiting is not None and actor.has(*waiting.roles) and actor.account not in given


def needed(review: Review, act: Act) -> tuple[Role, ...]:
    """The roles of which one is needed for an act of a person."""
    if act is Act.REASSIGN:
        return (Role.REVIEWER_FINAL,)
    waiting = review.waiting
    return waiting.roles if waiting else (Role.REVIEWER_FINAL,)


def require_takeable(actor: Actor, review: Review, now: datetime) -> StagePlan:
    """The stage that waits, for who may take it: nobody else has. Raises: Conflict, Forbidden."""
    stage, held = require_stage(actor, review, Act.CLAIM), review.claim
    if held is not None and held.account != actor.account and held.holds(now):
        raise Conflict("review.claimed", until=held.until.isoformat())
    return stage


def require_held(actor: Actor, review: Review, act: Act, now: datetime) -> StagePlan:
    """The stage that waits, for who may decide it and has taken it. Raises: Conflict, Forbidden."""
    stage, claim = require_stage(actor, review, act), review.claim
    if claim is None or claim.account != actor.account or not claim.holds(now):
        raise Conflict("review.claim_required")
    return stage


def require_ruling(actor: Actor, review: Review, act: Act, now: datetime, ids: Collection[str] = ()) -> StagePlan:
    """The stage that waits, for who may rule on what was found, on these findings if they are named.

    Raises: Conflict, Forbidden, NotFound."""
    stage, there = require_held(actor, review, act, now), {finding.id for finding in review.findings}
    if not there or not there.issuperset(ids):
        raise NotFound("finding.not_found")
    return stage


def require_assigner(actor: Actor, review: Review) -> None:
    """For who may say whose a round is. Raises: Conflict, Forbidden."""
    require(review.kind, review.status, Act.REASSIGN)
    if not actor.has(Role.REVIEWER_FINAL):
        raise Forbidden("review.forbidden.assigner")


def require_revocable(actor: Actor, review: Review, *, published: bool) -> None:
    """For who may take an approval back, before anything was published. Raises: Conflict, Forbidden."""
    if not actor.has(Role.REVIEWER_FINAL):
        raise Forbidden("review.forbidden.final")
    require(review.kind, review.status, Act.REVOKE)
    if published:
        raise Conflict("review.published")


@dataclass(frozen=True)
class Asker:
    """Who asks what they may do: the request's word, the account as it is known here, the outlets that it acts for."""

    actor: Actor
    person: Person
    own: Collection[str]


# What a client calls, and the act that it is.
CALLS: Mapping[str, Act] = {
    "claim": Act.CLAIM,
    "release": Act.RELEASE,
    "reassign": Act.REASSIGN,
    "recuse": Act.RECUSE,
    "set_sensitivity": Act.SET_SENSITIVITY,
    "confirm_finding": Act.CONFIRM,
    "dismiss_finding": Act.DISMISS,
    "dismiss_findings": Act.DISMISS,
    "decide": Act.DECIDE,
    "assess": Act.ASSESS,
    "revoke": Act.REVOKE,
}


def may(review: Review, asker: Asker, now: datetime, *, published: bool) -> tuple[str, ...]:
    """The calls about a round that would not refuse this person now, by the names that clients have for them."""
    return tuple(call for call, act in CALLS.items() if _passes(review, asker, act, now, published=published))


def _passes(review: Review, asker: Asker, act: Act, now: datetime, *, published: bool) -> bool:
    actor = asker.actor
    try:
        require_reader(actor)
        require_stranger(actor, review, asker.own)
        match act:
            case Act.CLAIM:
                require_takeable(actor, review, now)
            case Act.REASSIGN:
                require_assigner(actor, review)
            case Act.RECUSE | Act.ASSESS:
                require_stage(actor, review, act)
            case Act.CONFIRM | Act.DISMISS:
                require_ruling(actor, review, act, now)
            case Act.REVOKE:
                require_revocable(actor, review, published=published)
            case _:
                require_held(actor, review, act, now)
        require_person(asker.person, "/account", *needed(review, act))
    except DomainError:
        return False
    return True
