"""What is known of one submission: facts that may come in any order, any number of times.

`Facts` are a join-semilattice: `merge` is commutative, associative and idempotent, each part keyed by its id and
decided by its version. What one event says is a `Facts` too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from shared.contracts.submission_terms import Basis, PublicationStatus, SubmissionKind
from shared.names import name_key


class Versioned(Protocol):
    """Something that a newer version replaces."""

    @property
    def version(self) -> int:
        """Higher is newer."""


V = TypeVar("V", bound=Versioned)
# The kind of a subject that was never handed in: a piece that was published without approval.
UNAPPROVED = "unapproved"
# That of one where an outlet took part in something of the bureau.
PARTICIPATION = "participation"
# That of what an outlet's works gain by calls in a quarter, which a scheme may cap.
CALL_CAP = "call_cap"
# What was never handed in cannot be looked up as a submission.
NOT_SUBMITTED = frozenset({UNAPPROVED, PARTICIPATION, CALL_CAP})


@dataclass(frozen=True)
class Author:
    """An outlet and its whole parts, which count for it where it `accepted` to be one."""

    outlet: str
    share: int
    name: str = ""
    accepted: bool = True


@dataclass(frozen=True)
class Subject:
    """What was handed in. `topic_written` is what its outlet called the topic, where the bureau calls it otherwise;
    `topic_names` are all that the topic was called when that was written, empty of works from before that was told;
    `call` is the call for works that it answers."""

    version: int
    outlet: str
    kind: str
    title: str
    number: str = ""
    genre: str = ""
    topic: str = ""
    topic_written: str = ""
    original: bool = True
    authors: tuple[Author, ...] = ()
    call: str = ""
    topic_names: tuple[str, ...] = ()

    def called(self, words: Collection[str]) -> str:
        """The first of a scheme's words that means its topic, as it stands there; empty when none does. One that names
        what the topic was called, or what outlets write, goes on doing so when the bureau gives it another name."""
        if not self.topic_names:
            return next((name for name in (self.topic, self.topic_written) if name and name in words), "")
        keyed = {name_key(word): word for word in sorted(words)}
        return next((keyed[key] for name in self.topic_names if (key := name_key(name)) in keyed), "")

    @property
    def is_idea(self) -> bool:
        """Whether it is a golden idea (金点子) and not a work."""
        return self.kind == SubmissionKind.GOLDEN_IDEA

    @property
    def is_work(self) -> bool:
        """Whether it counts as a work (作品)."""
        return not self.is_idea and self.kind not in NOT_SUBMITTED


@dataclass(frozen=True)
class Approval:
    """The approval of the newest round; `version` is the round."""

    version: int
    grade: str


@dataclass(frozen=True)
class Publication:
    """Where and when it appeared, by its newest version.

    `media` is the name of what it appeared in; `medium` the entry of the media directory that this is, empty for the
    outlet's own channel, whose name is its owner's word. Only a verified one counts. One that is known from before
    publications were verified says nothing of it: it counts. `rule` (with its version) is what it was verified by, if
    not by a person.
    """

    version: int
    id: str
    platform: str
    level: str
    media: str
    published_at: datetime
    placement: str = "normal"
    byline: str = "own"
    length: int = 0
    reprint: bool = False
    group: str = ""
    before_permit: bool = False
    before_embargo: bool = False
    earlier: bool = False
    status: str = PublicationStatus.VERIFIED
    basis: str = Basis.BEFORE
    rule: str = ""
    rule_version: int = 0
    medium: str = ""

    @property
    def named(self) -> str | None:
        """The key of the medium's name, for what a scheme says of named media; None on a channel."""
        return name_key(self.media) if self.medium else None

    @property
    def counts(self) -> bool:
        """Whether somebody has answered for it."""
        return self.status == PublicationStatus.VERIFIED


@dataclass(frozen=True)
class Snapshot:
    """A snapshot of a publication's metrics. It `counts` while it is verified; one that is known from before a
    verification could be taken back does."""

    version: int
    id: str
    publication: str
    observed_at: datetime
    reads: int
    likes: int = 0
    shares: int = 0
    comments: int = 0
    in_views: int = 0
    capped: bool = False
    counts: bool = True


@dataclass(frozen=True)
class Ruling:
    """When an idea was adopted, or put into practice."""

    version: int
    at: datetime
    score: str = ""


@dataclass(frozen=True)
class Unapproved:
    """A piece that was published without approval, while its record stands and after it was withdrawn."""

    version: int
    platform: str
    media: str
    published_at: datetime
    stands: bool


@dataclass(frozen=True)
class Participation:
    """That an outlet took part in something, while that stands and after it was withdrawn. `kind`: what it was."""

    version: int
    kind: str
    at: datetime
    stands: bool


@dataclass(frozen=True)
class Promise:
    """What a call promised to each work that answers it, when it was opened: it stands."""

    version: int
    id: str
    kind: str
    title: str
    points: int


@dataclass(frozen=True)
class Gain:
    """What the work `id` gains its outlet by a call in a quarter; `version` is the work's."""

    version: int
    id: str
    quarter: str
    cents: int


@dataclass(frozen=True)
class Facts:
    """Everything that is known of a submission, or what one event says of it.

    `settled` are the entries that an upheld appeal took back: what a person decided about them stands. `promises` are
    those of calls that it named, by their ids; `gains` those of an outlet's works in a quarter, by the works' ids.
    """

    subject: Subject | None = None
    approval: Approval | None = None
    publications: Mapping[str, Publication] = field(default_factory=dict)
    snapshots: Mapping[str, Snapshot] = field(default_factory=dict)
    adopted: Ruling | None = None
    implemented: Ruling | None = None
    settled: tuple[str, ...] = ()
    unapproved: Unapproved | None = None
    participation: Participation | None = None
    promises: Mapping[str, Promise] = field(default_factory=dict)
    gains: Mapping[str, Gain] = field(default_factory=dict)

    @property
    def in_order(self) -> list[Publication]:
        """The publications that count, by their moments."""
        found = [one for one in self.publications.values() if one.counts]
        return sorted(found, key=lambda one: (one.published_at, one.id))

    @property
    def measured(self) -> dict[str, Snapshot]:
        """The snapshots that count, by id."""
        return {id_: one for id_, one in self.snapshots.items() if one.counts}


def merge(one: Facts, other: Facts) -> Facts:
    """What both together say."""
    return Facts(
        subject=_newer(one.subject, other.subject),
        approval=_newer(one.approval, other.approval),
        publications=_all(one.publications, other.publications),
        snapshots=_all(one.snapshots, other.snapshots),
        adopted=_newer(one.adopted, other.adopted),
        implemented=_newer(one.implemented, other.implemented),
        settled=tuple(sorted({*one.settled, *other.settled})),
        unapproved=_newer(one.unapproved, other.unapproved),
        participation=_newer(one.participation, other.participation),
        promises=_all(one.promises, other.promises),
        gains=_all(one.gains, other.gains),
    )


def _newer(one: V | None, other: V | None) -> V | None:
    """Of equal versions (which say the same) the order must not matter either."""
    known = [each for each in (one, other) if each is not None]
    return max(known, key=lambda each: (each.version, repr(each)), default=None)


def _all(one: Mapping[str, V], other: Mapping[str, V]) -> dict[str, V]:
    found = dict(one)
    for id_, each in other.items():
        newer = _newer(found.get(id_), each)
        assert newer is not None
        found[id_] = newer
    return found
