"""The rules of notification: who is told what, by which address, and what goes outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.notification.domain.audiences import moved, outlet_ids
from services.notification.domain.directory import Outlet, addresses, outlet_of
from services.notification.domain.kinds import Kind
from services.notification.domain.named import NAMED, Value, masked
from services.notification.domain.notices import (
    RETENTION,
    Notice,
    Rule,
    actor_of,
    notice_id,
    position_at,
    told,
)
from services.notification.domain.rules_account import PASSWORD_RULES
from services.notification.domain.rules_activities import ACTIVITY_RULES
from services.notification.domain.rules_calls import CALL_RULES
from services.notification.domain.rules_liaison import LIAISON_RULES
from services.notification.domain.rules_outlet import OUTLET_RULES
from services.notification.domain.rules_proposals import PROPOSAL_RULES
from services.notification.domain.rules_scoring import SCORING_RULES
from services.notification.domain.rules_unapproved import UNAPPROVED_RULES
from services.notification.domain.rules_work import REVIEW_RULES, SUBMISSION_RULES
from services.notification.domain.rules_workdays import WORKDAY_RULES
from shared import events as facts

__all__ = [
    "NAMED",
    "PARAMS",
    "RETENTION",
    "RULES",
    "Kind",
    "Notice",
    "Outlet",
    "Rule",
    "Value",
    "actor_of",
    "addresses",
    "masked",
    "moved",
    "notice_id",
    "notices",
    "outlet_ids",
    "outlet_of",
    "position_at",
]

RULES: Mapping[type[facts.Event], tuple[Rule, ...]] = {
    **OUTLET_RULES,
    **SUBMISSION_RULES,
    **REVIEW_RULES,
    **PROPOSAL_RULES,
    **SCORING_RULES,
    **UNAPPROVED_RULES,
    **WORKDAY_RULES,
    **PASSWORD_RULES,
    **LIAISON_RULES,
    **CALL_RULES,
    **ACTIVITY_RULES,
}
# What each kind's text may name.
PARAMS: Mapping[Kind, frozenset[str]] = {
    **{rule.kind: frozenset(rule.names) for rules in RULES.values() for rule in rules},
    Kind.BULLETIN_PUBLISHED: frozenset({"bulletin_kind", "title"}),
    Kind.BULLETIN_RECALLED: frozenset({"bulletin_kind", "published_at", "reason"}),
    # By who keeps the accounts: it is a fact about all that an account may be told.
    Kind.ROLES_CHANGED: frozenset(),
    Kind.RESET_LINK: frozenset({"link", "minutes"}),
}


def notices(event: facts.Event, subject: str, outlets: Sequence[Outlet] = ()) -> list[Notice]:
    """Everything that `event` about aggregate `subject` tells. `outlets`: those that it is about, its own one first (an
    outlet's own fact says it itself)."""
    known = outlets or ([outlet_of(event.outlet)] if isinstance(event, facts.OutletEvent) else ())
    return told(RULES[type(event)], event, subject, known)
