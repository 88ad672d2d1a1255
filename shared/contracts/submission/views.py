"""What the submission service answers about works and golden ideas."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import note
from shared.contracts.submission_terms import Genre, Obstacle, SubmissionKind, SubmissionStatus


class MaySubmitView(Schema):
    """The answer. Somebody who does not act for the outlet gets `not found`."""

    outlet = ma.String(required=True)
    may = ma.Boolean(required=True)
    obstacle = ma.Enum(Obstacle, by_value=True, required=True, allow_none=True, metadata=note("Null when it may."))


class SubmissionAuthor(Schema):
    """An outlet that worked on it."""

    outlet = ma.String(required=True)
    share = ma.Integer(required=True)
    name = ma.String(required=True)


class NamedAuthor(SubmissionAuthor):
    """The same with the outlet's name, which people of other outlets cannot look up by its id."""

    outlet_name = ma.String(required=True, metadata=note("Empty while the outlet is not known."))
    accepted = ma.Boolean(
        required=True,
        allow_none=True,
        metadata=note("Whether it agreed, so that its part counts; null: not answered."),
    )


class SubmissionAttachment(Schema):
    """An attached file."""

    file = ma.String(required=True)
    name = ma.String(required=True)
    media_type = ma.String(required=True)
    sha256 = ma.String(required=True)
    size = ma.Integer(required=True)


class ProofFile(Schema):
    """A file that proves something, by its id."""

    file = ma.String(required=True)


class RulingComment(Schema):
    """A remark on the characters [start, end) of `title` or `body`."""

    text = ma.String(required=True)
    field = ma.String(required=True)
    start = ma.Integer(required=True)
    end = ma.Integer(required=True)


class SubmissionApprovalView(Schema):
    """What was approved: exactly the content with this hash."""

    round = ma.Integer(required=True)
    hash = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    grade = ma.String(required=True)
    permit = ma.String(required=True, metadata=note("Code of the publication permit, or empty."))
    embargo_until = ma.AwareDateTime(required=True, allow_none=True)
    conditions = ma.List(ma.String(), required=True)


class RulingView(Schema):
    """The last thing that review said."""

    act = ma.String(required=True, metadata=note("approve, request_changes, reject, revoke, adopt or decline."))
    round = ma.Integer(required=True)
    at = ma.AwareDateTime(required=True)
    reason = ma.String(required=True)
    stage = ma.String(required=True)
    grade = ma.String(required=True)
    comments = ma.List(ma.Nested(RulingComment), required=True)
    score = ma.String(required=True, allow_none=True, metadata=note("Of an idea: 0 to 100, two places."))


