"""Facts about proposals of other review policies and word lists (修订建议): one person proposes, another confirms.

What a word list says from then on is told by `WordListAdopted`; these say who did what.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from shared.events.base import Event


@dataclass(frozen=True)
class RuleProposalState:
    """A proposal: of a `policy`, or of the `word_list` that is called `name`. It is to replace the version `base`."""

    id: str
    kind: str
    name: str
    title: str
    base: int
    proposer: str


@dataclass(frozen=True)
class RuleProposalEvent(Event):
    """Base of the facts about a proposal. `by` is the account that acted, empty for the system itself."""

    source: ClassVar[str] = "review"
    abstract: ClassVar[bool] = True

    proposal: RuleProposalState
    by: str


@dataclass(frozen=True)
class RulesProposed(RuleProposalEvent):
    """Somebody proposes other rules; what stands goes on until somebody else confirms them."""

    reason: str


@dataclass(frozen=True)
class RulesConfirmed(RuleProposalEvent):
    """Somebody else than the proposer confirmed it: it stands, as version `adopted`."""

    adopted: int


@dataclass(frozen=True)
class RulesRefused(RuleProposalEvent):
    """Somebody else than the proposer refused it, and said why."""

    reason: str


@dataclass(frozen=True)
class RulesLapsed(RuleProposalEvent):
    """It ended without a decision: `withdrawn` by its proposer, `overtaken` by another one, or `expired`."""

    outcome: str
