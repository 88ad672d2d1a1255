"""Facts about reviews (审核), publication permits (发布许可) and the assessment of golden ideas (金点子)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from shared.events.base import Event


@dataclass(frozen=True)
class ReviewState:
    """One round of review of one submission. `stage` is the stage that is waiting, empty when the round is over."""

    id: str
    submission: str
    outlet: str
    kind: str
    title: str
    round: int
    revision: int
    content_hash: str
    sensitivity: str
    status: str
    submitter: str
    stage: str = ""
    stages: tuple[str, ...] = ()


@dataclass(frozen=True)
class CommentState:
    """A remark on the characters [start, end) of the text of one field (`title` or `body`)."""

    text: str
    field: str = "body"
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class PermitState:
    """A publication permit: `number` counts without a gap per bureau and year, `code` is what anyone can check."""

    id: str
    code: str
    number: int
    year: int
    submission: str
    outlet: str
    content_hash: str
    issued_at: datetime
    embargo_until: datetime | None = None


@dataclass(frozen=True)
class ReviewEvent(Event):
    """Base of the facts about one round of review. `by` is the account that acted, empty for the system itself."""

    source: ClassVar[str] = "review"
    abstract: ClassVar[bool] = True

    review: ReviewState
    by: str


@dataclass(frozen=True)
class ReviewOpened(ReviewEvent):
    """A submission was screened and waits for its first stage. Not `due_exact`: `due_at` rests on working days that
    nobody knows yet."""

    findings: int
    due_at: datetime | None = None
    due_exact: bool = True


@dataclass(frozen=True)
class StageDecided(ReviewEvent):
    """A reviewer decided a stage: `pass`, `changes` or `reject`; `next_stage` is empty after the last one."""

    stage: str
    decision: str
    next_stage: str = ""


@dataclass(frozen=True)
class StageDue(ReviewEvent):
    """The time that a stage may take is nearly over, or over when `overdue`."""

    stage: str
    due_at: datetime
    overdue: bool
    due_exact: bool = True


@dataclass(frozen=True)
class DueMoved(ReviewEvent):
    """The working days of a year became known or were corrected, and the stage's time was counted anew. It was
    `before`; when that is the same, what was a guess is known now."""

    stage: str
    due_at: datetime
    before: datetime
    due_exact: bool = True


@dataclass(frozen=True)
class ChangesRequested(ReviewEvent):
    """The work goes back to the outlet with located remarks."""

    stage: str
    reason: str
    comments: tuple[CommentState, ...] = ()


@dataclass(frozen=True)
class SubmissionApproved(ReviewEvent):
    """The round ended with approval of exactly `review.content_hash`. `grade` is A, B, C or empty."""

    grade: str
    permit: str = ""
    embargo_until: datetime | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class SubmissionRejected(ReviewEvent):
    """The round ended without approval; `reason` in a person's words, or `graded_d`."""

    reason: str
    grade: str = ""


@dataclass(frozen=True)
class PermitIssued(ReviewEvent):
    """An approval made a publication permit."""

    permit: PermitState


@dataclass(frozen=True)
class PermitRevoked(ReviewEvent):
    """A permit is no longer valid: revoked by the final reviewer, or void because the work was edited or withdrawn.

    `reason` is in a person's words, or `revised` or `withdrawn_by_outlet` where nobody said why."""

    permit: PermitState
    reason: str


@dataclass(frozen=True)
class IdeaAdopted(ReviewEvent):
    """A golden idea was adopted; `score` is the mean of its assessments, 0 to 100."""

    score: Decimal
    assessors: int


@dataclass(frozen=True)
class IdeaDeclined(ReviewEvent):
    """A golden idea was declined; `score` is the mean of its assessments, 0 to 100; `reason` is `below_threshold`."""

    score: Decimal
    assessors: int
    reason: str = ""
