"""What can happen to a round of review, and in which state.

work   open ──pass──▶ open (next stage) ──pass──▶ approved ──revoke──▶ revoked
        ├──changes──▶ changes_requested   └─(grade D)─▶ rejected
        └──reject──▶ rejected
idea   open ──enough assessments──▶ adopted | declined

The outlet may withdraw, and a later round may come, in between: an open round is withdrawn or superseded, an
approved one loses its permit as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from shared.contracts.review_terms import ReviewStatus
from shared.contracts.submission_terms import SubmissionKind
from shared.errors import Conflict


class Act(StrEnum):
    """What happens to a round. From `WITHDRAW` on it is time or a fact of another service."""

    OPEN = "open"
    CLAIM = "claim"
    RELEASE = "release"
    REASSIGN = "reassign"
    RECUSE = "recuse"
    DECIDE = "decide"
    ASSESS = "assess"
    SET_SENSITIVITY = "set_sensitivity"
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    REVOKE = "revoke"
    WITHDRAW = "withdraw"
    VOID = "void"
    SUPERSEDE = "supersede"
    REMIND = "remind"
    VACATE = "vacate"
    RECOUNT = "recount"


COMMON = (Act.CLAIM, Act.RELEASE, Act.REASSIGN, Act.RECUSE)
OF_WORKS = (*COMMON, Act.DECIDE, Act.SET_SENSITIVITY, Act.CONFIRM, Act.DISMISS)
OF_IDEAS = (*COMMON, Act.ASSESS, Act.CONFIRM, Act.DISMISS)


def allowed(kind: SubmissionKind, status: ReviewStatus) -> tuple[Act, ...]:
    """What people may do to a round in this state."""
    if status is ReviewStatus.APPROVED:
        return (Act.REVOKE,)
    if status is not ReviewStatus.OPEN:
        return ()
    return OF_IDEAS if kind is SubmissionKind.GOLDEN_IDEA else OF_WORKS


def require(kind: SubmissionKind, status: ReviewStatus, act: Act) -> None:
    """Raises: Conflict that names the state and what it allows."""
    moves: Iterable[Act] = allowed(kind, status)
    if act not in moves:
        raise Conflict("review.illegal_move", status=status, action=act, allowed=list(moves))
