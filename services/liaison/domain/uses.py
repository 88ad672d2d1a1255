"""What came of material: the publications that name it, as they are now. Facts of them come in any order, and again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from services.liaison.domain.requests import Request
from shared import events
from shared.contracts.submission_terms import PublicationStatus

# What tells how a publication is; and how far it came.
PUBLICATION_FACTS: Final = (
    events.PublicationReported,
    events.PublicationVerified,
    events.PublicationCorrected,
    events.PublicationRefused,
    events.PublicationWithdrawn,
)
METRICS_FACTS: Final = (events.MetricsVerified, events.MetricsRefused)
Fact = (
    events.PublicationReported
    | events.PublicationVerified
    | events.PublicationCorrected
    | events.PublicationRefused
    | events.PublicationWithdrawn
    | events.MetricsVerified
    | events.MetricsRefused
)
# What facts of its numbers say, and those of itself do not.
KEPT: Final = ("reads", "metrics", "metrics_version", "observed_at", "noticed", "version")
STANDS: Final = frozenset({PublicationStatus.REPORTED.value, PublicationStatus.VERIFIED.value})


@dataclass(frozen=True)
class Use:
    """A publication and the request whose material it used (empty: none any more). `told` is the version of it that was
    told of last; `reads` those of its newest verified snapshot, which is `metrics` in a version. `noticed` are the
    requests whose officer was told of it; `version` counts what was kept."""

    publication: str
    bureau: str
    request: str
    submission: str
    number: str
    title: str
    media: str
    platform: str
    url: str
    published_at: datetime
    status: str
    told: int
    reads: int | None = None
    metrics: str = ""
    metrics_version: int = 0
    observed_at: datetime | None = None
    noticed: tuple[str, ...] = ()
    version: int = 0

    @property
    def news(self) -> bool:
        """Whether who answered its request is still to be told that the material was used: once it is verified."""
        return self.status == PublicationStatus.VERIFIED and bool(self.request) and self.request not in self.noticed

    @property
    def stands(self) -> bool:
        """Whether it is shown: neither refused nor withdrawn."""
        return self.status in STANDS


def heard(before: Use | None, fact: Fact, bureau: str) -> Use | None:
    """What is known of a publication with a fact of it. None for one that never named any material; one that does no
    more is kept, so that what comes late does not bring it back."""
    told = fact.publication
    if before is None and not told.material and told.version == 1:
        return None
    known = before
    if known is None or told.version > known.told:
        stated = Use(
            publication=told.id,
            bureau=bureau,
            request=told.material,
            submission=fact.submission.id,
            number=fact.submission.number,
            title=fact.submission.title,
            media=told.media,
            platform=told.platform,
            url=told.url,
            published_at=told.published_at,
            status=told.status,
            told=told.version,
        )
        known = stated if known is None else replace(stated, **{name: getattr(known, name) for name in KEPT})
    return _measured(known, fact)


def notice(use: Use, request: Request) -> tuple[Use, events.MaterialUsed]:
    """What tells who answered a request that its material was used, and that they were told."""
    officer = request.answer.by if request.answer else request.officer
    told = events.MaterialUsed(request.state(), "", officer, use.publication, use.submission, use.title, use.media)
    return replace(use, noticed=(*use.noticed, request.id)), told


def _measured(use: Use, fact: Fact) -> Use:
    if isinstance(fact, events.MetricsVerified):
        seen = fact.metrics
        known = (use.observed_at, use.metrics_version) if use.observed_at else None
        if known is None or (seen.observed_at, seen.version) >= known:
            return replace(
                use, reads=seen.reads, metrics=seen.id, metrics_version=seen.version, observed_at=seen.observed_at
            )
    if isinstance(fact, events.MetricsRefused) and fact.correction is None and fact.metrics.id == use.metrics:
        return replace(use, reads=None, metrics="", metrics_version=0, observed_at=None)
    return use
