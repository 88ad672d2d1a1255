"""A round begins with what an outlet handed in, and ends early by what the outlet does. Facts come late and in any
order: of each submission is kept which rounds came, and whether it was withdrawn or published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from services.review.domain.findings import found
from services.review.domain.model import Change, Content, Review
from services.review.domain.outlets import Outlet
from services.review.domain.permissions import require_revocable
from services.review.domain.permits import Permit
from services.review.domain.screening import Screened
from services.review.domain.states import Act
from services.review.domain.timing import Acting, Office
from shared import events
from shared.contracts.review_terms import OwnReason, ReviewField, ReviewStatus, Sensitivity
from shared.contracts.submission_terms import SubmissionKind

ENDS = {
    Act.WITHDRAW: (ReviewStatus.WITHDRAWN, OwnReason.WITHDRAWN_BY_OUTLET),
    Act.VOID: (ReviewStatus.REVOKED, OwnReason.REVISED),
    Act.SUPERSEDE: (ReviewStatus.SUPERSEDED, OwnReason.REVISED),
}


@dataclass(frozen=True)
class Case:
    """What is known of a submission over all its rounds. `round` is the highest that was heard of, `heard` the version
    of the submission that told last whether it is published."""

    submission: str
    bureau: str
    version: int = 0
    round: int = 0
    withdrawn: bool = False
    published: bool = False
    heard: int = 0

    def evolve(self, *, round_: int = 0, withdrawn: bool = False) -> Case:
        """The next version, with one more thing known."""
        return replace(
            self,
            version=self.version + 1,
            round=max(self.round, round_),
            withdrawn=self.withdrawn or withdrawn,
        )

    def told(self, *, published: bool, version: int) -> Case:
        """With what a version of the submission says of being published; what an older one says is known better."""
        if version < self.heard:
            return self
        return replace(self, version=self.version + 1, published=published, heard=version)


@dataclass(frozen=True)
class Arrival:
    """A submission that was handed in, as the service keeps it. `earlier` are its earlier rounds, first to last."""

    id: str
    bureau: str
    fact: events.SubmissionSubmitted
    outlet: Outlet
    earlier: tuple[Review, ...] = ()

    @property
    def content(self) -> Content:
        """What is to be reviewed."""
        told = self.fact.content
        return Content(told.title, told.body, told.attachments, self.fact.readings)

    @property
    def outlets(self) -> tuple[str, ...]:
        """Its own outlet and its co-authors'."""
        state = self.fact.submission
        return tuple(dict.fromkeys((state.outlet, *(author.outlet for author in state.authors))))

    @property
    def writers(self) -> tuple[str, ...]:
        """Who had it in their hands: none of them reviews it, even after leaving the outlet."""
        before = (writer for review in self.earlier for writer in review.writers)
        return tuple(dict.fromkeys((self.fact.submission.submitter, self.fact.by, *before)))

    @property
    def recused(self) -> tuple[str, ...]:
        """Who stepped back from it: what bars them is of the work and its authors, not of one round."""
        return tuple(dict.fromkeys(account for review in self.earlier for account in review.recused))

    @property
    def sensitivity(self) -> Sensitivity:
        """What reviewers said of it last; an edit does not make a work less sensitive, only a person says so."""
        return self.earlier[-1].sensitivity if self.earlier else Sensitivity.NORMAL

    @property
    def returned(self) -> bool:
        """Whether changes were requested before, which this one has made."""
        return any(review.status is ReviewStatus.CHANGES_REQUESTED for review in self.earlier)

    @property
    def embargo(self) -> datetime | None:
        """The embargo of the last approval, which the next one has to decide upon."""
        return self.earlier[-1].embargo if self.earlier else None


def open_round(arrival: Arrival, office: Office, screened: Screened, now: datetime) -> Change:
    """The round that begins: screened, waiting for its first stage."""
    state, content = arrival.fact.submission, arrival.fact.content
    kind, policy = SubmissionKind(state.kind), office.policy
    idea = kind is SubmissionKind.GOLDEN_IDEA
    stages = policy.assessment() if idea else policy.stages(arrival.outlet.category, arrival.sensitivity)
    times = office.times(stages[0], now)
    review = Review(
        id=arrival.id, bureau=arrival.bureau, version=1, submission=state.id, number=state.number,
        outlet=state.outlet, outlets=arrival.outlets, category=arrival.outlet.category, kind=kind, genre=state.genre,
        title=content.title, submitter=state.submitter, round=arrival.fact.round, revision=content.revision,
        content_hash=content.hash, lengths=_lengths(content), policy=policy.version, sensitivity=arrival.sensitivity,
        status=ReviewStatus.OPEN, stages=stages, opened_at=now, updated_at=now, findings=found(screened),
        findings_left_out=screened.left_out, writers=arrival.writers, recused=arrival.recused,
        embargo_before=arrival.embargo, returned=arrival.returned, topic=state.topic, call=state.call,
        planned=state.planned, **times,
    )  # fmt: skip
    count = len(review.findings) + review.findings_left_out
    told = events.ReviewOpened(review.state(), "", count, review.due_at, review.due_exact)
    details = {"round": review.round, "findings": count, "policy": policy.version}
    return Change(review, Act.OPEN, arrival.fact.by, now, stages[0].stage, (told,), details=details)


def end(review: Review, permit: Permit | None, act: Act, now: datetime, reason: str = "") -> Change | None:
    """The end of a round by an act of the outlet; a permit that holds is revoked. None when there is nothing to end."""
    if review.status not in (ReviewStatus.OPEN, ReviewStatus.APPROVED):
        return None
    status, own = ENDS[act]
    return _ended(Change(review.evolve(now, status=status), act, "", now, reason=reason or own.value), permit)


def revoke(review: Review, by: Acting, reason: str, permit: Permit | None, case: Case) -> Change:
    """The final reviewer takes an approval back, before anything was published. Raises: Conflict, Forbidden."""
    require_revocable(by.actor, review, published=case.published)
    ended = review.evolve(by.now, status=ReviewStatus.REVOKED)
    return _ended(Change(ended, Act.REVOKE, by.account, by.now, reason=reason), permit)


def _ended(change: Change, permit: Permit | None) -> Change:
    review = replace(change.review, claim=None, notice_at=None)
    if permit is None:
        return replace(change, review=review)
    void = permit.revoked(change.by, change.reason, change.at)
    told = events.PermitRevoked(review.state(), change.by, void.state(), change.reason)
    return replace(change, review=review, permit=void, events=(told,))


def _lengths(content: events.ContentState) -> Mapping[str, int]:
    return {ReviewField.TITLE.value: len(content.title), ReviewField.BODY.value: len(content.body)}
