"""Whatever outlets ask and review says, in whatever order and however often: no submission reaches an illegal state."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.submission.domain import (
    Change,
    Publication,
    Revision,
    Submission,
    publications,
    reprints,
    rulings,
    verification,
    writing,
)
from services.submission.domain.states import MOVES
from services.submission.domain.verification import Said
from services.submission.repository.documents import (
    publication_document,
    publication_of,
    revision_document,
    revision_of,
    submission_document,
    submission_of,
)
from shared.clock import before
from shared.contracts.outlet_terms import Level
from shared.contracts.submission_terms import PublicationStatus, SubmissionKind, SubmissionStatus
from shared.errors import DomainError
from shared.events import CATALOGUE, ReviewEvent
from tests.services.submission.makers import KNOWN, NOW, asked, facts, outlet, publication

S, P = SubmissionStatus, PublicationStatus
TEXTS = st.sampled_from(["甲", "乙", "丙"])
NAMES = ("open", "changes", "approve", "reject", "revoke", "adopt", "decline")


class SubmissionMachine(RuleBasedStateMachine):
    """Commands of the outlet and facts of review; a refusal and a late fact change nothing."""

    @initialize(kind=st.sampled_from(SubmissionKind))
    def create(self, kind: SubmissionKind) -> None:
        made = asked(kind=kind.value, genre="article" if kind is SubmissionKind.WORK else None)
        change = writing.create(made, KNOWN)
        self.work = change.submission
        self.now = NOW
        self.known = dict(KNOWN)
        self.revisions: list[Revision] = [self.work.revision]
        self.told: list[ReviewEvent] = []
        self.placed: list[Publication] = []
        self.approvals: set[tuple[int, str]] = set()
        self.remember()

    def remember(self) -> None:
        """What review may say about the round that has begun, now or much later."""
        if self.work.round:
            self.told += facts(self.work).values()

    def attempt(self, rule_: Any, *arguments: Any) -> None:
        before = self.work
        try:
            change = rule_(before, *arguments)
        except DomainError:
            return
        if isinstance(change, tuple):
            change, placed = change
            followed = reprints.following(placed, self.placed)
            change = reprints.told(change, placed, followed)
            for one in (placed, *(after for _, after in followed)):
                self.keep(one)
        self.check(before, change)
        self.work = change.submission
        if change.revision is not None:
            self.revisions.append(change.revision)
        if self.work.round > before.round:
            self.remember()

    def keep(self, placed: Publication) -> None:
        """A publication in its newest version; each is one more than the one before."""
        known = {one.id: one for one in self.placed}
        former = known.get(placed.id)
        assert placed is former or placed.version == (former.version if former else 0) + 1
        self.placed = list((known | {placed.id: placed}).values())

    def check(self, before: Submission, change: Change) -> None:
        after = change.submission
        if after is before:
            told = [type(event).__name__ for event in change.events]
            assert all(name.startswith(("Publication", "Reprint")) for name in told)
            return
        assert after.version == before.version + 1
        moves = set(MOVES[before.kind][before.status].values()) | {before.status}
        # Its revocation came before its approval.
        moves |= {S.REVOKED} if before.revoked_round == before.round and S.APPROVED in moves else set()
        assert after.status in moves
        for event in change.events:
            assert event.submission == after.state()
            assert type(event).type() in CATALOGUE

    @rule(minutes=st.sampled_from([1, 90, 3000]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(status=st.sampled_from(["verified", "verified", "suspended", "closed"]))
    def outlet_changes(self, status: str) -> None:
        self.known["o1"] = outlet("o1", status)

    @rule(name=st.sampled_from(["title", "body", "topic"]), text=TEXTS)
    def revise(self, name: str, text: str) -> None:
        self.attempt(writing.revise, "writer", {name: text}, self.known, self.now)

    @rule()
    def submit(self) -> None:
        self.attempt(writing.submit, "writer", self.known, self.now)

    @rule(sure=st.integers(0, 4))
    def withdraw(self, sure: int) -> None:
        if sure == 0:
            self.attempt(writing.withdraw, "writer", "", self.now)

    @rule()
    def implement(self) -> None:
        self.attempt(writing.implement, "liaison", "", self.now)

    @rule(path=st.sampled_from("123"), hours=st.sampled_from([-30, -1, 0, 1]), source=st.integers(0, 3))
    def publish(self, path: str, hours: int, source: int = 0) -> None:
        says = {"published_at": self.now + timedelta(hours=hours), "reprint_of": self.source(source), "earlier": True}
        given_ = publication(self.work, url=f"https://example.com/{path}", **says)
        self.attempt(publications.report, self.known["o1"], given_, list(self.placed), self.now)

    def source(self, number: int) -> str:
        """One of the first publications, also what reprints the one that says so, or none (0)."""
        return self.placed[number - 1].id if 0 < number <= len(self.placed) else ""

    def one_placed(self, data: st.DataObject) -> Publication | None:
        return data.draw(st.sampled_from(self.placed)) if self.placed else None

    @rule(data=st.data(), act=st.sampled_from(["verify", "refuse", "withdraw"]))
    def somebody_rules(self, data: st.DataObject, act: str) -> None:
        if (one := self.one_placed(data)) is None:
            return
        more = {"verify": (list(self.placed), "liaison"), "refuse": ("liaison", "查无此文"), "withdraw": ("writer", "")}
        rule_ = getattr(verification, act)
        if act == "verify":
            rule_ = partial(rule_, outlet_name="媒体o1")
        before, work = len(self.placed), self.work
        self.attempt(lambda given_, *rest: rule_(given_, one, *rest), *more[act], self.now)
        assert len(self.placed) == before
        assert act == "verify" or self.work.publications in {work.publications, work.publications - 1}

    @rule(data=st.data(), path=st.sampled_from("123"), staff=st.booleans(), reason=st.sampled_from(["", "笔误"]))
    def somebody_corrects(self, data: st.DataObject, path: str, staff: bool, reason: str) -> None:
        if (one := self.one_placed(data)) is None:
            return
        said = Said("liaison" if staff else "writer", self.now, reason, staff)
        values = {"url": f"https://example.com/{path}", "level": data.draw(st.sampled_from(list(Level)))}
        values["published_at"] = data.draw(st.sampled_from([one.published_at, self.now, self.now - timedelta(hours=9)]))
        values["reprint_of"] = self.source(data.draw(st.integers(0, 3)))
        others = list(self.placed)
        self.attempt(lambda work: verification.correct(work, one, values, others, said=said, outlet_name=""))

    @rule(name=st.sampled_from(NAMES))
    def review_says(self, name: str) -> None:
        if self.work.round:
            self.hear(facts(self.work, hash_=self.sent().hash)[name])

    @rule(data=st.data())
    def review_said_long_ago(self, data: st.DataObject) -> None:
        if self.told:
            self.hear(data.draw(st.sampled_from(self.told)))

    def hear(self, fact: ReviewEvent) -> None:
        before = self.work
        change = rulings.hear(before, fact, self.now)
        self.check(before, change)
        assert change.applied != (change.submission is before)
        if change.submission.status is S.APPROVED:
            self.approvals.add((fact.review.round, fact.review.content_hash))
        self.work = change.submission
        again = rulings.hear(self.work, fact, self.now)
        assert again.submission.status is self.work.status

    def sent(self) -> Revision:
        return next(one for one in self.revisions if one.number == self.work.sent)

    @invariant()
    def approval_is_of_exactly_this_text(self) -> None:
        if self.work.status in {S.APPROVED, S.PUBLISHED}:
            assert (self.work.round, self.work.revision.hash) in self.approvals
            assert self.work.approval is not None and self.work.approval.hash == self.work.revision.hash

    @invariant()
    def only_what_was_approved_is_published(self) -> None:
        standing = [one for one in self.placed if one.stands]
        assert bool(standing) == (self.work.status is S.PUBLISHED)
        assert self.work.publications == len(standing)
        assert len({one.place for one in standing}) == len(standing)

    @invariant()
    def what_is_judged_of_a_reprint_is_so(self) -> None:
        known = {one.id: one for one in self.placed}
        for one in self.placed:
            for said in (one, one.correction.corrected if one.correction else one):
                source = known.get(said.reprint_of)
                assert said.group == (source.group if source else one.id)
                assert said.before_source == (
                    source is not None and source.stands and before(said.published_at, source.published_at)
                )

    @invariant()
    def nothing_reprints_itself(self) -> None:
        known = {one.id: one for one in self.placed}
        for one in self.placed:
            at, steps = one, 0
            while at.reprint_of:
                at, steps = known[at.reprint_of], steps + 1
                assert steps < len(known)

    @invariant()
    def what_counts_somebody_has_answered_for(self) -> None:
        for one in self.placed:
            assert (one.status is P.VERIFIED) == (one.basis is not None)
            assert one.correction is None or one.status is P.VERIFIED
            assert one.status not in {P.VERIFIED, P.REFUSED} or one.ruled_by == "liaison"

    @invariant()
    def a_kind_stays_in_its_states(self) -> None:
        assert self.work.status in MOVES[self.work.kind]

    @invariant()
    def revisions_are_numbered_and_none_is_lost(self) -> None:
        assert [one.number for one in self.revisions] == list(range(1, len(self.revisions) + 1))
        assert self.work.revision == self.revisions[-1]
        assert 0 <= self.work.sent <= self.work.revision.number
        assert self.work.shown == (self.work.submitted_at is not None) == (self.work.sent > 0)

    @invariant()
    def what_waits_is_what_was_handed_in(self) -> None:
        if self.work.status in {S.SUBMITTED, S.IN_REVIEW}:
            assert self.work.sent == self.work.revision.number

    @invariant()
    def shares_add_up(self) -> None:
        assert sum(author.share for author in self.work.revision.authors) == self.work.revision.shares_of

    @invariant()
    def it_is_the_same_after_a_stay_in_the_database(self) -> None:
        head = revision_of(revision_document(self.work, self.work.revision))
        assert submission_of(submission_document(self.work, ""), head) == self.work
        for one in self.placed:
            assert publication_of(publication_document(one)) == one


TestSubmissionMachine = SubmissionMachine.TestCase


def test_the_machine_can_reach_what_it_is_about() -> None:
    """A walk through the middle, so that the machine is known to be able to get there."""
    machine = SubmissionMachine()
    machine.create(SubmissionKind.WORK)
    machine.submit()
    for name in ("open", "approve"):
        machine.review_says(name)
    machine.publish("1", 0)
    assert machine.work.status is S.PUBLISHED
    machine.only_what_was_approved_is_published()
    (one,) = machine.placed
    machine.attempt(lambda work: verification.refuse(work, one, "liaison", "查无此文", machine.now))
    assert machine.work.publications == 0
    machine.publish("1", 0)
    assert (machine.work.status, len(machine.placed)) == (S.PUBLISHED, 2)
    machine.approval_is_of_exactly_this_text()
