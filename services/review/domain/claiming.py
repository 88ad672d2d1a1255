"""Taking an item from the queue and giving it back. A lease ends by itself; acting renews it. Whoever left the bureau,
lost the stage's role or joined the outlet has nothing in hand any longer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from services.review.domain.model import Change, Review
from services.review.domain.permissions import require_assigner, require_held, require_stage, require_takeable
from services.review.domain.states import Act
from services.review.domain.timing import Acting
from shared.errors import FieldProblem, Invalid
from shared.people import Person, require_person


def claim(review: Review, by: Acting) -> Change:
    """Take an item, or keep it longer. Raises: Conflict when somebody else holds it, Forbidden."""
    stage = require_takeable(by.actor, review, by.now)
    return Change(review.evolve(by.now, claim=by.lease, left_by=""), Act.CLAIM, by.account, by.now, stage.stage)


def release(review: Review, by: Acting) -> Change:
    """Give an item back. Raises: Conflict unless the account holds it, Forbidden."""
    stage = require_held(by.actor, review, Act.RELEASE, by.now)
    return Change(review.evolve(by.now, claim=None), Act.RELEASE, by.account, by.now, stage.stage)


def reassign(review: Review, by: Acting, account: str, person: Person | None, members: Collection[str]) -> Change:
    """Give an item to somebody else; an empty account frees it. `person` is the account's, if there is such a one,
    `members` who acts for the outlets concerned.

    Raises: Invalid for somebody who may not decide it, with the rule that says why not; Conflict, Forbidden.
    """
    require_assigner(by.actor, review)
    waiting = review.waiting
    stage, roles = (waiting.stage, waiting.roles) if waiting else ("", ())
    if account:
        require_person(person, "/account", *roles)
        _require_free(review, account, members)
        new = review.evolve(by.now, claim=by.leased(account), left_by="")
    else:
        new = review.evolve(by.now, claim=None)
    return Change(new, Act.REASSIGN, by.account, by.now, stage, details={"to": account})


def vacate(review: Review, account: str, why: str, now: datetime) -> Change | None:
    """Take an item from who has it in hand and may no longer decide it. None when they have not."""
    held, waiting = review.claim, review.waiting
    if waiting is None or held is None or held.account != account or not held.holds(now):
        return None
    new = review.evolve(now, claim=None, left_by=account)
    return Change(new, Act.VACATE, "", now, waiting.stage, details={"from": account, "why": why})


def unfit(review: Review, person: Person) -> str:
    """Why somebody may no longer decide the stage that waits; empty when they may."""
    if person.closed:
        return "closed"
    return "" if review.waiting is None or person.may(*review.waiting.roles) else "role"


def recuse(review: Review, by: Acting, reason: str) -> Change:
    """Step back from a round (回避): the account has no part in what is left of it. Raises: Conflict, Forbidden."""
    stage = require_stage(by.actor, review, Act.RECUSE)
    kept = None if review.claim is not None and review.claim.account == by.account else review.claim
    new = review.evolve(by.now, claim=kept, recused=(*review.recused, by.account))
    return Change(new, Act.RECUSE, by.account, by.now, stage.stage, reason=reason)


def _require_free(review: Review, account: str, members: Collection[str]) -> None:
    """Raises: Invalid for who has a part in the work or in the round."""
    barred = (
        (members, FieldProblem("/account", "assignee.own_outlet")),
        (review.writers, FieldProblem("/account", "assignee.writer")),
        (review.deciders, FieldProblem("/account", "assignee.decided")),
        (review.recused, FieldProblem("/account", "assignee.recused")),
    )
    if problems := [problem for accounts, problem in barred if account in accounts]:
        raise Invalid("validation", problems=problems[:1])
