"""What the review service answers. All of it but `PublicPermitView` is for staff: it names who reviewed."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.context import Role
from shared.contracts.fields import note
from shared.contracts.review_terms import (
    FindingField,
    FindingRule,
    FindingSeverity,
    FindingState,
    Grade,
    PermitStatus,
    ReviewField,
    ReviewStatus,
    Sensitivity,
    Stage,
    Statute,
    Verdict,
)
from shared.contracts.submission_terms import SubmissionKind

TOOK = note("Working minutes since the stage began; null where that was not kept.")


class ConflictsView(Schema):
    """The outlets among those asked about that the account acts for; ids that are unknown are left out."""

    conflicts = ma.List(ma.String(), required=True)


class ReviewSummary(Schema):
    """A round of review in a list."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    submission = ma.String(required=True)
    number = ma.String(required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    kind = ma.Enum(SubmissionKind, by_value=True, required=True)
    title = ma.String(required=True)
    round = ma.Integer(required=True)
    revision = ma.Integer(required=True)
    sensitivity = ma.Enum(Sensitivity, by_value=True, required=True)
    status = ma.Enum(ReviewStatus, by_value=True, required=True)
    stage = ma.Enum(Stage, by_value=True, required=True, allow_none=True, metadata=note("The one that waits."))
    due_at = ma.AwareDateTime(required=True)
    due_exact = ma.Boolean(required=True, metadata=note("False: it rests on holidays that are not announced yet."))
    overdue = ma.Boolean(required=True)
    left_by = ma.String(required=True, metadata=note("Who had it in hand and left, until it is taken again."))
    claimed_by = ma.String(required=True, metadata=note("The account that has taken it, or empty."))
    claimed_until = ma.AwareDateTime(required=True, allow_none=True)
    claimed_by_other = ma.Boolean(required=True)
    findings_open = ma.Integer(required=True)
    returned = ma.Boolean(required=True, metadata=note("It comes back after changes were requested (退改重报)."))
    opened_at = ma.AwareDateTime(required=True)
    updated_at = ma.AwareDateTime(required=True)


class ReviewPage(Schema):
    """A page of rounds."""

    items = ma.List(ma.Nested(ReviewSummary), required=True)
    next = ma.String(required=True, allow_none=True)


class ReviewerLoad(Schema):
    """Somebody who reviews, with what they have in hand."""

    account = ma.String(required=True)
    roles = ma.List(ma.Enum(Role, by_value=True), required=True, metadata=note("By which they decide."))
    in_hand = ma.Integer(required=True, metadata=note("Rounds that they have claimed or were given."))
    overdue = ma.Integer(required=True, metadata=note("Of these, those whose time is over."))
    decided = ma.Integer(
        required=True, metadata=note("Rounds that began in the last `days` of which they decided a stage, or assessed.")
    )


class Workload(Schema):
    """Everybody who reviews, who has most in hand first."""

    items = ma.List(ma.Nested(ReviewerLoad), required=True)
    days = ma.Integer(required=True)


class ReviewStageView(Schema):
    """A stage of the round; `done` when it was decided."""

    stage = ma.Enum(Stage, by_value=True, required=True)
    hours = ma.Integer(required=True)
    roles = ma.List(ma.Enum(Role, by_value=True), required=True)
    done = ma.Boolean(required=True)


class ReviewCommentView(Schema):
    """A remark on the characters [start, end) of `title` or `body`."""

    text = ma.String(required=True)
    field = ma.Enum(ReviewField, by_value=True, required=True)
    start = ma.Integer(required=True)
    end = ma.Integer(required=True)


class DecisionView(Schema):
    """What was decided at a stage."""

    stage = ma.Enum(Stage, by_value=True, required=True)
    decision = ma.Enum(Verdict, by_value=True, required=True)
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    reason = ma.String(required=True)
    comments = ma.List(ma.Nested(ReviewCommentView), required=True)
    grade = ma.Enum(Grade, by_value=True, required=True, allow_none=True)
    embargo_until = ma.AwareDateTime(required=True, allow_none=True)
    no_embargo = ma.Boolean(required=True)
    conditions = ma.List(ma.String(), required=True)
    minutes = ma.Integer(required=True, allow_none=True, metadata=TOOK)
    overdue = ma.Boolean(required=True, metadata=note("The stage's time was over."))


class AssessmentView(Schema):
    """One person's view of a golden idea."""

    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    novelty = ma.Integer(required=True)
    feasibility = ma.Integer(required=True)
    benefit = ma.Integer(required=True)
    score = ma.String(required=True, metadata=note("Two decimal places."))
    comment = ma.String(required=True)
    minutes = ma.Integer(required=True, allow_none=True, metadata=TOOK)
    overdue = ma.Boolean(required=True, metadata=note("The time for it was over."))


class FindingView(Schema):
    """Something that screening found in the characters [start, end) of a field, or files that it could not read."""

    id = ma.String(required=True)
    rule = ma.Enum(FindingRule, by_value=True, required=True)
    field = ma.Enum(FindingField, by_value=True, required=True)
    files = ma.List(ma.String(), required=True, metadata=note("Ids of the attachments that it is in."))
    start = ma.Integer(required=True)
    end = ma.Integer(required=True)
    excerpt = ma.String(required=True, metadata=note("Without personal data."))
    suggestion = ma.String(required=True)
    source = ma.String(required=True, metadata=note("The word list and its version, such as banned@3, or empty."))
    other = ma.String(required=True, metadata=note("The earlier submission that it resembles, or empty."))
    percent = ma.Integer(required=True, metadata=note("How much it resembles it."))
    severity = ma.Enum(FindingSeverity, by_value=True, required=True)
    statutes = ma.List(ma.Enum(Statute, by_value=True), required=True, metadata=note("What the rule rests on."))
    blocking = ma.Boolean(required=True, metadata=note("Once confirmed, the text must be changed."))
    state = ma.Enum(FindingState, by_value=True, required=True)
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True, allow_none=True)
    reason = ma.String(required=True)


