"""Inputs of the submission service's queries."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, validates_schema
from marshmallow import fields as ma

from shared.contracts.fields import (
    Choice,
    Form,
    Moment,
    Pattern,
    Rule,
    Text,
    TrueFalse,
    cursor,
    identifier,
    limit,
    note,
    several,
    whole,
)
from shared.contracts.outlet_terms import Category, Level, Platform
from shared.contracts.sought import MAX_QUERY, Sought
from shared.contracts.submission.commands import MAX_TOPIC, OnSubmission
from shared.contracts.submission_terms import (
    Flag,
    Genre,
    MetricsStatus,
    PublicationStatus,
    QueueSort,
    SubmissionKind,
    SubmissionSort,
    SubmissionStatus,
)
from shared.months import SPAN

LAST_REVISION = 10_000


class MaySubmitQuery(Form):
    """Whether the account that asks may submit for an outlet."""

    outlet = identifier(required=True, metadata=note("The outlet's id."))


class SubmissionQuery(OnSubmission):
    """One submission."""


class SubmissionFilter(Form):
    """Which of the submissions that one may see; filters are combined, and what is false does not filter."""

    q = Sought(
        MAX_QUERY,
        metadata=note(
            "编号、标题或正文开头 2000 字的任一部分 / Any part of number, title, or the first 2,000 characters of the "
            "text; others than its outlet look into what was handed in."
        ),
    )
    outlet = identifier(metadata=note("Of this outlet."))
    kind = Choice(SubmissionKind)
    status = several(Choice(SubmissionStatus), len(SubmissionStatus), metadata=note("In one of these states."))
    category = Choice(Category, metadata=note("Of its outlet, when it was begun."))
    level = Choice(Level, metadata=note("It appeared at this level, in a publication that stands."))
    topic = Text(MAX_TOPIC)
    genre = Choice(Genre)
    number = Text(20, metadata=note("Such as 2026-000123."))
    submitted_from = Moment(metadata=note("Handed in first at this moment or later."))
    submitted_to = Moment(metadata=note("Handed in first before this moment."))
    period = ma.String(
        validate=Pattern(SPAN, "span"), metadata=note("Handed in first in this month, quarter or year: 2026-07.")
    )
    mine = TrueFalse(metadata=note("Begun by the account that asks."))
    approved_unreported = TrueFalse(metadata=note("Works that are approved, and no publication is reported."))
    changes_requested = TrueFalse(metadata=note("For its outlet to revise and hand in again."))
    metrics_due = TrueFalse(
        metadata=note("Numbers of a publication are due: none of its first, third or seventh day or a later one.")
    )

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if "submitted_from" in data and "submitted_to" in data and data["submitted_from"] >= data["submitted_to"]:
            raise ValidationError({"submitted_to": [Rule("range.order")]})


class SearchSubmissions(SubmissionFilter):
    """Submissions that one may see, those handed in or begun last first unless said otherwise."""

    sort = Choice(SubmissionSort, load_default=SubmissionSort.NEWEST)
    cursor = cursor()
    limit = limit()


class SubmissionCountsQuery(SubmissionFilter):
    """How many submissions lists have."""


class RevisionsQuery(OnSubmission):
    """The revisions of a submission, newest first."""

    cursor = cursor()
    limit = limit()


class RevisionQuery(OnSubmission):
    """One revision in full; its number as it stands in a path."""

    revision = identifier(required=True)


class AttachmentQuery(OnSubmission):
    """Whether a file is attached to a revision that one may see."""

    file = identifier(required=True)


class CompareQuery(OnSubmission):
    """What changed from one revision to another."""

    class Meta(Form.Meta):
        include = {  # noqa: RUF012 (`from` cannot be the name of an attribute)
            "from": whole(1, LAST_REVISION, required=True, metadata=note("Number of the older revision.")),
            "to": whole(1, LAST_REVISION, required=True, metadata=note("Number of the newer revision.")),
        }


class SubmissionHistoryQuery(OnSubmission):
    """What happened to a submission, newest first."""

    cursor = cursor()
    limit = limit()


class PublicationsQuery(OnSubmission):
    """The publications of a work, in the order in which they were reported."""


class PublicationQuery(Form):
    """One publication."""

    publication = identifier(required=True, metadata=note("The publication's id."))


class PublicationProofQuery(PublicationQuery):
    """Whether a file proves a publication that one may see, in whichever of its versions."""

    file = identifier(required=True)


class PublicationVersionsQuery(PublicationQuery):
    """The versions of a publication, newest first."""

    cursor = cursor()
    limit = limit()


class PublicationsQueue(Form):
    """Publications in the order in which they were reported, for a liaison to verify."""

    state = Choice(
        PublicationStatus,
        load_default=PublicationStatus.REPORTED,
        metadata=note("reported: what waits for a liaison, corrections of verified ones too."),
    )
    outlet = identifier()
    platform = Choice(Platform)
    host_differs = TrueFalse(metadata=note("Those alone whose address (a waiting correction's) differs, or does not."))
    sort = Choice(QueueSort, load_default=QueueSort.OLDEST)
    cursor = cursor()
    limit = limit()


class PublicationMetricsQuery(Form):
    """The snapshots of a publication, by the moment that they are of."""

    publication = identifier(required=True, metadata=note("The publication's id."))


class MetricsQuery(Form):
    """One snapshot."""

    metrics = identifier(required=True, metadata=note("The snapshot's id."))


class MetricsProofQuery(MetricsQuery):
    """Whether a file proves a snapshot that one may see, or a correction of it that waits."""

    file = identifier(required=True)


class MetricsQueue(Form):
    """Snapshots in the order in which they were reported, for a liaison to verify."""

    state = Choice(
        MetricsStatus,
        load_default=MetricsStatus.REPORTED,
        metadata=note(
            "reported: what waits for a liaison, corrections of verified ones too; lapsed: what its publication no "
            "longer waits for."
        ),
    )
    flag = Choice(Flag)
    flagged = TrueFalse(metadata=note("Those alone that have any flag, or none."))
    outlet = identifier()
    platform = Choice(Platform)
    sort = Choice(QueueSort, load_default=QueueSort.OLDEST)
    cursor = cursor()
    limit = limit()
