"""What events of submission, review and liaison say of what is scored, as facts."""

from __future__ import annotations

from datetime import datetime

from services.scoring.domain.facts import (
    PARTICIPATION,
    UNAPPROVED,
    Approval,
    Author,
    Facts,
    Participation,
    Publication,
    Ruling,
    Snapshot,
    Subject,
    Unapproved,
)
from shared import events

PUBLICATION_FACTS = (
    events.PublicationReported,
    events.PublicationVerified,
    events.PublicationRefused,
    events.PublicationCorrected,
    events.PublicationWithdrawn,
    events.PublicationHeld,
    events.ReprintFollowed,
)


METRICS_FACTS = (events.MetricsVerified, events.MetricsRefused)
# More than a snapshot ever has versions.
EDITIONS = 1_000_000


def told(event: events.Event, version: int, at: datetime) -> Facts:
    """What an event of submission, review or liaison says; `version` is its aggregate's, `at` its moment."""
    match event:
        case events.ReviewEvent():
            return _decided(event, at)
        case events.UnapprovedEvent():
            return _recorded(event, version)
        case events.ParticipationEvent():
            return _participated(event, version)
    assert isinstance(event, events.SubmissionEvent)
    return _submitted(event, version, at)


def _submitted(event: events.SubmissionEvent, version: int, at: datetime) -> Facts:
    subject = subject_of(event.submission, version)
    if isinstance(event, METRICS_FACTS):
        publication, snapshot = publication_of(event.publication), _snapshot(event, version)
        return Facts(subject, None, {publication.id: publication}, {snapshot.id: snapshot})
    if isinstance(event, PUBLICATION_FACTS):
        publication = publication_of(event.publication)
        return Facts(subject, None, {publication.id: publication})
    if isinstance(event, events.IdeaImplemented):
        return Facts(subject, implemented=Ruling(version, at))
    return Facts(subject)


def _decided(event: events.ReviewEvent, at: datetime) -> Facts:
    if isinstance(event, events.SubmissionApproved):
        return Facts(approval=Approval(event.review.round, event.grade))
    assert isinstance(event, events.IdeaAdopted)
    return Facts(adopted=Ruling(event.review.round, at, str(event.score)))


def _recorded(event: events.UnapprovedEvent, version: int) -> Facts:
    state = event.unapproved
    subject = Subject(version, state.outlet, UNAPPROVED, state.title, authors=(Author(state.outlet, 1),))
    stands = not isinstance(event, events.UnapprovedWithdrawn)
    return Facts(subject, unapproved=Unapproved(version, state.platform, state.media, state.published_at, stands))


def _participated(event: events.ParticipationEvent, version: int) -> Facts:
    state = event.participation
    subject = Subject(version, state.outlet, PARTICIPATION, state.title, authors=(Author(state.outlet, 1),))
    stands = isinstance(event, events.OutletParticipated)
    return Facts(subject, participation=Participation(version, state.kind, state.at, stands))


def subject_of(state: events.SubmissionState, version: int) -> Subject:
    """The part of another service's submission that points depend on."""
    authors = tuple(Author(author.outlet, author.share, author.name, author.accepted) for author in state.authors)
    return Subject(
        version=version,
        outlet=state.outlet,
        kind=state.kind,
        title=state.title,
        number=state.number,
        genre=state.genre,
        topic=state.topic,
        topic_written=state.topic_written,
        original=state.original,
        authors=authors or (Author(state.outlet, 1),),
        call=state.call,
        topic_names=state.topic_names,
    )


def publication_of(state: events.PublicationState) -> Publication:
    """The part of another service's publication that points depend on."""
    return Publication(
        version=state.version,
        id=state.id,
        platform=state.platform,
        level=state.level,
        media=state.media,
        published_at=state.published_at,
        placement=state.placement,
        byline=state.byline,
        length=state.length,
        reprint=state.reprint,
        group=state.group,
        before_permit=state.before_permit,
        before_embargo=state.before_embargo,
        earlier=state.earlier,
        status=state.status,
        basis=state.basis,
        rule=state.rule,
        rule_version=state.rule_version,
        medium=state.medium,
    )


def _snapshot(event: events.MetricsVerified | events.MetricsRefused, version: int) -> Snapshot:
    """The work's version grows with what happens to it, not with each ruling on a snapshot: both together say which is
    newer. Refused with a correction is the correction, and the snapshot counts as before."""
    state = event.metrics
    return Snapshot(
        version=version * EDITIONS + state.version,
        counts=isinstance(event, events.MetricsVerified) or event.correction is not None,
        id=state.id,
        publication=state.publication,
        observed_at=state.observed_at,
        reads=state.reads,
        likes=state.likes,
        shares=state.shares,
        comments=state.comments,
        in_views=state.in_views,
        capped=state.capped,
    )
