"""What was proposed of the bureau's policy and word lists: reading."""

from __future__ import annotations

from typing import Any

from services.review import proposal_schemas, shipped
from services.review.domain import Policy, Proposal, comparing, permissions, proposals
from services.review.repository.documents import policy_of
from services.review.service.base import Base, Data
from shared.clock import now
from shared.context import RequestContext
from shared.contracts import review as contracts
from shared.contracts.review_terms import RuleKind
from shared.messaging import query
from shared.paging import decode_text, page


class ProposedMethods(Base):
    """Reading; nothing is changed."""

    @query(contracts.ProposalsQuery)
    def proposals(self, data: Data, context: RequestContext) -> Data:
        """Proposals, newest first."""
        permissions.require_rule_reader(context.actor)
        behind = decode_text(data["cursor"]) if "cursor" in data else None
        equal = {name: data[name].value for name in ("state", "kind") if name in data}
        other = context.actor.account if data.get("others") else ""
        found = self.proposal_store.page(context.bureau, equal, other, behind, data["limit"])
        shown = page(found, data["limit"], lambda proposal: [proposal.id])
        return shown | {"items": [proposal_schemas.proposal_summary(each, now()) for each in shown["items"]]}

    @query(contracts.ProposalQuery)
    def proposal(self, data: Data, context: RequestContext) -> Data:
        """One proposal, with what it changes."""
        permissions.require_rule_reader(context.actor)
        return self.proposal_view(self.proposal_store.get(context.bureau, data["proposal"]), context)

    def standing(self, proposal: Proposal) -> int:
        """The version that stands of what a proposal is to replace; 0 when none does, or the one that is shipped."""
        if proposal.kind is RuleKind.POLICY:
            return self.current_policy(proposal.bureau).version
        found = self.policy_store.newest_list(proposal.bureau, proposal.list)
        return found["version"] if found else 0

    def proposals_to_decide(self, context: RequestContext) -> int | None:
        """How many wait for who asks; None of who confirms none."""
        if not self.is_keeper(context):
            return None
        count: int = self.proposal_store.count_others(context.bureau, context.actor.account, now())
        return count

    def proposal_view(self, proposal: Proposal, context: RequestContext) -> Data:
        """The view of a proposal."""
        allowed = proposals.may(context.actor, proposal, now()) if self.is_keeper(context) else []
        changes = [proposal_schemas.change_view(each) for each in self._changes(proposal)]
        return proposal_schemas.proposal_view(proposal, now()) | {"changes": changes, "may": allowed}

    def _changes(self, proposal: Proposal) -> Any:
        if proposal.kind is RuleKind.POLICY:
            return comparing.policy_changes(self._policy(proposal), policy_of(dict(proposal.content)))
        before = self.policy_store.list_version(proposal.bureau, proposal.list, proposal.base)
        return comparing.word_changes(before, proposal.content)

    def _policy(self, proposal: Proposal) -> Policy:
        if proposal.base == 0:
            return shipped.policy()
        found: Policy = self.policy_store.version(proposal.bureau, proposal.base)
        return found
