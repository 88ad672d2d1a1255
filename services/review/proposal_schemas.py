"""Proposals of other rules: from checked inputs to the domain, and from the domain to views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.review.domain import Proposal
from services.review.domain.comparing import Difference
from services.review.domain.proposals import TERM
from services.review.repository.documents import policy_of
from services.review.schemas import policy_rules
from shared.clock import now
from shared.context import RequestContext
from shared.contracts.review_terms import RuleKind
from shared.events import RuleProposalState
from shared.ids import new_id

SUMMARY = (
    "id", "version", "kind", "list", "title", "base", "by", "at", "until", "reason", "decided_by", "decided_at",
    "decided_reason",
)  # fmt: skip


def new_proposal(
    kind: RuleKind, data: Mapping[str, Any], base: int, content: Mapping[str, Any], context: RequestContext
) -> Proposal:
    """What whoever asks proposes now to stand in the place of version `base`."""
    moment = now()
    return Proposal(
        id=new_id(),
        bureau=context.bureau,
        kind=kind,
        list=data.get("list", ""),
        title=data["title"],
        base=base,
        by=context.actor.account,
        at=moment,
        until=moment + TERM,
        reason=data["reason"],
        content=content,
    )


def proposal_state(proposal: Proposal) -> RuleProposalState:
    """What others are told of it: not what it says."""
    return RuleProposalState(
        proposal.id, proposal.kind.value, proposal.list, proposal.title, proposal.base, proposal.by
    )


def proposal_summary(proposal: Proposal, moment: datetime) -> dict[str, Any]:
    """`ProposalSummary` at a moment."""
    return {name: getattr(proposal, name) for name in SUMMARY} | {"state": proposal.state_at(moment)}


def proposal_view(proposal: Proposal, moment: datetime) -> dict[str, Any]:
    """`ProposalView` without its differences and what one may do."""
    whole, policy = dict(proposal.content), proposal.kind is RuleKind.POLICY
    return proposal_summary(proposal, moment) | {
        "policy": policy_rules(policy_of(whole)) if policy else None,
        "word_list": None if policy else {name: whole[name] for name in ("list", "title", "level", "words")},
    }


def change_view(difference: Difference) -> dict[str, Any]:
    """`RuleChange`."""
    return asdict(difference)
