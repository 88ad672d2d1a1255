"""What the facts about proposals of other review policies and word lists tell whom."""

from __future__ import annotations

from collections.abc import Mapping

from services.notification.domain.audiences import proposer, rule_keepers
from services.notification.domain.kinds import Kind
from services.notification.domain.notices import Rule
from shared import events as facts

PROPOSAL = "rule_proposal"
WHICH = ("rule_kind", "rules")

PROPOSAL_RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    facts.RulesProposed: (Rule(Kind.RULES_PROPOSED, rule_keepers, (*WHICH, "reason"), about=PROPOSAL),),
    facts.RulesConfirmed: (Rule(Kind.RULES_CONFIRMED, proposer, WHICH, about=PROPOSAL),),
    facts.RulesRefused: (Rule(Kind.RULES_REFUSED, proposer, (*WHICH, "reason"), about=PROPOSAL),),
    facts.RulesLapsed: (Rule(Kind.RULES_LAPSED, proposer, (*WHICH, "proposal_state"), about=PROPOSAL),),
}
