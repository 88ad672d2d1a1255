"""What this service knows of works: for which call they were handed in, and what came of them. Facts come late, again
and in any order; of each thing the newest state counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from shared import events
from shared.contracts.submission_terms import SubmissionStatus

# What review decided of a round that waits; of two facts about one round the later one counts more.
DECIDED: Final[Mapping[type[events.ReviewEvent], tuple[int, SubmissionStatus]]] = {
    events.ReviewOpened: (0, SubmissionStatus.IN_REVIEW),
    events.ChangesRequested: (1, SubmissionStatus.CHANGES_REQUESTED),
    events.SubmissionRejected: (1, SubmissionStatus.REJECTED),
    events.SubmissionApproved: (1, SubmissionStatus.APPROVED),
    events.IdeaAdopted: (1, SubmissionStatus.ADOPTED),
    events.IdeaDeclined: (1, SubmissionStatus.DECLINED),
    events.PermitRevoked: (2, SubmissionStatus.REVOKED),
}
WAITING: Final = frozenset({SubmissionStatus.SUBMITTED, SubmissionStatus.IN_REVIEW})
VERIFIED: Final = "verified"


@dataclass(frozen=True)
class Snapshot:
    """A snapshot of a publication's metrics; `counts` once it is verified."""

    publication: str
    version: int
    observed_at: datetime
    reads: int
    counts: bool


@dataclass(frozen=True)
class Work:
    """A work or golden idea in one version of this service's own. `told` is the version of what the submission service
    said last, `round` the last that was handed in, `decided` what review said of which round; `publications` has of
    each its version and whether it counts."""

    id: str
    bureau: str
    version: int = 0
    told: int = -1
    outlet: str = ""
    number: str = ""
    title: str = ""
    topic: str = ""
    call: str = ""
    stated: str = ""
    submitted_at: datetime | None = None
    round: int = 0
    decided: tuple[int, int, str] = (0, 0, "")
    publications: Mapping[str, tuple[int, bool]] = field(default_factory=dict)
    snapshots: Mapping[str, Snapshot] = field(default_factory=dict)

    @property
    def status(self) -> SubmissionStatus:
        """Where it stands: what its service said, and what review has decided since."""
        stated = SubmissionStatus(self.stated or SubmissionStatus.SUBMITTED)
        round_, _, outcome = self.decided
        return SubmissionStatus(outcome) if stated in WAITING and outcome and round_ >= self.round else stated

    @property
    def published(self) -> int:
        """How many publications of it were verified."""
        return sum(counts for _, counts in self.publications.values())

    @property
    def reads(self) -> int:
        """The reads of its publications: of each those of its last verified snapshot."""
        last: dict[str, Snapshot] = {}
        for each in self.snapshots.values():
            counts = each.counts and self.publications.get(each.publication, (0, False))[1]
            before = last.get(each.publication)
            if counts and (before is None or each.observed_at > before.observed_at):
                last[each.publication] = each
        return sum(each.reads for each in last.values())

    @property
    def counts(self) -> bool:
        """Whether it was handed in, and not taken back."""
        return self.submitted_at is not None and self.status is not SubmissionStatus.WITHDRAWN

    def answers(self, call: str) -> bool:
        """Whether it is an answer to a call."""
        return self.call == call and self.counts


@dataclass(frozen=True)
class Figures:
    """What came of some works; those that were taken back do not count. `outlets`: how many handed in, `published`:
    works with a publication that was verified."""

    outlets: int = 0
    works: int = 0
    published: int = 0
    publications: int = 0
    reads: int = 0


def heard(work: Work, event: events.SubmissionEvent, version: int) -> Work:
    """With what a fact of its service says."""
    state = event.submission
    new = work
    if version > work.told:
        new = replace(
            new, told=version, outlet=state.outlet, number=state.number, title=state.title, topic=state.topic,
            call=state.call, stated=state.status, submitted_at=state.submitted_at,
        )  # fmt: skip
    if isinstance(event, events.SubmissionSubmitted):
        new = replace(new, round=max(new.round, event.round))
    publication = getattr(event, "publication", None)
    if publication is not None:
        new = _published(new, publication)
    metrics = getattr(event, "metrics", None)
    if metrics is not None and publication is not None:
        new = _measured(new, event, publication.id, metrics)
    return new if new == work else replace(new, version=work.version + 1)


def decided(work: Work, event: events.ReviewEvent) -> Work:
    """With what review decided of a round."""
    weight, outcome = DECIDED[type(event)]
    found = (event.review.round, weight, outcome.value)
    return replace(work, decided=found, version=work.version + 1) if found[:2] > work.decided[:2] else work


def _published(work: Work, told: events.PublicationState) -> Work:
    known = work.publications.get(told.id)
    if known is not None and known[0] >= told.version:
        return work
    # A correction that waits beside it, or was refused, does not change whether it counts.
    return replace(work, publications={**work.publications, told.id: (told.version, told.status == VERIFIED)})


def _measured(work: Work, event: events.SubmissionEvent, publication: str, told: events.MetricsState) -> Work:
    counts = isinstance(event, events.MetricsVerified)
    if isinstance(event, events.MetricsCorrected | events.MetricsRefused):
        counts = event.correction is not None
    known = work.snapshots.get(told.id)
    if known is not None and (known.version, known.counts) >= (told.version, counts):
        return work
    made = Snapshot(publication, told.version, told.observed_at, told.reads, counts)
    return replace(work, snapshots={**work.snapshots, told.id: made})
