"""What came of material: the publications that name it, as they are now. Facts of them come in any order, and again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from services.liaison.domain.requests import Request
from shared import events
from shared.contracts.submission_terms import PublicationStatus

Fact = (
    events.PublicationReported
    | events.PublicationVerified
    | events.PublicationCorrected
    | events.PublicationRefused
    | events.PublicationWithdrawn
    | events.PublicationHeld
    | events.MetricsVerified
    | events.MetricsRefused
)
# What facts of its numbers say, and those of itself do not.
KEPT: Final = ("snapshots", "noticed", "version")
STANDS: Final = frozenset({PublicationStatus.REPORTED.value, PublicationStatus.VERIFIED.value})


@dataclass(frozen=True)
class Measured:
    """A snapshot of a publication's numbers in the newest version that was told; `counts` while it is verified."""

    version: int
    observed_at: datetime
    reads: int
    counts: bool


@dataclass(frozen=True)
class Use:
    """A publication and the request whose material it used (empty: none any more). `told` is the version of it that was
    told of last; `snapshots` are what was ruled on its numbers, by their ids. `noticed` are the requests whose officer
    was told of it; `version` counts what was kept."""

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
    snapshots: Mapping[str, Measured] = field(default_factory=dict)
    noticed: tuple[str, ...] = ()
    version: int = 0

    @property
    def reads(self) -> int | None:
        """Those of its newest verified snapshot; None when there is none."""
        counted = [each for each in self.snapshots.values() if each.counts]
        return max(counted, key=lambda each: each.observed_at).reads if counted else None

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
    if not isinstance(fact, events.MetricsVerified | events.MetricsRefused):
        return use
    seen = fact.metrics
    # Refused with a correction is the correction, and the snapshot counts as before.
    counts = isinstance(fact, events.MetricsVerified) or fact.correction is not None
    known = use.snapshots.get(seen.id)
    if known is not None and (known.version, known.counts) >= (seen.version, counts):
        return use
    made = Measured(seen.version, seen.observed_at, seen.reads, counts)
    return replace(use, snapshots={**use.snapshots, seen.id: made})
