"""What reviewers make of what screening found. All must be settled before a work passes its first stage, or any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.review.domain.model import Change, Finding, Review
from services.review.domain.permissions import require_ruling
from services.review.domain.screening import Screened
from services.review.domain.states import Act
from services.review.domain.timing import Acting
from shared.contracts.review_terms import FindingRule, FindingState
from shared.errors import Conflict

ACTS = {FindingState.CONFIRMED: Act.CONFIRM, FindingState.DISMISSED: Act.DISMISS}


def found(screened: Screened) -> tuple[Finding, ...]:
    """Findings that wait for a reviewer."""
    return tuple(Finding(f"f{number}", hit) for number, hit in enumerate(screened.hits, 1))


def rule_on(review: Review, by: Acting, ids: Sequence[str], state: FindingState, reason: str) -> Change:
    """Confirm or dismiss findings; who comes later may judge otherwise. Raises: NotFound, Conflict, Forbidden."""
    act = ACTS[state]
    wanted = set(ids)
    stage = require_ruling(by.actor, review, act, by.now, wanted)
    ruled = tuple(
        replace(finding, state=state, by=by.account, at=by.now, reason=reason) if finding.id in wanted else finding
        for finding in review.findings
    )
    new = review.evolve(by.now, findings=ruled, claim=by.lease)
    return Change(
        new, act, by.account, by.now, stage.stage, reason=reason, details={"findings": sorted(wanted, key=_number)}
    )


def require_settled(review: Review) -> None:
    """Raises: Conflict while a finding waits, or while what was confirmed is still in the text. What was not listed
    waits for ever if it may be something else than a sensitive word: nobody has seen it."""
    waiting = sum(finding.state is FindingState.OPEN for finding in review.findings)
    if all(finding.hit.rule is not FindingRule.SENSITIVE_WORD for finding in review.findings):
        waiting += review.findings_left_out
    if waiting:
        raise Conflict("review.findings_open", count=waiting)
    blocking = sorted({finding.hit.rule.value for finding in review.findings if finding.blocks})
    if blocking:
        raise Conflict("review.findings_confirmed", rules=blocking)


def _number(id_: str) -> int:
    return int(id_[1:])
