"""What a submission is, and what a change to one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from services.submission.domain.revision import Revision
from services.submission.domain.states import Act, after
from shared.contracts.submission_terms import SubmissionKind, SubmissionStatus
from shared.events import AuthorState, CommentState, SubmissionEvent, SubmissionState

MAX_REVISIONS = 500
MAX_PUBLICATIONS = 200


class Side(StrEnum):
    """Whose move it was. Who acted for the review is not shown to outlets."""

    OUTLET = "outlet"
    STAFF = "staff"
    REVIEW = "review"


@dataclass(frozen=True)
class Approval:
    """What review approved: exactly the content with this hash, and from when on; `permit` is its code. `by` is the
    account that decided the last stage, empty where nobody did or that is not known any more."""

    round: int
    hash: str
    at: datetime
    grade: str = ""
    permit: str = ""
    embargo_until: datetime | None = None
    conditions: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True)
class Ruling:
    """The last thing that review said: for the outlet to act on. `score` is an idea's."""

    act: Act
    round: int
    at: datetime
    reason: str = ""
    stage: str = ""
    grade: str = ""
    comments: tuple[CommentState, ...] = ()
    score: Decimal | None = None


@dataclass(frozen=True)
class Consent:
    """What an outlet said of the part that another one's work gives it; of another part it was not asked yet."""

    outlet: str
    accepted: bool
    by: str
    at: datetime
    reason: str = ""
    share: int = 0
    shares_of: int = 0


@dataclass(frozen=True)
class Submission:
    """One work or golden idea in one version. `round` counts how often it was handed in, `sent` is the revision
    that was handed in last (0: never; then nobody but the outlet knows of it). `category` is that of its outlet when it
    was begun, `published_at` when the publication appeared that made it a published one."""

    id: str
    bureau: str
    version: int
    number: str
    kind: SubmissionKind
    outlet: str
    status: SubmissionStatus
    submitter: str
    revision: Revision
    created_at: datetime
    updated_at: datetime
    round: int = 0
    sent: int = 0
    submitted_at: datetime | None = None
    approval: Approval | None = None
    ruling: Ruling | None = None
    revoked_round: int = 0
    publications: int = 0
    category: str = ""
    published_at: datetime | None = None
    consents: tuple[Consent, ...] = ()

    def consent(self, author: AuthorState, shares_of: int) -> bool | None:
        """Whether an author agreed to its part of so many; None while it was asked and says nothing. The outlet whose
        work it is has agreed."""
        if author.outlet == self.outlet:
            return True
        said = (each for each in self.consents if each.outlet == author.outlet)
        return next((each.accepted for each in said if each.share * shares_of == author.share * each.shares_of), None)

    @property
    def shown(self) -> bool:
        """Whether anybody but the outlet may know of it."""
        return self.round > 0

    @property
    def revocation(self) -> Ruling | None:
        """What review said when it took this round's permit back, if it did."""
        last = self.ruling
        revoked = last is not None and last.act is Act.REVOKE and last.round == self.round
        return last if revoked else None

    def after(self, act: Act) -> SubmissionStatus:
        """The state that `act` leads to. Raises: Conflict."""
        return after(self.kind, self.status, act)

    def evolve(self, now: datetime, **changes: Any) -> Submission:
        """The next version."""
        return replace(self, version=self.version + 1, updated_at=now, **changes)

    def state(self) -> SubmissionState:
        """What other services may know."""
        head = self.revision
        return SubmissionState(
            id=self.id,
            number=self.number,
            kind=self.kind,
            outlet=self.outlet,
            status=self.status,
            revision=head.number,
            content_hash=head.hash,
            title=head.title,
            submitter=self.submitter,
            genre=head.genre or "",
            topic=head.topic,
            original=head.original,
            authors=tuple(replace(each, accepted=bool(self.consent(each, head.shares_of))) for each in head.authors),
            shares_of=head.shares_of,
            submitted_at=self.submitted_at,
            campaign=head.campaign,
            topic_written=head.topic_written,
            topic_names=head.topic_names,
            call=head.call,
            planned=head.planned,
        )


@dataclass(frozen=True)
class Change:
    """A submission after a move, the facts to tell, and what its history shows.

    A version that did not grow: nothing changed. `applied` is False for a fact that came too late to change
    anything and is kept in the history alone.
    """

    submission: Submission
    act: Act
    by: str
    side: Side
    at: datetime
    events: tuple[SubmissionEvent, ...] = ()
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    revision: Revision | None = None
    applied: bool = True
