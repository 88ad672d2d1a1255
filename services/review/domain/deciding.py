"""A stage's decision: pass, changes or reject. The last stage grades; D is a rejection (DOMAIN.md, section 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.review.domain import findings
from services.review.domain.model import Change, Decision, Review
from services.review.domain.permissions import require_held
from services.review.domain.permits import Permit
from services.review.domain.plan import begun
from services.review.domain.policy import StagePlan
from services.review.domain.states import Act
from services.review.domain.timing import Acting, took
from shared import events
from shared.contracts.review_terms import Grade, OwnReason, ReviewStatus, Sensitivity, Verdict
from shared.errors import FieldProblem, Invalid
from shared.events import CommentState, ReviewEvent

LONGEST_EMBARGO = timedelta(days=5 * 366)


@dataclass(frozen=True)
class Ruling:
    """What a reviewer says."""

    verdict: Verdict
    reason: str = ""
    comments: tuple[CommentState, ...] = ()
    grade: Grade | None = None
    embargo_until: datetime | None = None
    no_embargo: bool = False
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Blank:
    """What the bureau gives a permit before it has its number."""

    id: str
    code: str
    outlet_name: str


@dataclass(frozen=True)
class _Sitting:
    """Who rules what at which stage."""

    by: Acting
    stage: StagePlan
    ruling: Ruling
    took: Mapping[str, Any]

    @property
    def decision(self) -> Decision:
        """What is kept of it."""
        said = self.ruling
        return Decision(
            self.stage.stage, said.verdict, self.by.account, self.by.now, said.reason, said.comments, said.grade,
            said.embargo_until, said.no_embargo, said.conditions, **self.took,
        )  # fmt: skip

    def change(self, review: Review, *told: ReviewEvent) -> Change:
        """The change that it makes."""
        said, by = self.ruling, self.by
        details = {"verdict": said.verdict, "grade": said.grade or "", "comments": len(said.comments)}
        shown = {name: value for name, value in details.items() if value}
        return Change(review, Act.DECIDE, by.account, by.now, self.stage.stage, told, reason=said.reason, details=shown)

    def decided(self, review: Review, verdict: Verdict, upcoming: str = "") -> events.StageDecided:
        """The fact that every decision tells."""
        return events.StageDecided(review.state(), self.by.account, self.stage.stage, verdict, upcoming)


def decide(review: Review, by: Acting, ruling: Ruling, blank: Blank) -> Change:
    """The review after a decision at the stage that waits. Raises: Invalid, Conflict, Forbidden."""
    stage = require_held(by.actor, review, Act.DECIDE, by.now)
    last = stage.stage is review.stages[-1].stage
    _require_complete(review, ruling, by.now, last=last)
    if ruling.verdict is Verdict.PASS and ruling.grade is not Grade.D:
        findings.require_settled(review)
    sitting = _Sitting(by, stage, ruling, took(review, by))
    decided = review.evolve(by.now, decisions=(*review.decisions, sitting.decision), claim=None, left_by="")
    if ruling.verdict is Verdict.CHANGES:
        return _changes(decided, sitting)
    if ruling.verdict is Verdict.REJECT or ruling.grade is Grade.D:
        return _rejected(decided, sitting)
    return _approved(decided, sitting, blank) if last else _passed(decided, sitting)


def numbered(change: Change, year: int, number: int) -> Change:
    """An approval whose permit has its number, and the fact that it tells then."""
    assert change.permit is not None, "an approval has a permit"
    permit = replace(change.permit, year=year, number=number)
    issued = events.PermitIssued(change.review.state(), change.by, permit.state())
    return replace(change, permit=permit, events=(*change.events, issued))


def _require_complete(review: Review, ruling: Ruling, now: datetime, *, last: bool) -> None:
    problems = [
        *_comments(review, ruling),
        *_reasons(ruling),
        *(_final(review, ruling, now) if last else _early(ruling)),
    ]
    if problems:
        raise Invalid("review.decision", problems=problems)


def _comments(review: Review, ruling: Ruling) -> list[FieldProblem]:
    """A remark lies within the text that it is about."""
    problems = []
    for number, comment in enumerate(ruling.comments):
        length = review.lengths[comment.field]
        if comment.start > comment.end:
            problems.append(FieldProblem(f"/comments/{number}/end", "range.order"))
        elif comment.end > length:
            problems.append(FieldProblem(f"/comments/{number}/end", "comment.outside", {"length": length}))
    return problems


def _reasons(ruling: Ruling) -> list[FieldProblem]:
    if ruling.verdict is Verdict.REJECT and not ruling.reason:
        return [FieldProblem("/reason", "required")]
    if ruling.verdict is Verdict.CHANGES and not ruling.reason and not ruling.comments:
        return [FieldProblem("/reason", "review.say_what")]
    return []


def _early(ruling: Ruling) -> list[FieldProblem]:
    said = {
        "grade": ruling.grade,
        "embargo_until": ruling.embargo_until,
        "no_embargo": ruling.no_embargo,
        "conditions": ruling.conditions,
    }
    return [FieldProblem(f"/{name}", "review.last_stage_only") for name, value in said.items() if value]


def _final(review: Review, ruling: Ruling, now: datetime) -> list[FieldProblem]:
    problems = []
    approves = ruling.verdict is Verdict.PASS and ruling.grade is not Grade.D
    if ruling.verdict is Verdict.PASS and ruling.grade is None:
        problems.append(FieldProblem("/grade", "required"))
    if ruling.verdict is not Verdict.PASS and ruling.grade not in (None, Grade.D):
        problems.append(FieldProblem("/grade", "review.grade_of_pass"))
    if ruling.embargo_until is not None and ruling.no_embargo:
        problems.append(FieldProblem("/no_embargo", "review.embargo_twice"))
    if ruling.embargo_until is not None and not now < ruling.embargo_until <= now + LONGEST_EMBARGO:
        problems.append(FieldProblem("/embargo_until", "review.embargo_range"))
    if approves and not (ruling.embargo_until or ruling.no_embargo):
        problems += _embargo_left_open(review, now)
    return problems


def _embargo_left_open(review: Review, now: datetime) -> list[FieldProblem]:
    """Silence is no decision: for a major work, and while the embargo of the approval before has not ended."""
    if review.sensitivity is Sensitivity.MAJOR:
        return [FieldProblem("/embargo_until", "review.embargo_required")]
    before = review.embargo_before
    if before is not None and now < before:
        return [FieldProblem("/embargo_until", "review.embargo_again", {"until": before.isoformat()})]
    return []


def _passed(review: Review, sitting: _Sitting) -> Change:
    upcoming = review.waiting
    assert upcoming is not None, "a stage that is not the last one has another after it"
    new = begun(review, upcoming, sitting.by)
    return sitting.change(new, sitting.decided(new, Verdict.PASS, upcoming.stage))


def _changes(review: Review, sitting: _Sitting) -> Change:
    new, said = replace(review, status=ReviewStatus.CHANGES_REQUESTED, notice_at=None), sitting.ruling
    told = events.ChangesRequested(new.state(), sitting.by.account, sitting.stage.stage, said.reason, said.comments)
    return sitting.change(new, sitting.decided(new, Verdict.CHANGES), told)


def _rejected(review: Review, sitting: _Sitting) -> Change:
    new, said = replace(review, status=ReviewStatus.REJECTED, notice_at=None), sitting.ruling
    reason = said.reason or OwnReason.GRADED_D.value
    told = events.SubmissionRejected(new.state(), sitting.by.account, reason, said.grade or "")
    return sitting.change(new, sitting.decided(new, Verdict.REJECT), told)


def _approved(review: Review, sitting: _Sitting, blank: Blank) -> Change:
    said, by = sitting.ruling, sitting.by
    new = replace(review, status=ReviewStatus.APPROVED, notice_at=None, permit=blank.code)
    permit = Permit(
        id=blank.id, bureau=review.bureau, version=1, code=blank.code, submission=review.submission,
        review=review.id, outlet=review.outlet, outlet_name=blank.outlet_name,
        title=review.title, content_hash=review.content_hash, issued_at=by.now, embargo_until=said.embargo_until,
        conditions=said.conditions, planned=review.planned,
    )  # fmt: skip
    approved = events.SubmissionApproved(
        new.state(), by.account, said.grade or "", permit.code, said.embargo_until, said.conditions
    )
    return replace(sitting.change(new, sitting.decided(new, Verdict.PASS), approved), permit=permit)