class SubmissionSummary(Schema):
    """A submission in a list."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    number = ma.String(required=True, metadata=note("Such as 2026-000123: per bureau and year."))
    kind = ma.Enum(SubmissionKind, by_value=True, required=True)
    outlet = ma.String(required=True)
    outlet_name = ma.String(required=True)
    status = ma.Enum(SubmissionStatus, by_value=True, required=True)
    title = ma.String(required=True)
    genre = ma.Enum(Genre, by_value=True, required=True, allow_none=True)
    topic = ma.String(required=True)
    round = ma.Integer(required=True, metadata=note("How often it was handed in."))
    revision = ma.Integer(required=True)
    publications = ma.Integer(required=True)
    created_at = ma.AwareDateTime(required=True)
    updated_at = ma.AwareDateTime(required=True)
    submitted_at = ma.AwareDateTime(required=True, allow_none=True)


class SubmissionView(SubmissionSummary):
    """A submission. Its outlet sees the newest revision; others see the one that was handed in last."""

    submitter = ma.String(required=True)
    content_hash = ma.String(required=True)
    body = ma.String(required=True)
    original = ma.Boolean(required=True)
    campaign = ma.String(required=True)
    planned = ma.List(ma.String(), required=True, metadata=note("Where it is planned to appear."))
    call = ma.String(required=True, metadata=note("The id of the call that it answers, empty for none."))
    call_title = ma.String(required=True)
    authors = ma.List(ma.Nested(NamedAuthor), required=True)
    shares_of = ma.Integer(required=True)
    attachments = ma.List(ma.Nested(SubmissionAttachment), required=True)
    moves = ma.List(ma.String(), required=True, metadata=note("What can be done to it in its state."))
    may = ma.List(ma.String(), required=True, metadata=note("What of it the caller may do now."))
    approval = ma.Nested(SubmissionApprovalView, required=True, allow_none=True)
    ruling = ma.Nested(RulingView, required=True, allow_none=True)


class SubmissionPage(Schema):
    """A page of submissions."""

    items = ma.List(ma.Nested(SubmissionSummary), required=True)
    next = ma.String(required=True, allow_none=True)


class Queues(Schema):
    """How much waits for liaison officers."""

    publications = ma.Integer(required=True)
    metrics = ma.Integer(required=True)
    metrics_flagged = ma.Integer(required=True, metadata=note("Of these, the conspicuous ones."))


class SubmissionCounts(Schema):
    """How many submissions lists have, each number that of the list with the filter of its name."""

    by_status = ma.Dict(
        keys=ma.Enum(SubmissionStatus, by_value=True), values=ma.Integer(), required=True, metadata=note("Every state.")
    )
    approved_unreported = ma.Integer(required=True)
    changes_requested = ma.Integer(required=True)
    metrics_due = ma.Integer(required=True)
    queues = ma.Nested(
        Queues, required=True, allow_none=True, metadata=note("Of the whole bureau, whatever the filters; for staff.")
    )


class RevisionSummary(Schema):
    """A revision in a list."""

    revision = ma.Integer(required=True)
    hash = ma.String(required=True)
    title = ma.String(required=True)
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True)


class RevisionView(RevisionSummary):
    """A revision in full: it never changes."""

    submission = ma.String(required=True)
    body = ma.String(required=True)
    genre = ma.Enum(Genre, by_value=True, required=True, allow_none=True)
    topic = ma.String(required=True)
    original = ma.Boolean(required=True)
    campaign = ma.String(required=True)
    planned = ma.List(ma.String(), required=True)
    call = ma.String(required=True)
    authors = ma.List(ma.Nested(SubmissionAuthor), required=True)
    shares_of = ma.Integer(required=True)
    attachments = ma.List(ma.Nested(SubmissionAttachment), required=True)


class RevisionPage(Schema):
    """A page of revisions."""

    items = ma.List(ma.Nested(RevisionSummary), required=True)
    next = ma.String(required=True, allow_none=True)


class PieceView(Schema):
    """Part of a line: `equal`, `delete` (in the older one alone) or `insert`; no letter is cut from its accents."""

    op = ma.String(required=True)
    text = ma.String(required=True)


class HunkView(Schema):
    """Lines of the older revision that became lines of the newer; `pieces` show changed pairs by characters."""

    op = ma.String(required=True, metadata=note("equal, insert, delete or replace."))
    old_start = ma.Integer(required=True)
    new_start = ma.Integer(required=True)
    old = ma.List(ma.String(), required=True)
    new = ma.List(ma.String(), required=True)
    pieces = ma.List(ma.List(ma.Nested(PieceView)), required=True)


class MoveView(Schema):
    """Lines that stand elsewhere, edited or not; the body shows them as gone here and come there."""

    old_start = ma.Integer(required=True, metadata=note("The first of them in the older revision, from 1."))
    new_start = ma.Integer(required=True, metadata=note("The first of them in the newer revision."))
    pieces = ma.List(
        ma.List(ma.Nested(PieceView)), required=True, metadata=note("Each line by characters; an empty line has none.")
    )


class ComparisonView(Schema):
    """What changed from one revision to another."""

    submission = ma.String(required=True)
    older = ma.Nested(RevisionSummary, required=True)
    newer = ma.Nested(RevisionSummary, required=True)
    same = ma.Boolean(required=True, metadata=note("Whether title, body and files are the same (by hash)."))
    title = ma.List(ma.Nested(PieceView), required=True)
    body = ma.List(ma.Nested(HunkView), required=True)
    moves = ma.List(ma.Nested(MoveView), required=True)
    unified = ma.String(required=True, metadata=note("The body as a unified diff; empty without a change."))
    added = ma.List(ma.Nested(SubmissionAttachment), required=True)
    removed = ma.List(ma.Nested(SubmissionAttachment), required=True)
    changed = ma.List(ma.String(), required=True, metadata=note("What else differs."))


class SubmissionHistoryEntry(Schema):
    """One move: who, when, what, why. Who acted for the review is not told to outlets."""

    id = ma.String(required=True)
    act = ma.String(required=True)
    side = ma.String(required=True, metadata=note("outlet, staff or review."))
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    status = ma.String(required=True, metadata=note("Of the submission, after it."))
    version = ma.Integer(required=True)
    applied = ma.Boolean(required=True, metadata=note("False: it came too late to change anything."))
    events = ma.List(ma.String(), required=True, metadata=note("Ids of the events that told it."))
    cause = ma.String(required=True, metadata=note("Id of the event that it followed, or empty."))
    reason = ma.String(required=True)
    details = ma.Dict(keys=ma.String(), required=True)


class SubmissionHistoryPage(Schema):
    """A page of a submission's history."""

    items = ma.List(ma.Nested(SubmissionHistoryEntry), required=True)
    next = ma.String(required=True, allow_none=True)
