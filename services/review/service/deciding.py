"""Commands about rounds of review."""

from __future__ import annotations

from functools import partial

from services.review import schemas
from services.review.domain import (
    Acting,
    Change,
    Review,
    assessing,
    claiming,
    deciding,
    findings,
    new_code,
    permissions,
    plan,
    rounds,
)
from services.review.domain.assessing import View
from services.review.domain.deciding import Blank
from services.review.repository import Mark
from services.review.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import review as contracts
from shared.contracts.review_terms import FindingState, ReviewOrder
from shared.errors import NotFound
from shared.ids import new_id
from shared.messaging import command
from shared.mongo import Unit


class DecidingMethods(Base):
    """From the queue to the decision, and its revocation."""

    @command(contracts.ClaimReview)
    def claim(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take an item from the queue."""
        return self.act(unit, data, context, claiming.claim)

    @command(contracts.ClaimNext)
    def claim_next(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take the first free item of one's queue, in its order. Who comes at the same time and is later is served
        again, from what is left. Raises: NotFound when nothing is."""
        permissions.require_decider(context.actor)
        chosen = schemas.filters(data | {Mark.FREE: True, "sort": ReviewOrder.DUE}, context.actor.account, now())
        found = self.reviews.listed(self.takeable(context), chosen, None, 0)
        if not found:
            raise NotFound("review.nothing_waits")
        return self.made(unit, found[0], context, claiming.claim)

    @command(contracts.ReleaseReview)
    def release(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Give an item back."""
        return self.act(unit, data, context, claiming.release)

    @command(contracts.ReassignReview)
    def reassign(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Give an item to somebody else. That they are open, have the role and belong to none of its outlets holds
        until the commit."""
        review, account = self.seen(data["review"], context), data.get("account", "")
        members = self.members(review)
        person = self.accounts.find(context.bureau, account) if account else None
        if account:
            roles = review.waiting.roles if review.waiting else ()
            self.accounts.rely_on(unit, context.bureau, account, *roles)
            self.outlets.require_stranger(unit, context.bureau, review.outlets, account)
        return self.act(unit, data, context, lambda one, by: claiming.reassign(one, by, account, person, members))

    @command(contracts.RecuseReview)
    def recuse(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Step back from a round."""
        return self.act(unit, data, context, lambda review, by: claiming.recuse(review, by, data["reason"]))

    @command(contracts.SetSensitivity)
    def set_sensitivity(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Say how sensitive a work is."""
        said = data["sensitivity"], data["reason"]
        return self.act(unit, data, context, lambda review, by: plan.set_sensitivity(review, by, *said))

    @command(contracts.ConfirmFinding)
    def confirm_finding(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A finding is one."""
        return self._ruled(unit, data, context, [data["finding"]], FindingState.CONFIRMED)

    @command(contracts.DismissFinding)
    def dismiss_finding(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """A finding is none."""
        return self._ruled(unit, data, context, [data["finding"]], FindingState.DISMISSED)

    @command(contracts.DismissFindings)
    def dismiss_findings(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Several findings are none."""
        return self._ruled(unit, data, context, data["findings"], FindingState.DISMISSED)

    @command(contracts.DecideStage)
    def decide(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Decide the stage that waits; the last one may make a permit."""
        return self.act(unit, data, context, partial(self._decide, unit, data))

    @command(contracts.AssessIdea)
    def assess(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """One's view of a golden idea."""
        given = {name: data[name] for name in ("novelty", "feasibility", "benefit", "comment")}
        return self.act(unit, data, context, lambda review, by: assessing.assess(review, by, View(**given)))

    @command(contracts.RevokeApproval)
    def revoke(self, unit: Unit, data: Data, context: RequestContext) -> Data:
        """Take an approval back, unless a publication comes first: the case's condition says which does."""
        return self.act(unit, data, context, partial(self._revoke, unit, data))

    def _ruled(self, unit: Unit, data: Data, context: RequestContext, ids: list[str], state: FindingState) -> Data:
        return self.act(
            unit, data, context, lambda review, by: findings.rule_on(review, by, ids, state, data["reason"])
        )

    def _decide(self, unit: Unit, data: Data, review: Review, by: Acting) -> Change:
        known = self.outlets.several(review.bureau, [review.outlet])
        name = known[review.outlet].name if review.outlet in known else ""
        blank = Blank(new_id(), new_code(review.bureau), name)
        change = deciding.decide(review, by, schemas.ruling(data), blank)
        if change.permit is None:
            return change
        approval = deciding.numbered(change, *self.permit_store.draw(unit, review.bureau, by.now))
        assert approval.permit is not None, "what was numbered"
        self.permit_store.issue(unit, approval.permit)
        return approval

    def _revoke(self, unit: Unit, data: Data, review: Review, by: Acting) -> Change:
        permit = self.permit_store.of_review(review.bureau, review.id)
        case = self.reviews.case(review.bureau, review.submission)
        change = rounds.revoke(review, by, data["reason"], permit, case)
        if permit is not None and change.permit is not None:
            self.permit_store.save(unit, permit, change.permit)
        self.reviews.save_case(unit, case, case.evolve())
        return change
