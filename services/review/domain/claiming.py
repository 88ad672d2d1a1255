"""Taking an item from the queue and giving it back. A lease ends by itself; acting renews it."""

from __future__ import annotations

from collections.abc import Collection

from services.review.domain.model import Change, Review
from services.review.domain.permissions import require_claim, require_stage
from services.review.domain.states import Act, require
from services.review.domain.timing import Acting
from shared.context import Role
from shared.errors import Conflict, Forbidden


def claim(review: Review, by: Acting) -> Change:
    """Take an item, or keep it longer. Raises: Conflict when somebody else holds it, Forbidden."""
    stage = require_stage(by.actor, review, Act.CLAIM)
    held = review.claim
    if held is not None and held.account != by.account and held.holds(by.now):
        raise Conflict("review.claimed", until=held.until.isoformat())
    return Change(review.evolve(by.now, claim=by.lease), Act.CLAIM, by.account, by.now, stage.stage)


def release(review: Review, by: Acting) -> Change:
    """Give an item back. Raises: Conflict unless the account holds it, Forbidden."""
    stage = require_stage(by.actor, review, Act.RELEASE)
    require_claim(by.actor, review, by.now)
    return Change(review.evolve(by.now, claim=None), Act.RELEASE, by.account, by.now, stage.stage)


def reassign(review: Review, by: Acting, account: str, members: Collection[str]) -> Change:
    """Give an item to somebody else; an empty account frees it. `members`: who acts for the outlets concerned.

    Raises: Conflict, also for somebody who may not decide it; Forbidden.
    """
    require(review.kind, review.status, Act.REASSIGN)
    if not by.actor.has(Role.ADMIN):
        raise Forbidden("review.forbidden.admin")
    barred = {*members, *review.deciders, *review.recused, *review.writers}
    if account and account in barred:
        raise Conflict("review.cannot_assign")
    new = review.evolve(by.now, claim=by.leased(account) if account else None)
    waiting = review.waiting
    stage = waiting.stage if waiting else ""
    return Change(new, Act.REASSIGN, by.account, by.now, stage, details={"to": account})


def recuse(review: Review, by: Acting, reason: str) -> Change:
    """Step back from a round (回避): the account has no part in what is left of it. Raises: Conflict, Forbidden."""
    stage = require_stage(by.actor, review, Act.RECUSE)
    kept = None if review.claim is not None and review.claim.account == by.account else review.claim
    new = review.evolve(by.now, claim=kept, recused=(*review.recused, by.account))
    return Change(new, Act.RECUSE, by.account, by.now, stage.stage, reason=reason)
