"""What review decided. Facts come late, twice and in any order: one that no longer fits changes nothing.

A fact is about one round and the content of that round. It fits when the submission still waits in that round with
that content. A revocation that comes before its approval, or while the work is published, is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.submission.domain.model import Approval, Change, Ruling, Side, Submission
from services.submission.domain.states import Act, possible
from shared import events
from shared.contracts.submission_terms import SubmissionStatus

ACTS: dict[type[events.ReviewEvent], Act] = {
    events.ReviewOpened: Act.OPEN,
    events.ChangesRequested: Act.REQUEST_CHANGES,
    events.SubmissionApproved: Act.APPROVE,
    events.SubmissionRejected: Act.REJECT,
    events.PermitRevoked: Act.REVOKE,
    events.IdeaAdopted: Act.ADOPT,
    events.IdeaDeclined: Act.DECLINE,
}
REMEMBERING = frozenset({SubmissionStatus.SUBMITTED, SubmissionStatus.IN_REVIEW, SubmissionStatus.PUBLISHED})


def hear(submission: Submission, event: events.ReviewEvent, at: datetime) -> Change:
    """The submission after a fact of the review service, recorded there at `at`."""
    act = ACTS[type(event)]
    change = Change(
        submission, act, event.by, Side.REVIEW, at, reason=str(getattr(event, "reason", "")), details=_details(event)
    )
    if (event.review.round, event.review.content_hash) != (submission.round, submission.revision.hash):
        return replace(change, applied=False)
    if act is Act.REVOKE and submission.status in REMEMBERING:
        # Its approval is still on the way; or it was published first, and may come to be approved again.
        return replace(change, submission=replace(_ruled(submission, event, at), revoked_round=submission.round))
    status = possible(submission.kind, submission.status, act)
    if status is None:
        return replace(change, applied=False)
    new = _AFTER.get(act, _ruled)(submission, event, at)
    if act is Act.APPROVE and submission.revoked_round == submission.round:
        # What was said last is what holds, though it was heard first.
        status, new = SubmissionStatus.REVOKED, replace(new, ruling=submission.ruling)
    return replace(change, submission=replace(new, status=status))


def _opened(submission: Submission, _event: Any, at: datetime) -> Submission:
    return submission.evolve(at)


def _approved(submission: Submission, event: events.SubmissionApproved, at: datetime) -> Submission:
    approval = Approval(
        event.review.round,
        event.review.content_hash,
        at,
        event.grade,
        event.permit,
        event.embargo_until,
        event.conditions,
        event.by,
    )
    return replace(_ruled(submission, event, at), approval=approval)


def _ruled(submission: Submission, event: Any, at: datetime) -> Submission:
    ruling = Ruling(
        ACTS[type(event)],
        event.review.round,
        at,
        getattr(event, "reason", ""),
        getattr(event, "stage", ""),
        getattr(event, "grade", ""),
        getattr(event, "comments", ()),
        getattr(event, "score", None),
    )
    return submission.evolve(at, ruling=ruling)


_AFTER: dict[Act, Callable[[Submission, Any, datetime], Submission]] = {Act.OPEN: _opened, Act.APPROVE: _approved}


def _details(event: events.ReviewEvent) -> dict[str, Any]:
    found: dict[str, Any] = {"round": event.review.round, "hash": event.review.content_hash}
    shown = {name: getattr(event, name, "") for name in ("stage", "grade", "score", "embargo_until")}
    permit = getattr(event, "permit", "")
    shown["permit"] = permit.code if isinstance(permit, events.PermitState) else permit
    return found | {name: str(value) for name, value in shown.items() if value not in ("", None)}
