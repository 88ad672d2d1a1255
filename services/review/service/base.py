"""What the parts of the review service share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.review import schemas, shipped
from services.review.domain import Acting, Change, Office, Policy, Review, permissions
from services.review.domain.policy import DECIDERS, REVIEWERS
from services.review.domain.statistics import ruled
from services.review.repository import (
    Outlets,
    Permits,
    Policies,
    Prints,
    Proposals,
    Reviews,
    Statistics,
    Waiting,
)
from shared.clock import now
from shared.context import RequestContext
from shared.messaging import Repository
from shared.mongo import Unit
from shared.mongo.account_replica import AccountReplica
from shared.mongo.calendar_replica import CalendarReplica

Data = dict[str, Any]
Decide = Callable[[Review, Acting], Change]
HISTORY = 100


class Base:
    """Loads a round, has a rule decide, saves what it decided."""

    accounts = Repository(AccountReplica)
    calendars = Repository(CalendarReplica)
    outlets = Repository(Outlets)
    reviews = Repository(Reviews)
    permit_store = Repository(Permits)
    policy_store = Repository(Policies)
    prints = Repository(Prints)
    proposal_store = Repository(Proposals)
    tallies = Repository(Statistics)

    def own(self, context: RequestContext) -> list[str]:
        """The outlets that the account acts for."""
        found: list[str] = self.outlets.of_account(context.bureau, context.actor.account)
        return found

    def current_policy(self, bureau: str) -> Policy:
        """The policy for rounds that begin now."""
        found: Policy | None = self.policy_store.newest(bureau)
        return found or shipped.policy()

    def policy_of(self, review: Review) -> Policy:
        """The policy that a round began with. Raises: NotFound."""
        if review.policy == 0:
            return shipped.policy()
        found: Policy = self.policy_store.version(review.bureau, review.policy)
        return found

    def seen(self, id_: str, context: RequestContext) -> Review:
        """A round, for who may deal with it. Raises: NotFound, Forbidden, VersionMismatch."""
        permissions.require_reader(context.actor)
        review: Review = self.reviews.get(context.bureau, id_)
        permissions.require_stranger(context.actor, review, self.own(context))
        context.require_version(review.version)
        return review

    def waiting(self, context: RequestContext) -> Data:
        """The queue of whoever asks: what a reviewer may decide; all that waits for a leader. As the filter of
        a list. Raises: Forbidden."""
        permissions.require_reader(context.actor)
        whole = not context.actor.has(*REVIEWERS)
        roles = None if whole else tuple(sorted(role for role in DECIDERS if context.actor.has(role)))
        found: Data = Waiting(context.actor.account, roles, tuple(self.own(context))).query(context.bureau)
        return found

    def takeable(self, context: RequestContext) -> Data:
        """What waits that whoever asks may decide by a role, as the filter of a list."""
        roles = tuple(sorted(role for role in DECIDERS if context.actor.has(role)))
        found: Data = Waiting(context.actor.account, roles, tuple(self.own(context))).query(context.bureau)
        return found

    def members(self, review: Review) -> set[str]:
        """Who acts for the outlets of a round."""
        known = self.outlets.several(review.bureau, review.outlets)
        return {account for outlet in known.values() for account in outlet.members}

    def keeps(self, context: RequestContext, call: str) -> list[str]:
        """The call, if whoever asks may say how all are reviewed: one of the roles, and no outlet of the bureau."""
        return [call] if self.is_keeper(context) else []

    def is_keeper(self, context: RequestContext) -> bool:
        """Whether who asks may say how all are reviewed."""
        return context.actor.has(*permissions.KEEPERS) and not self.own(context)

    def office(self, bureau: str, policy: Policy) -> Office:
        """How the bureau works, by a policy and the calendar as it is now."""
        counting = self.calendars.of(bureau)
        return Office(policy, counting.workday, counting.mark)

    def acting(self, review: Review, context: RequestContext) -> Acting:
        """Who acts now, by the policy of the round."""
        return Acting(context.actor, self.office(review.bureau, self.policy_of(review)), now())

    def act(self, unit: Unit, data: Data, context: RequestContext, decide: Decide) -> Data:
        """What `decide` makes of a round, as its view. That who acts belongs to none of its outlets, and has an open
        account with the role, is looked at here and held by the transaction. Raises: what the rule does."""
        return self.made(unit, self.seen(data["review"], context), context, decide)

    def made(self, unit: Unit, review: Review, context: RequestContext, decide: Decide) -> Data:
        """The same of a round that is at hand."""
        change = decide(review, self.acting(review, context))
        self.accounts.require_actor(unit, context.actor, *permissions.needed(review, change.act))
        told = self.reviews.save(unit, review, change)
        self.tallies.count(unit, ruled(change.review)[len(ruled(review)) :])
        self.outlets.require_stranger(unit, review.bureau, review.outlets, context.actor.account)
        return self.view(change.review, context, told)

    def view(self, review: Review, context: RequestContext, *upcoming: Data) -> Data:
        """The view of a round; `upcoming` is about to be written in its history."""
        names = self.outlets.several(context.bureau, [review.outlet])
        name = names[review.outlet].name if review.outlet in names else ""
        rows = self.reviews.history(context.bureau, review.id, None, HISTORY)[:HISTORY]
        moment = now()
        summary = schemas.summary_view(review, name, context.actor.account, moment)
        content = self.reviews.content(context.bureau, review.id)
        case = self.reviews.case(context.bureau, review.submission)
        asker = permissions.Asker(context.actor, self.accounts.who(context.actor), self.own(context))
        may = permissions.may(review, asker, moment, published=case.published)
        blind = permissions.assesses(context.actor, review)
        whole = schemas.review_view(review, content, case, [*upcoming, *rows], context.locale, blind=blind)
        return summary | whole | {"may": list(may)}
