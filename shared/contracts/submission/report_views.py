"""What the submission service answers about publications and metrics."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow import fields as ma

from shared.contracts.fields import note
from shared.contracts.outlet_terms import Level, Platform
from shared.contracts.submission_terms import Basis, Byline, Flag, MetricsStatus, Placement, PublicationStatus


class StatedView(Schema):
    """What is said of a publication."""

    platform = ma.Enum(Platform, by_value=True, required=True)
    level = ma.Enum(Level, by_value=True, required=True)
    media = ma.String(required=True, metadata=note("Name of the medium, as the directory has it, or of the channel."))
    medium = ma.String(required=True, metadata=note("Id of the entry in the media directory, or empty."))
    channel = ma.String(required=True)
    url = ma.String(required=True)
    published_at = ma.AwareDateTime(required=True)
    placement = ma.Enum(Placement, by_value=True, required=True)
    byline = ma.Enum(Byline, by_value=True, required=True)
    length = ma.Integer(required=True)
    reprint = ma.Boolean(required=True)
    reprint_of = ma.String(required=True)
    source = ma.String(required=True)
    group = ma.String(required=True, metadata=note("Of a publication and its reprints; it follows the source."))
    before_permit = ma.Boolean(required=True, metadata=note("Published before it was approved."))
    before_embargo = ma.Boolean(required=True, metadata=note("Published before the embargo ended."))
    before_source = ma.Boolean(required=True, metadata=note("A reprint, older than its source, as that counts."))
    host_differs = ma.Boolean(
        required=True, metadata=note("The address is another medium's, or none where this one publishes.")
    )
    twice_of = ma.String(
        required=True,
        metadata=note("The other publication at its address, where both were reported before that was refused."),
    )
    proof = ma.List(ma.String(), required=True)
    earlier = ma.Boolean(
        required=True, metadata=note("曾经刊发 / It appeared before the work was first written down here.")
    )
    material = ma.String(required=True, metadata=note("The request whose material it used, or empty."))
    material_number = ma.String(required=True, metadata=note("The number of that request."))


class PublicationCorrection(StatedView):
    """What the outlet says that a verified publication is instead; it waits for a liaison."""

    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    reason = ma.String(required=True)


class PublicationSaid(StatedView):
    """A publication of a work, in some version. It counts when it is verified."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    submission = ma.String(required=True)
    outlet = ma.String(required=True)
    by = ma.String(required=True)
    reported_at = ma.AwareDateTime(required=True)
    state = ma.Enum(PublicationStatus, by_value=True, required=True)
    basis = ma.Enum(
        Basis,
        by_value=True,
        required=True,
        allow_none=True,
        metadata=note("Verified by a liaison, by a rule, or before publications were verified at all."),
    )
    rule = ma.String(required=True, metadata=note("The rule that it was verified by, or empty."))
    rule_version = ma.Integer(required=True)
    ruled_at = ma.AwareDateTime(required=True, allow_none=True)
    reason = ma.String(required=True, metadata=note("Why it was refused or withdrawn."))
    permit_revoked = ma.Boolean(
        required=True, metadata=note("许可已撤销 / The work's permit was revoked since it was reported.")
    )
    correction = ma.Nested(PublicationCorrection, required=True, allow_none=True)


class PublicationView(PublicationSaid):
    """A publication of a work, in its newest version."""

    may = ma.List(
        ma.String(), required=True, metadata=note("What the caller may do with it now, by the names of the commands.")
    )


class PublicationList(Schema):
    """All publications of a work; `next` is always null."""

    items = ma.List(ma.Nested(PublicationView), required=True)
    next = ma.String(required=True, allow_none=True)


class QueuedPublication(PublicationView):
    """A publication with the work and the outlet that it is of."""

    title = ma.String(required=True)
    number = ma.String(required=True)
    outlet_name = ma.String(required=True)
    level_now = ma.String(
        required=True,
        metadata=note(
            "The level of its medium or channel as that is known now (a waiting correction's); empty where the channel "
            "is verified no longer, and what waits cannot be verified."
        ),
    )
    level_differs = ma.Boolean(
        required=True,
        metadata=note("It waits and level_now is not what was reported: verifying it names the level (level)."),
    )


class PublicationPage(Schema):
    """A page of publications."""

    items = ma.List(ma.Nested(QueuedPublication), required=True)
    next = ma.String(required=True, allow_none=True)


class PublicationVersionView(PublicationSaid):
    """One version of a publication: it never changes. Who of the bureau acted is not told to outlets."""

    act = ma.String(
        required=True,
        metadata=note("publish, follow_source, revoke; verify_, refuse_, correct_, withdraw_publication."),
    )
    side = ma.String(required=True, metadata=note("outlet, staff or review."))
    acted_by = ma.String(required=True)
    acted_at = ma.AwareDateTime(required=True, allow_none=True)
    act_reason = ma.String(required=True)


