"""What a publication (刊发) is: what is said of it, what follows from that, what became of it, in versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.submission.domain.model import Side
from services.submission.domain.places import place_of
from services.submission.domain.states import Act
from shared.clock import day_around
from shared.contracts.outlet_terms import Level, Platform
from shared.contracts.submission_terms import Basis, Byline, Placement, PublicationStatus
from shared.events import PublicationState

# What a report says, and a correction may say otherwise.
STATED = (
    "platform", "level", "media", "medium", "channel", "url", "published_at", "placement", "byline", "length",
    "reprint", "reprint_of", "source", "proof", "earlier", "material", "material_number",
)  # fmt: skip
# What follows from it.
JUDGED = ("group", "before_permit", "before_embargo", "before_source", "host_differs", "twice_of")

# What is refused or withdrawn is over: it stands nowhere.
OVER = frozenset({PublicationStatus.REFUSED, PublicationStatus.WITHDRAWN})


# On which days after it appeared numbers of it are wanted.
DUE_DAYS = (1, 3, 7)


@dataclass(frozen=True)
class Reach:
    """How far something came: the numbers of a snapshot."""

    reads: int
    likes: int
    shares: int
    comments: int
    in_views: int


@dataclass(frozen=True)
class Correction:
    """What the outlet says that a verified publication is instead; it waits for a liaison."""

    by: str
    at: datetime
    reason: str
    corrected: Publication


@dataclass(frozen=True)
class Publication:
    """One publication of a work, in one version. A reprint shares the `group` of its source, which is the source's id.

    `said_by` are the people of the outlet who reported and corrected it: none of them rules on it. `snapshots` counts
    what was reported of its metrics: they are judged against each other, one after the other. `reprints` counts how
    often something was said to reprint it, which is judged by it. `twice_of` is the
    publication that has its place, for one from before a place was given once. `earlier` (曾经刊发): it appeared before
    the work was first written down here, and says so. `material` is the request whose material it used, with its
    number. `permit_revoked`: review took the work's permit back since it was reported. `observed_until` is the moment
    of its newest snapshot that stands, `reach` the numbers of its newest verified one; `judged` counts how often these
    were found out.
    """

    id: str
    bureau: str
    submission: str
    outlet: str
    platform: Platform
    level: Level
    published_at: datetime
    by: str
    reported_at: datetime
    media: str = ""
    medium: str = ""
    channel: str = ""
    url: str = ""
    placement: Placement = Placement.NORMAL
    byline: Byline = Byline.OWN
    length: int = 0
    reprint: bool = False
    reprint_of: str = ""
    source: str = ""
    group: str = ""
    before_permit: bool = False
    before_embargo: bool = False
    before_source: bool = False
    host_differs: bool = False
    proof: tuple[str, ...] = ()
    snapshots: int = 0
    reprints: int = 0
    version: int = 1
    status: PublicationStatus = PublicationStatus.REPORTED
    basis: Basis | None = None
    rule: str = ""
    rule_version: int = 0
    ruled_by: str = ""
    ruled_at: datetime | None = None
    reason: str = ""
    said_by: tuple[str, ...] = ()
    correction: Correction | None = None
    twice_of: str = ""
    earlier: bool = False
    material: str = ""
    material_number: str = ""
    permit_revoked: bool = False
    observed_until: datetime | None = None
    reach: Reach | None = None
    judged: int = 0

    @property
    def due_at(self) -> datetime | None:
        """From when on numbers of it are due: the beginning of the first of `DUE_DAYS` (Asia/Shanghai) on which, or
        after which, none were observed. None for what is over or measured to the end."""
        begin, until = day_around(self.published_at)[0], self.observed_until
        days = (begin + timedelta(days=day) for day in DUE_DAYS)
        return next((day for day in days if until is None or until < day), None) if self.stands else None

    @property
    def stands(self) -> bool:
        """Whether it was neither refused nor withdrawn: its place is taken."""
        return self.status not in OVER

    @property
    def waits(self) -> bool:
        """Whether a liaison is to answer for it, or for its correction."""
        return self.status is PublicationStatus.REPORTED or self.correction is not None

    @property
    def doubtful(self) -> bool:
        """Whether the address of what a liaison is to answer for, or answered for last, looks like somebody else's."""
        return self.correction.corrected.host_differs if self.correction else self.host_differs

    @property
    def place(self) -> str:
        """What is the same for two reports of one publication: its address, or medium and day where there is none."""
        return place_of(self.platform, self.media, self.url, self.published_at)

    @property
    def claim(self) -> str:
        """What it has alone while it stands: its address in the bureau, or its place within the work."""
        return self.place if self.url else f"{self.submission}:{self.place}"

    def state(self) -> PublicationState:
        """What other services may know."""
        return PublicationState(
            id=self.id,
            platform=self.platform,
            level=self.level,
            media=self.media,
            medium=self.medium,
            published_at=self.published_at,
            url=self.url,
            placement=self.placement,
            byline=self.byline,
            length=self.length,
            reprint=self.reprint,
            reprint_of=self.reprint_of,
            source=self.source,
            before_permit=self.before_permit,
            before_embargo=self.before_embargo,
            before_source=self.before_source,
            group=self.group,
            earlier=self.earlier,
            version=self.version,
            status=self.status,
            basis=self.basis or "",
            verified_by=self.ruled_by if self.status is PublicationStatus.VERIFIED else "",
            rule=self.rule,
            rule_version=self.rule_version,
            material=self.material,
        )

    def same_as(self, other: Publication) -> bool:
        """Whether both say the same of where and when it appeared."""
        return all(getattr(self, name) == getattr(other, name) for name in STATED)


Answer = Callable[[Publication], Publication]


@dataclass(frozen=True)
class Version:
    """A version of a publication as it is kept, and what made it: who, for whom, when, why."""

    publication: Publication
    act: Act
    side: Side
    by: str
    at: datetime
    reason: str = ""
