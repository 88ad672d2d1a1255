"""A dated snapshot of a publication's metrics (传播数据)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.submission.domain.publication import OVER
from shared.contracts.outlet_terms import Platform
from shared.contracts.submission_terms import Flag, MetricsStatus, PublicationStatus
from shared.events import MetricsState

# WeChat shows no more than this: "100,000+" (10万+).
WECHAT_CAP = 100_001
NUMBERS = ("reads", "likes", "shares", "comments", "in_views")


@dataclass(frozen=True)
class Amendment:
    """What the outlet says that a verified snapshot is instead; it waits for a liaison."""

    by: str
    at: datetime
    reason: str
    corrected: Snapshot


@dataclass(frozen=True)
class Snapshot:
    """What a publication had at one moment, in one version. `capped`: reads means "100,000+".

    `said_by` are the people of the outlet who corrected it or added proof: none of them rules on it, nor does `by`.
    `publication_state`: of the publication now; nobody rules on what it had once it is over.
    """

    id: str
    bureau: str
    version: int
    publication: str
    submission: str
    outlet: str
    platform: Platform
    observed_at: datetime
    by: str
    reported_at: datetime
    reads: int
    likes: int = 0
    shares: int = 0
    comments: int = 0
    in_views: int = 0
    capped: bool = False
    flags: tuple[Flag, ...] = ()
    status: MetricsStatus = MetricsStatus.REPORTED
    ruled_by: str = ""
    ruled_at: datetime | None = None
    reason: str = ""
    proof: tuple[str, ...] = ()
    publication_state: PublicationStatus = PublicationStatus.REPORTED
    said_by: tuple[str, ...] = ()
    correction: Amendment | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """All its numbers."""
        return tuple(getattr(self, name) for name in NUMBERS)

    @property
    def without_proof(self) -> bool:
        """Whether it counts on nothing but a liaison's word."""
        return self.status is MetricsStatus.VERIFIED and not self.proof

    @property
    def stands(self) -> bool:
        """Whether it was not refused."""
        return self.status is not MetricsStatus.REFUSED

    @property
    def over(self) -> bool:
        """Whether its publication was refused or withdrawn: nobody rules on it any more."""
        return self.publication_state in OVER

    @property
    def standing(self) -> MetricsStatus:
        """Where it stands, its publication included: it waits as long as that stands."""
        return MetricsStatus.LAPSED if self.over and self.status is MetricsStatus.REPORTED else self.status

    @property
    def waits(self) -> bool:
        """Whether a liaison is to answer for it, or for its correction."""
        return not self.over and (self.status is MetricsStatus.REPORTED or self.correction is not None)

    @property
    def listed(self) -> MetricsStatus:
        """Where lists have it: all that waits is reported there."""
        return MetricsStatus.REPORTED if self.waits else self.standing

    def same_as(self, other: Snapshot) -> bool:
        """Whether both say the same numbers on the same proof."""
        return (self.numbers, self.proof) == (other.numbers, other.proof)

    def state(self) -> MetricsState:
        """What other services may know."""
        return MetricsState(
            id=self.id,
            publication=self.publication,
            observed_at=self.observed_at,
            reads=self.reads,
            likes=self.likes,
            shares=self.shares,
            comments=self.comments,
            in_views=self.in_views,
            capped=self.capped,
            flags=self.flags,
            version=self.version,
        )
