"""Proposals of other rules: one person proposes, another one confirms. What stands holds until then.

Public security organs decide by two persons what one could abuse alone (GB/T 22239—2019, 8.1.4.2, least power).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from shared.context import Actor
from shared.contracts.review_terms import ProposalState, RuleKind
from shared.errors import Conflict, DomainError, Forbidden

# So long it waits for somebody else.
TERM = timedelta(days=14)


@dataclass(frozen=True)
class Proposal:
    """What somebody proposes to stand in the place of version `base` of a policy, or of the word list `list`.

    `content` is the document of that version, as the repository keeps it.
    """

    id: str
    bureau: str
    kind: RuleKind
    list: str
    title: str
    base: int
    by: str
    at: datetime
    until: datetime
    reason: str
    content: Mapping[str, Any] = field(hash=False)
    state: ProposalState = ProposalState.OPEN
    version: int = 1
    decided_by: str = ""
    decided_at: datetime | None = None
    decided_reason: str = ""

    def state_at(self, now: datetime) -> ProposalState:
        """Where it stands: one whose time is over has ended, also before that was written."""
        over = self.state is ProposalState.OPEN and self.until <= now
        return ProposalState.EXPIRED if over else self.state


def require_open(proposal: Proposal, now: datetime) -> None:
    """Raises: Conflict when it has ended, whichever way."""
    state = proposal.state_at(now)
    if state is not ProposalState.OPEN:
        raise Conflict("rule_proposal.ended", state=state)


def require_second(actor: Actor, proposal: Proposal, now: datetime) -> None:
    """For who may confirm or refuse it: not who proposed it. Raises: Conflict, Forbidden."""
    if actor.account == proposal.by:
        raise Forbidden("rule_proposal.own")
    require_open(proposal, now)


def require_first(actor: Actor, proposal: Proposal, now: datetime) -> None:
    """For who may take it back: who proposed it. Raises: Conflict, Forbidden."""
    if actor.account != proposal.by:
        raise Forbidden("rule_proposal.not_own")
    require_open(proposal, now)


def require_beneath(proposal: Proposal, standing: int) -> None:
    """Raises: Conflict when another version than the one that it was made for stands by now."""
    if proposal.base != standing:
        raise Conflict("rule_proposal.overtaken", number=standing)


def lapse(proposal: Proposal, standing: int, now: datetime) -> ProposalState | None:
    """How it ends without anybody's decision, if it does: its time is over, or what it was to replace is."""
    if proposal.state_at(now) is ProposalState.EXPIRED:
        return ProposalState.EXPIRED
    return ProposalState.OVERTAKEN if proposal.base != standing else None


def ended(proposal: Proposal, state: ProposalState, by: str, now: datetime, reason: str = "") -> Proposal:
    """The proposal as it ended."""
    return replace(
        proposal, state=state, version=proposal.version + 1, decided_by=by, decided_at=now, decided_reason=reason
    )


def may(actor: Actor, proposal: Proposal, now: datetime) -> list[str]:
    """What of confirm, refuse and withdraw would not be refused to one of those who keep the rules."""
    calls = {"confirm": require_second, "refuse": require_second, "withdraw": require_first}
    return [call for call, rule in calls.items() if _passes(rule, actor, proposal, now)]


def _passes(rule: Any, actor: Actor, proposal: Proposal, now: datetime) -> bool:
    try:
        rule(actor, proposal, now)
    except DomainError:
        return False
    return True
