"""Queries about rounds, permits, the policy and the word lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from services.review import figures, schemas, shipped
from services.review.domain import Review, conflicts, permissions, read_code
from services.review.domain.policy import DECIDERS
from services.review.domain.statistics import period
from services.review.repository import left_open, strangers
from services.review.service.base import Data
from services.review.service.proposed import ProposedMethods
from shared.clock import now
from shared.context import RequestContext, Role
from shared.contracts import review as contracts
from shared.errors import Forbidden, NotFound
from shared.messaging import query
from shared.paging import after, after_moment, decode_text, page

# How far the workload looks back.
LOOKED_BACK: Final = timedelta(days=30)
# What a queue has that nobody is shown.
NOTHING: Final[Mapping[str, Mapping[str, int]]] = {
    name: {} for name in ("waiting", "free", "mine", "overdue", "mine_overdue", "returned", "kind", "sensitivity")
}


class QueryMethods(ProposedMethods):
    """Reading; nothing is changed."""

    @query(contracts.ConflictsQuery)
    def conflicts_of_interest(self, data: Data, context: RequestContext) -> Data:
        """Which of the outlets the caller acts for and may not review."""
        outlets = self.outlets.several(context.bureau, data["outlets"]).values()
        return schemas.conflicts_view(conflicts(context.actor.account, outlets))

    @query(contracts.ReviewQueue)
    def queue(self, data: Data, context: RequestContext) -> Data:
        """What waits; a reviewer sees what they may decide, a leader all of it."""
        return self._chosen(self.waiting(context), data, context)

    @query(contracts.CountReviews)
    def counts(self, data: Data, context: RequestContext) -> Data:
        """How many there are in the queue by each of its filters, which are the list's own; who only keeps the rules of
        review has no queue."""
        if context.actor.has(*permissions.KEEPERS) and not context.actor.has(*permissions.READERS):
            return schemas.counts_view(NOTHING, None, self.proposals_to_decide(context))
        found = self.reviews.counts(self.waiting(context), schemas.filters(data, context.actor.account, now()))
        left = self.reviews.count_left(self._left(context)) if context.actor.has(Role.REVIEWER_FINAL) else None
        return schemas.counts_view(found, left, self.proposals_to_decide(context))

    @query(contracts.LeftReviews)
    def left(self, data: Data, context: RequestContext) -> Data:
        """What is open since its reviewer left. Raises: Forbidden."""
        if not context.actor.has(Role.REVIEWER_FINAL):
            raise Forbidden("review.forbidden.assigner")
        found = self.reviews.left(self._left(context), after_moment(data), data["limit"])
        return self._listed(found, data["limit"], context, "due_at")

    @query(contracts.WorkloadQuery)
    def workload(self, data: Data, context: RequestContext) -> Data:
        """Who reviews, and how much each has in hand; for who gives rounds to somebody else, and for leaders."""
        permissions.require_overseer(context.actor)
        people = {each.id: each for role in DECIDERS for each in self.accounts.holders(context.bureau, role)}
        moment = now()
        held = self.reviews.held_by(context.bureau, people, moment)
        decided = self.reviews.decided_since(context.bureau, people, moment - LOOKED_BACK)
        return schemas.workload_view(people.values(), held, decided, moment, LOOKED_BACK.days)

    @query(contracts.SearchReviews)
    def search(self, data: Data, context: RequestContext) -> Data:
        """Rounds, newest first."""
        permissions.require_reader(context.actor)
        return self._chosen({"bureau": context.bureau} | strangers(tuple(self.own(context))), data, context)

    @query(contracts.ReviewQuery)
    def get(self, data: Data, context: RequestContext) -> Data:
        """One round."""
        return self.view(self.seen(data["review"], context), context)

    @query(contracts.ReviewHistoryQuery)
    def history(self, data: Data, context: RequestContext) -> Data:
        """What happened to a round."""
        review = self.seen(data["review"], context)
        behind = decode_text(data["cursor"]) if "cursor" in data else None
        rows = self.reviews.history(context.bureau, review.id, behind, data["limit"])
        shown = page(rows, data["limit"], lambda row: [row["_id"]])
        blind = permissions.assesses(context.actor, review)
        return shown | {"items": [schemas.history_view(row, blind=blind) for row in shown["items"]]}

    @query(contracts.ReviewStatisticsQuery)
    def statistics(self, data: Data, context: RequestContext) -> Data:
        """What was decided in some months. Raises: Forbidden, Invalid."""
        if not context.actor.is_staff:
            raise Forbidden("review.forbidden.staff")
        months = period(data["from"], data["to"])
        before = self.tallies.of(context.bureau, months.previous) if "compare" in data else None
        return figures.statistics_view(months, self.tallies.of(context.bureau, months), before)

    @query(contracts.PoliciesQuery)
    def policies(self, data: Data, context: RequestContext) -> Data:
        """The versions of the policy; the one that is shipped comes last."""
        permissions.require_rule_reader(context.actor)
        (below,) = after(data, int) or [2**31]
        found = self.policy_store.versions(context.bureau, below, data["limit"])
        found += [shipped.policy()] if below > 0 and len(found) <= data["limit"] else []
        current = self.current_policy(context.bureau).version
        shown = page(found, data["limit"], lambda policy: [policy.version])
        return shown | {
            "items": [schemas.policy_view(policy, current) for policy in shown["items"]],
            "may": self.keeps(context, "propose_policy"),
        }

    @query(contracts.PolicyQuery)
    def policy(self, data: Data, context: RequestContext) -> Data:
        """One version of the policy."""
        permissions.require_rule_reader(context.actor)
        number = data["policy"]
        if not (number.isascii() and number.isdigit() and len(number) < 9):
            raise NotFound("policy.not_found")
        version = int(number)
        found = self.policy_store.version(context.bureau, version) if version else shipped.policy()
        return schemas.policy_view(found, self.current_policy(context.bureau).version)

    @query(contracts.WordListsQuery)
    def word_lists(self, data: Data, context: RequestContext) -> Data:
        """Versions of the word lists."""
        permissions.require_rule_reader(context.actor)
        behind = decode_text(data["cursor"]) if "cursor" in data else None
        equal = {name: data[name] for name in ("list", "current") if name in data}
        found = self.policy_store.list_versions(context.bureau, equal, behind, data["limit"])
        shown = page(found, data["limit"], lambda row: [row["_id"]])
        return shown | {
            "items": [schemas.word_list_view(row) for row in shown["items"]],
            "may": self.keeps(context, "propose_word_list"),
        }

    @query(contracts.WordListQuery)
    def word_list(self, data: Data, context: RequestContext) -> Data:
        """One version of a list with its words."""
        permissions.require_rule_reader(context.actor)
        found = self.policy_store.word_list(context.bureau, data["word_list"])
        return schemas.word_list_view(found) | {"may": self.keeps(context, "propose_word_list")}

    @query(contracts.PermitsQuery)
    def permits(self, data: Data, context: RequestContext) -> Data:
        """Publication permits, newest first."""
        if not context.actor.is_staff:
            raise Forbidden("review.forbidden.reader")
        named = {"outlet": "outlet", "state": "status", "year": "year"}
        equal: dict[str, Any] = {field: data[name] for name, field in named.items() if name in data}
        found = self.permit_store.page(context.bureau, equal, after_moment(data), data["limit"])
        shown = page(found, data["limit"], lambda permit: [permit.issued_at.isoformat(), permit.id])
        # Nobody of an outlet is told who acted, whatever they are besides: any work may be theirs in part.
        hidden = {"revoked_by": ""} if self.own(context) else {}
        return shown | {"items": [schemas.permit_view(permit) | hidden for permit in shown["items"]]}

    @query(contracts.PermitQuery)
    def permit(self, data: Data, context: RequestContext) -> Data:
        """Whether a permit was issued; anyone may ask. Its code says of which bureau it is."""
        code = read_code(data["code"])
        found = self.permit_store.by_code(context.bureau, code) if code else None
        if found is None:
            raise NotFound("permit.not_found")
        return schemas.public_permit_view(found)

    def _left(self, context: RequestContext) -> Data:
        return left_open(context.bureau, tuple(self.own(context)))

    def _chosen(self, base: Data, data: Data, context: RequestContext) -> Data:
        """A page of what a query's filters leave of a list, in the order that it asks for."""
        chosen = schemas.filters(data, context.actor.account, now())
        found = self.reviews.listed(base, chosen, after_moment(data), data["limit"])
        return self._listed(found, data["limit"], context, chosen.field)

    def _listed(self, found: Sequence[Review], limit: int, context: RequestContext, order: str) -> Data:
        shown = page(found, limit, lambda review: [getattr(review, order).isoformat(), review.id])
        known = self.outlets.several(context.bureau, [review.outlet for review in shown["items"]])
        names = {id_: outlet.name for id_, outlet in known.items()}
        moment, asker = now(), context.actor.account
        items = [schemas.summary_view(review, names.get(review.outlet, ""), asker, moment) for review in shown["items"]]
        return shown | {"items": items}
