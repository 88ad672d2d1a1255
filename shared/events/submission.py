"""Facts about works and golden ideas (投稿), their publications (刊发) and metrics (传播数据). The text of a revision
travels in `SubmissionSubmitted` alone: review screens it and shows it to reviewers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.events.base import Event
from shared.events.contents import ContentState, ReadingState


@dataclass(frozen=True)
class AuthorState:
    """An outlet that worked on a submission. Its `share` of the submission's `shares_of` counts where it `accepted`."""

    outlet: str
    share: int
    name: str = ""
    accepted: bool = True


@dataclass(frozen=True)
class SubmissionState:
    """What other services may know of a submission. `kind` is work or golden_idea; shares are whole parts.
    `submitted_at` is when it was handed in first, `call` the id of the call that it answers (`campaign`: in words),
    `topic_written` what its outlet called the topic where the bureau's list has another name for it, `topic_names` all
    that it was called then, the likeliest for a scheme first, `planned` where it is to appear, in words."""

    id: str
    number: str
    kind: str
    outlet: str
    status: str
    revision: int
    content_hash: str
    title: str
    submitter: str
    genre: str = ""
    topic: str = ""
    original: bool = True
    authors: tuple[AuthorState, ...] = ()
    shares_of: int = 100
    submitted_at: datetime | None = None
    campaign: str = ""
    topic_written: str = ""
    call: str = ""
    planned: tuple[str, ...] = ()
    topic_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicationState:
    """One publication of a work. `media` is the medium's name, `medium` its id in the bureau's media directory (empty:
    it is on the outlet's own channel); `length` in characters or seconds.

    A reprint has the `group` of its source. `before_permit`, `before_embargo`: earlier than it was allowed;
    `before_source`: earlier than what it reprints. `version` counts what became of it: higher is newer.
    `status` is reported, verified, refused or withdrawn; verified alone counts. `basis` is what that rests on: liaison
    (`verified_by`), rule (its id and version), or before: events from before publications were verified do not name
    it, and what they tell of counts.
    `earlier` (曾经刊发): before the work was first written down. `material`: the request whose material it used."""

    id: str
    platform: str
    level: str
    media: str
    published_at: datetime
    url: str = ""
    placement: str = "normal"
    byline: str = "own"
    length: int = 0
    reprint: bool = False
    reprint_of: str = ""
    source: str = ""
    before_permit: bool = False
    before_embargo: bool = False
    before_source: bool = False
    group: str = ""
    version: int = 1
    status: str = "verified"
    basis: str = "before"
    verified_by: str = ""
    rule: str = ""
    rule_version: int = 0
    earlier: bool = False
    medium: str = ""
    material: str = ""


@dataclass(frozen=True)
class MetricsState:
    """One dated snapshot of a publication's metrics; `capped` means that reads is "100,000+" (10万+). `version` counts
    what became of it: higher is newer; events from before snapshots were corrected do not name it."""

    id: str
    publication: str
    observed_at: datetime
    reads: int
    likes: int = 0
    shares: int = 0
    comments: int = 0
    in_views: int = 0
    capped: bool = False
    flags: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True)
class SubmissionEvent(Event):
    """Base of the facts about one submission. `by` is the account that acted, empty for the system itself."""

    source: ClassVar[str] = "submission"
    abstract: ClassVar[bool] = True

    submission: SubmissionState
    by: str


@dataclass(frozen=True)
class SubmissionSubmitted(SubmissionEvent):
    """A work or a golden idea was handed in, for the first time or again; `round` counts from 1. `readings`: what is
    written in its attachments."""

    content: ContentState
    round: int
    readings: tuple[ReadingState, ...] = ()


@dataclass(frozen=True)
class SubmissionRevised(SubmissionEvent):
    """An approved work was changed: what was approved is void (`voided_hash`), it must be submitted again."""

    voided_hash: str


@dataclass(frozen=True)
class SubmissionWithdrawn(SubmissionEvent):
    """The outlet took the submission back before it was published."""

    reason: str = ""


@dataclass(frozen=True)
class SubmissionPublished(SubmissionEvent):
    """The first publication of an approved work was reported: it is published. Again, if all were refused or
    withdrawn meanwhile."""

    publication: PublicationState


@dataclass(frozen=True)
class PublicationReported(SubmissionEvent):
    """A publication of the work, the first or a further one; it counts once it is verified."""

    publication: PublicationState


@dataclass(frozen=True)
class PublicationVerified(SubmissionEvent):
    """A liaison officer verified a publication, or its correction: it counts as it is told here."""

    publication: PublicationState


@dataclass(frozen=True)
class PublicationRefused(SubmissionEvent):
    """A liaison officer refused a publication, which counts no longer; or its `correction`: then it counts as before.

    A work that has no other publication is approved again: see its status.
    """

    publication: PublicationState
    reason: str
    correction: PublicationState | None = None


@dataclass(frozen=True)
class PublicationCorrected(SubmissionEvent):
    """A publication was corrected, with the reason. `correction` is what waits for a liaison officer while the
    publication counts as it is told here; without it the correction is what is told here."""

    publication: PublicationState
    reason: str = ""
    correction: PublicationState | None = None


@dataclass(frozen=True)
class PublicationWithdrawn(SubmissionEvent):
    """The outlet took a publication back before it was verified; or its `correction`: then it counts as before.

    A work that has no other publication is approved again: see its status.
    """

    publication: PublicationState
    reason: str = ""
    correction: PublicationState | None = None


@dataclass(frozen=True)
class ReprintFollowed(SubmissionEvent):
    """A reprint has another group, or is now older than its source or no more, for `reprinted` (its id), or what that
    reprints, was corrected, refused or withdrawn. `correction` is what waits beside the reprint."""

    publication: PublicationState
    reprinted: str
    correction: PublicationState | None = None


@dataclass(frozen=True)
class PublishedBeforeEmbargo(SubmissionEvent):
    """A publication appeared before the embargo ended (`embargo_until`). `approved_by` is the account that approved the
    work and decided the embargo, empty when that is not known."""

    publication: PublicationState
    embargo_until: datetime
    approved_by: str = ""


@dataclass(frozen=True)
class MetricsReported(SubmissionEvent):
    """A snapshot was reported; it counts once a liaison officer has verified it."""

    publication: PublicationState
    metrics: MetricsState


@dataclass(frozen=True)
class MetricsVerified(SubmissionEvent):
    """A liaison officer verified a snapshot, or its correction: it counts as it is told here."""

    publication: PublicationState
    metrics: MetricsState


@dataclass(frozen=True)
class MetricsCorrected(SubmissionEvent):
    """The outlet corrected a snapshot, or added proof. `correction` is what waits for a liaison officer while the
    snapshot counts as it is told here; without it what is told here is what is reported."""

    publication: PublicationState
    metrics: MetricsState
    reason: str = ""
    correction: MetricsState | None = None


@dataclass(frozen=True)
class MetricsRefused(SubmissionEvent):
    """A liaison officer refused a snapshot, which does not count; or its `correction`: then it counts as before."""

    publication: PublicationState
    metrics: MetricsState
    reason: str
    correction: MetricsState | None = None


@dataclass(frozen=True)
class IdeaImplemented(SubmissionEvent):
    """An adopted golden idea was put into practice."""

    note: str = ""