class PublicationVersionPage(Schema):
    """A page of a publication's versions."""

    items = ma.List(ma.Nested(PublicationVersionView), required=True)
    next = ma.String(required=True, allow_none=True)


class PublicationNotVerified(Schema):
    """A publication that was not verified, and the code of why."""

    publication = ma.String(required=True)
    code = ma.String(required=True)


class PublicationsVerified(Schema):
    """What a batch did: `verified` also names those that were verified before."""

    verified = ma.List(ma.String(), required=True)
    refused = ma.List(ma.Nested(PublicationNotVerified), required=True)


class MetricsCorrection(Schema):
    """What the outlet says that a verified snapshot is instead; it waits for a liaison."""

    reads = ma.Integer(required=True)
    reads_shown = ma.String(required=True)
    capped = ma.Boolean(required=True)
    likes = ma.Integer(required=True)
    shares = ma.Integer(required=True)
    comments = ma.Integer(required=True)
    in_views = ma.Integer(required=True)
    flags = ma.List(ma.Enum(Flag, by_value=True), required=True)
    proof = ma.List(ma.String(), required=True)
    by = ma.String(required=True)
    at = ma.AwareDateTime(required=True)
    reason = ma.String(required=True)


class MetricsView(Schema):
    """A dated snapshot, in its newest version. It counts when it is verified."""

    id = ma.String(required=True)
    version = ma.Integer(required=True)
    publication = ma.String(required=True)
    submission = ma.String(required=True)
    outlet = ma.String(required=True)
    platform = ma.Enum(Platform, by_value=True, required=True)
    observed_at = ma.AwareDateTime(required=True)
    reads = ma.Integer(required=True)
    reads_shown = ma.String(required=True, metadata=note("For people: 12,345, or 10万+ / 100,000+ when capped."))
    capped = ma.Boolean(required=True)
    likes = ma.Integer(required=True)
    shares = ma.Integer(required=True)
    comments = ma.Integer(required=True)
    in_views = ma.Integer(required=True)
    flags = ma.List(ma.Enum(Flag, by_value=True), required=True)
    state = ma.Enum(
        MetricsStatus,
        by_value=True,
        required=True,
        metadata=note("lapsed: nobody had ruled on it when its publication was refused or withdrawn."),
    )
    reason = ma.String(required=True, metadata=note("Why it was refused."))
    publication_state = ma.Enum(
        PublicationStatus, by_value=True, required=True, metadata=note("What counts is of a verified publication.")
    )
    publication_reason = ma.String(required=True, metadata=note("Why that was refused or withdrawn."))
    proof = ma.List(ma.String(), required=True)
    without_proof = ma.Boolean(required=True, metadata=note("Verified without proof."))
    by = ma.String(required=True)
    reported_at = ma.AwareDateTime(required=True)
    ruled_at = ma.AwareDateTime(required=True, allow_none=True)
    correction = ma.Nested(MetricsCorrection, required=True, allow_none=True)


class ListedMetrics(MetricsView):
    """A snapshot, and what may be done with it."""

    may = ma.List(
        ma.String(), required=True, metadata=note("What the caller may do with it now, by the names of the commands.")
    )


class MetricsList(Schema):
    """All snapshots of a publication; `next` is always null."""

    items = ma.List(ma.Nested(ListedMetrics), required=True)
    next = ma.String(required=True, allow_none=True)


class MetricsBefore(Schema):
    """The snapshot of the same publication that came before, by the moment that it is of."""

    id = ma.String(required=True)
    observed_at = ma.AwareDateTime(required=True)
    reads = ma.Integer(required=True)
    reads_shown = ma.String(required=True)
    capped = ma.Boolean(required=True)
    likes = ma.Integer(required=True)
    shares = ma.Integer(required=True)
    comments = ma.Integer(required=True)
    in_views = ma.Integer(required=True)
    state = ma.Enum(MetricsStatus, by_value=True, required=True)


class QueuedMetrics(ListedMetrics):
    """A snapshot with the work, the outlet and the place that it is of, and what was known before."""

    title = ma.String(required=True)
    number = ma.String(required=True)
    outlet_name = ma.String(required=True)
    media = ma.String(required=True)
    url = ma.String(required=True)
    published_at = ma.AwareDateTime(required=True)
    before = ma.Nested(MetricsBefore, required=True, allow_none=True)


class MetricsPage(Schema):
    """A page of snapshots."""

    items = ma.List(ma.Nested(QueuedMetrics), required=True)
    next = ma.String(required=True, allow_none=True)


class NotVerified(Schema):
    """A snapshot that was not verified, and the code of why."""

    metrics = ma.String(required=True)
    code = ma.String(required=True)


class VerificationResult(Schema):
    """What a batch did: `verified` also names those that were verified before."""

    verified = ma.List(ma.String(), required=True)
    refused = ma.List(ma.Nested(NotVerified), required=True)