class ReviewAttachment(Schema):
    """An attached file, and what was read in it when it was handed in."""

    file = ma.String(required=True)
    name = ma.String(required=True)
    media_type = ma.String(required=True)
    sha256 = ma.String(required=True)
    size = ma.Integer(required=True)
    text = ma.String(required=True, metadata=note("What was read in it, or empty."))
    unread = ma.Boolean(required=True, metadata=note("There is more in it than was read: somebody looks at it."))


class ReviewHistoryEntry(Schema):
    """One act: who, when, what, why."""

    id = ma.String(required=True)
    act = ma.String(required=True)
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    stage = ma.String(required=True)
    status = ma.Enum(ReviewStatus, by_value=True, required=True, metadata=note("Of the round, after it."))
    version = ma.Integer(required=True)
    reason = ma.String(required=True)
    details = ma.Dict(keys=ma.String(), required=True)
    events = ma.List(ma.String(), required=True, metadata=note("Ids of the events that told it."))


class ReviewHistoryPage(Schema):
    """A page of a round's history."""

    items = ma.List(ma.Nested(ReviewHistoryEntry), required=True)
    next = ma.String(required=True, allow_none=True)


class ReviewView(ReviewSummary):
    """A round of review in full."""

    submitter = ma.String(required=True)
    outlets = ma.List(ma.String(), required=True, metadata=note("Its outlet and those of its co-authors."))
    category = ma.String(required=True)
    genre = ma.String(required=True)
    topic = ma.String(required=True)
    call = ma.String(required=True, metadata=note("Id of the call that it answers, or empty."))
    planned = ma.List(ma.String(), required=True, metadata=note("Where it is planned to appear."))
    content_hash = ma.String(required=True)
    body = ma.String(required=True)
    attachments = ma.List(ma.Nested(ReviewAttachment), required=True)
    policy = ma.Integer(required=True, metadata=note("The version of the policy that it began with."))
    stages = ma.List(ma.Nested(ReviewStageView), required=True)
    decisions = ma.List(ma.Nested(DecisionView), required=True)
    assessments = ma.List(ma.Nested(AssessmentView), required=True)
    score = ma.String(required=True, allow_none=True, metadata=note("Of an idea: 0 to 100, two places."))
    findings = ma.List(ma.Nested(FindingView), required=True)
    findings_left_out = ma.Integer(required=True, metadata=note("How many more were found than are listed."))
    recused = ma.List(ma.String(), required=True, metadata=note("Who stepped back, in this round or before."))
    permit = ma.String(required=True, metadata=note("Code of the publication permit, or empty."))
    embargo_before = ma.AwareDateTime(
        required=True,
        allow_none=True,
        metadata=note(
            "Of the approval before: until it ends, the next one sets an embargo or says that there is none."
        ),
    )
    published = ma.Boolean(required=True, metadata=note("Whether a publication was reported: no revocation then."))
    moves = ma.List(ma.String(), required=True, metadata=note("What can be done to it in its state, by anybody."))
    may = ma.List(
        ma.String(),
        required=True,
        metadata=note("What whoever asks may call now: the operations' names, as in decide."),
    )
    history = ma.List(ma.Nested(ReviewHistoryEntry), required=True, metadata=note("The last 100 acts, newest first."))


class PermitView(Schema):
    """A publication permit, for staff."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    code = ma.String(required=True)
    number = ma.String(required=True, metadata=note("Such as 330108-2026-000012: without a gap."))
    year = ma.Integer(required=True)
    submission = ma.String(required=True)
    review = ma.String(required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    title = ma.String(required=True)
    content_hash = ma.String(required=True)
    issued_at = ma.AwareDateTime(required=True)
    embargo_until = ma.AwareDateTime(required=True, allow_none=True)
    conditions = ma.List(ma.String(), required=True, metadata=note("What whoever approved asks for."))
    planned = ma.List(ma.String(), required=True, metadata=note("Where it is planned to appear."))
    state = ma.Enum(PermitStatus, by_value=True, required=True)
    revoked_at = ma.AwareDateTime(required=True, allow_none=True)
    revoked_by = ma.String(required=True)
    reason = ma.String(required=True)


class PermitPage(Schema):
    """A page of permits."""

    items = ma.List(ma.Nested(PermitView), required=True)
    next = ma.String(required=True, allow_none=True)


class PublicPermitView(Schema):
    """What anyone may know of a permit."""

    number = ma.String(required=True)
    title = ma.String(required=True)
    outlet_name = ma.String(required=True)
    issued_on = ma.Date(required=True)
    state = ma.Enum(PermitStatus, by_value=True, required=True)
    embargo_until = ma.AwareDateTime(required=True, allow_none=True)
    conditions = ma.List(ma.String(), required=True, metadata=note("What whoever approved asks for."))
    planned = ma.List(ma.String(), required=True, metadata=note("Where it is planned to appear."))
