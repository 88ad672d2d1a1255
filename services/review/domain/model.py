"""What a round of review is, and what a change to one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from services.review.domain.permits import Permit
from services.review.domain.policy import StagePlan
from services.review.domain.screening import Hit, Written
from services.review.domain.states import Act
from shared.contracts.review_rules import BLOCKING
from shared.contracts.review_terms import (
    FindingState,
    Grade,
    ReviewStatus,
    Sensitivity,
    Stage,
    Verdict,
)
from shared.contracts.submission_terms import SubmissionKind
from shared.events import AttachmentState, CommentState, ReadingState, ReviewEvent, ReviewState


@dataclass(frozen=True)
class Content:
    """What is reviewed: one immutable revision."""

    title: str
    body: str
    attachments: tuple[AttachmentState, ...] = ()
    readings: tuple[ReadingState, ...] = ()

    @property
    def written(self) -> list[Written]:
        """The files with what was read in them; of one that nobody read nothing was."""
        read = {each.file: each for each in self.readings}
        nothing = ReadingState("", "", unread=True)
        return [
            Written(each.file, each.name, read.get(each.file, nothing).text, read.get(each.file, nothing).unread)
            for each in self.attachments
        ]


@dataclass(frozen=True)
class Claim:
    """Who has taken the item from the queue, and until when it is kept for them."""

    account: str
    until: datetime

    def holds(self, now: datetime) -> bool:
        """Whether it has not run out."""
        return now < self.until


@dataclass(frozen=True)
class Finding:
    """Something that screening found, and what a reviewer made of it."""

    id: str
    hit: Hit
    state: FindingState = FindingState.OPEN
    by: str = ""
    at: datetime | None = None
    reason: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the text must be changed: it was confirmed and may not be published."""
        return self.state is FindingState.CONFIRMED and self.hit.rule in BLOCKING


@dataclass(frozen=True)
class Decision:
    """What a reviewer decided at a stage. The last stage of a round also says grade, embargo and conditions.

    `minutes`: working minutes that the stage took (None: not kept then); `overdue`: its time was over.
    """

    stage: Stage
    verdict: Verdict
    by: str
    at: datetime
    reason: str = ""
    comments: tuple[CommentState, ...] = ()
    grade: Grade | None = None
    embargo_until: datetime | None = None
    no_embargo: bool = False
    conditions: tuple[str, ...] = ()
    minutes: int | None = None
    overdue: bool = False


@dataclass(frozen=True)
class Assessment:
    """One person's view of a golden idea, each 0 to 100; `score` is their weighted mean. `minutes`, `overdue`: as of a
    decision, from when the idea came."""

    by: str
    at: datetime
    novelty: int
    feasibility: int
    benefit: int
    score: Decimal
    comment: str = ""
    minutes: int | None = None
    overdue: bool = False


@dataclass(frozen=True)
class Review:
    """One round of review of one submission, in one version.

    `outlets` are its own and its co-authors'. `writers` are who began it and who handed it in, this time or before.
    `left_by` is who had it in hand and lost the account or the right to it, until somebody else takes it.
    `recused` stepped back from it, in this round or before. `embargo_before` is that of the approval before it.
    `returned`: changes were requested in a round before. `topic`, `call` (that it answers) and `planned` (where it is
    to appear): empty also of rounds from before they were kept.
    `policy` is the version of the bureau's policy that it began with.
    `due_at` is when its stage should be over; `due_exact` is False when holidays were not known; `notice_at` is when
    somebody is to be reminded next. `stage_at` is when the stage that waits began (None: not kept then), `calendar` the
    mark of the calendar that its time was counted by.
    """

    id: str
    bureau: str
    version: int
    submission: str
    number: str
    outlet: str
    outlets: tuple[str, ...]
    category: str
    kind: SubmissionKind
    genre: str
    title: str
    submitter: str
    round: int
    revision: int
    content_hash: str
    lengths: Mapping[str, int]
    policy: int
    sensitivity: Sensitivity
    status: ReviewStatus
    stages: tuple[StagePlan, ...]
    opened_at: datetime
    updated_at: datetime
    due_at: datetime
    due_exact: bool
    notice_at: datetime | None
    decisions: tuple[Decision, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    findings: tuple[Finding, ...] = ()
    findings_left_out: int = 0
    writers: tuple[str, ...] = ()
    left_by: str = ""
    recused: tuple[str, ...] = ()
    claim: Claim | None = None
    permit: str = ""
    score: Decimal | None = None
    embargo_before: datetime | None = None
    stage_at: datetime | None = None
    calendar: str = ""
    returned: bool = False
    topic: str = ""
    call: str = ""
    planned: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it waits for somebody."""
        return self.status is ReviewStatus.OPEN

    @property
    def idea(self) -> bool:
        """Whether it is a golden idea's."""
        return self.kind is SubmissionKind.GOLDEN_IDEA

    @property
    def waiting(self) -> StagePlan | None:
        """The stage that waits, None when the round is over."""
        done = {decision.stage for decision in self.decisions}
        return next((plan for plan in self.stages if plan.stage not in done), None) if self.open else None

    @property
    def deciders(self) -> tuple[str, ...]:
        """Who has decided a stage of this round, or assessed the idea."""
        return (*(each.by for each in self.decisions), *(each.by for each in self.assessments))

    @property
    def embargo(self) -> datetime | None:
        """What its approval said of an embargo; without one, what the approval before it said."""
        return self.decisions[-1].embargo_until if self.permit else self.embargo_before

    def evolve(self, now: datetime, **changes: Any) -> Review:
        """The next version."""
        return replace(self, version=self.version + 1, updated_at=now, **changes)

    def state(self) -> ReviewState:
        """What other services may know."""
        waiting = self.waiting
        return ReviewState(
            id=self.id,
            submission=self.submission,
            outlet=self.outlet,
            kind=self.kind,
            title=self.title,
            round=self.round,
            revision=self.revision,
            content_hash=self.content_hash,
            sensitivity=self.sensitivity,
            status=self.status,
            submitter=self.submitter,
            stage=waiting.stage if waiting else "",
            stages=tuple(plan.stage for plan in self.stages),
        )


@dataclass(frozen=True)
class Change:
    """A review after an act, the facts to tell, the permit as it is then, and what its history shows."""

    review: Review
    act: Act
    by: str
    at: datetime
    stage: str = ""
    events: tuple[ReviewEvent, ...] = ()
    permit: Permit | None = None
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
