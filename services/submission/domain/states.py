"""The states of a submission and the moves between them.

work         draft ──submit──▶ submitted ──open──▶ in_review ──approve──▶ approved ──publish──▶ published
               ▲                  ▲                    │ │                  │  │
               │                  └─submit─ changes_requested      revise ──┘  └─revoke─▶ revoked
               └────────────────────── revise ─────────┴─reject─▶ rejected                   │
golden idea  submitted ──open──▶ in_review ──adopt──▶ adopted ──implement──▶ implemented     └─revise─▶ draft
                                     └──decline──▶ declined

Review may decide before we hear that it has opened: facts come in any order. Until it is published, what is not
rejected can be withdrawn. When its last publication is refused or withdrawn, a published work is approved again
(unpublish), or revoked when review has taken the permit back before it heard of the publication.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from shared.contracts.submission_terms import SubmissionKind, SubmissionStatus
from shared.errors import Conflict

S = SubmissionStatus


class Act(StrEnum):
    """What can happen to a submission. From `OPEN` to `DECLINE` it comes from the review service."""

    CREATE = "create"
    REVISE = "revise"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    IMPLEMENT = "implement"
    # Another outlet that it names says whether it is a co-author: in itself it moves nothing.
    ANSWER_AUTHORSHIP = "answer_authorship"
    OPEN = "open"
    REQUEST_CHANGES = "request_changes"
    APPROVE = "approve"
    REJECT = "reject"
    REVOKE = "revoke"
    ADOPT = "adopt"
    DECLINE = "decline"
    # Its last standing publication was refused or withdrawn.
    UNPUBLISH = "unpublish"
    # About its publications and their metrics: in themselves they move nothing.
    VERIFY_PUBLICATION = "verify_publication"
    REFUSE_PUBLICATION = "refuse_publication"
    CORRECT_PUBLICATION = "correct_publication"
    WITHDRAW_PUBLICATION = "withdraw_publication"
    # A reprint, whose source was moved by one of these.
    FOLLOW_SOURCE = "follow_source"
    REPORT_METRICS = "report_metrics"
    CORRECT_METRICS = "correct_metrics"
    VERIFY_METRICS = "verify_metrics"
    REFUSE_METRICS = "refuse_metrics"


# What people may be told to do instead of what was refused.
COMMANDS = (Act.REVISE, Act.SUBMIT, Act.WITHDRAW, Act.PUBLISH, Act.IMPLEMENT)

Moves = Mapping[SubmissionStatus, Mapping[Act, SubmissionStatus]]
_DECIDED: dict[Act, SubmissionStatus] = {
    Act.REQUEST_CHANGES: S.CHANGES_REQUESTED,
    Act.APPROVE: S.APPROVED,
    Act.REJECT: S.REJECTED,
    Act.WITHDRAW: S.WITHDRAWN,
}
_ASSESSED: dict[Act, SubmissionStatus] = {Act.ADOPT: S.ADOPTED, Act.DECLINE: S.DECLINED}
WORK_MOVES: Moves = {
    S.DRAFT: {Act.REVISE: S.DRAFT, Act.SUBMIT: S.SUBMITTED, Act.WITHDRAW: S.WITHDRAWN},
    S.SUBMITTED: {Act.OPEN: S.IN_REVIEW, **_DECIDED},
    S.IN_REVIEW: _DECIDED,
    S.CHANGES_REQUESTED: {
        Act.REVISE: S.CHANGES_REQUESTED,
        Act.SUBMIT: S.SUBMITTED,
        Act.WITHDRAW: S.WITHDRAWN,
    },
    S.APPROVED: {
        Act.REVISE: S.DRAFT,
        Act.PUBLISH: S.PUBLISHED,
        Act.WITHDRAW: S.WITHDRAWN,
        Act.REVOKE: S.REVOKED,
    },
    S.REVOKED: {Act.REVISE: S.DRAFT, Act.WITHDRAW: S.WITHDRAWN},
    S.PUBLISHED: {Act.PUBLISH: S.PUBLISHED, Act.UNPUBLISH: S.APPROVED},
    S.REJECTED: {},
    S.WITHDRAWN: {},
}
IDEA_MOVES: Moves = {
    S.SUBMITTED: {Act.OPEN: S.IN_REVIEW, **_ASSESSED},
    S.IN_REVIEW: _ASSESSED,
    S.ADOPTED: {Act.IMPLEMENT: S.IMPLEMENTED},
    S.DECLINED: {},
    S.IMPLEMENTED: {},
}
MOVES: dict[SubmissionKind, Moves] = {SubmissionKind.WORK: WORK_MOVES, SubmissionKind.GOLDEN_IDEA: IDEA_MOVES}


def possible(kind: SubmissionKind, status: SubmissionStatus, act: Act) -> SubmissionStatus | None:
    """The state that `act` leads to, None when it does not fit."""
    return MOVES[kind][status].get(act)


def allowed(kind: SubmissionKind, status: SubmissionStatus) -> list[Act]:
    """What people may do to a submission in this state."""
    return [act for act in COMMANDS if act in MOVES[kind][status]]


def after(kind: SubmissionKind, status: SubmissionStatus, act: Act) -> SubmissionStatus:
    """The state that `act` leads to. Raises: Conflict that names the state and what it allows."""
    found = possible(kind, status, act)
    if found is None:
        raise Conflict("submission.illegal_move", status=status, action=act, allowed=allowed(kind, status))
    return found
