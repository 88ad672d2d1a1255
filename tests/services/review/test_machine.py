"""Whatever people do and other services say, in whatever order: no round reaches an illegal state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.review import shipped
from services.review.domain import (
    Act,
    Acting,
    Arrival,
    Case,
    Change,
    Office,
    Outlet,
    Permit,
    Review,
    assessing,
    claiming,
    deciding,
    findings,
    plan,
    rounds,
    timing,
)
from services.review.domain.screening import screen
from services.review.repository.documents import permit_document, permit_of, review_document, review_of
from shared.context import Actor, Role
from shared.contracts.review_terms import (
    SEVERITY,
    FindingState,
    Grade,
    PermitStatus,
    ReviewStatus,
    Sensitivity,
    Stage,
    Verdict,
)
from shared.contracts.submission_terms import SubmissionKind
from shared.errors import DomainError
from shared.events import CATALOGUE, ContentState, SubmissionState, SubmissionSubmitted
from shared.people import Person
from shared.screening import matcher
from shared.simplified import folding
from shared.workdays import Workday
from tests.services.review.makers import MOBILE, NOW
from tests.services.stage import BUREAU

R = ReviewStatus
OFFICE = Office(shipped.policy(), lambda day: Workday(day.weekday() < 5))
ROLES = (Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL)
# Two who may do anything, one for each stage, and who keeps the rules.
PEOPLE = {
    "ann": ROLES, "bob": ROLES, "first": ROLES[:1], "second": ROLES[1:2], "final": ROLES[2:],
    "keeper": (Role.SECURITY_ADMIN,),
}  # fmt: skip
WHO = st.sampled_from(sorted(PEOPLE))
BOB = Person("bob", roles=frozenset(ROLES))
AFTER = {
    R.OPEN: {R.OPEN, R.CHANGES_REQUESTED, R.APPROVED, R.REJECTED, R.ADOPTED, R.DECLINED, R.WITHDRAWN, R.SUPERSEDED,
             R.REVOKED},
    R.APPROVED: {R.APPROVED, R.REVOKED, R.WITHDRAWN, R.SUPERSEDED},
}  # fmt: skip


def arrival(kind: SubmissionKind) -> Arrival:
    content = ContentState(1, "hash", "夜巡", f"电话 {MOBILE} 或 {MOBILE}")
    state = SubmissionState("s", "2026-000001", kind, "o1", "submitted", 1, "hash", "夜巡", "writer")
    outlet = Outlet("o1", "verified", ("writer",), "滨江播报", "self_media")
    return Arrival("r", BUREAU, SubmissionSubmitted(state, "writer", content, 1), outlet)


class ReviewMachine(RuleBasedStateMachine):
    """Commands of people with every mixture of roles, and facts; a refusal changes nothing."""

    @initialize(kind=st.sampled_from([SubmissionKind.WORK, SubmissionKind.WORK, SubmissionKind.GOLDEN_IDEA]))
    def open(self, kind: SubmissionKind) -> None:
        made = arrival(kind)
        screened = screen("夜巡", made.content.body, folding(), matcher([]))
        self.now, self.case, self.permit = NOW, Case("s", BUREAU), None
        self.review: Review = rounds.open_round(made, OFFICE, screened, NOW).review
        self.permits: list[Permit] = []

    def by(self, who: str) -> Acting:
        return Acting(Actor(who, BUREAU, frozenset(PEOPLE[who])), OFFICE, self.now)

    def attempt(self, act: Any, *arguments: Any) -> None:
        before = self.review
        try:
            change = act(before, *arguments)
        except DomainError:
            return
        if change is not None:
            self.take(before, change)

    def take(self, before: Review, change: Change) -> None:
        after = change.review
        assert after.version == before.version + 1
        assert after.status in AFTER.get(before.status, {before.status})
        assert after.decisions[: len(before.decisions)] == before.decisions
        for event in change.events:
            assert event.review == after.state()
            assert type(event).type() in CATALOGUE
        self.review = after
        if change.permit is not None:
            self.permit = change.permit
            self.permits.append(change.permit)

    @rule(minutes=st.sampled_from([5, 40, 3000]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.attempt(timing.remind, self.now)

    @rule(who=WHO)
    def claim(self, who: str) -> None:
        self.attempt(claiming.claim, self.by(who))

    @rule(who=WHO, release=st.booleans())
    def let_go(self, who: str, release: bool) -> None:
        act = (claiming.release,) if release else (claiming.reassign,)
        self.attempt(*act, self.by(who), *(() if release else ("bob", BOB, ("writer",))))

    @rule(who=WHO, sure=st.integers(0, 5))
    def recuse(self, who: str, sure: int) -> None:
        if sure == 0:
            self.attempt(claiming.recuse, self.by(who), "回避")

    @rule(who=WHO, sensitivity=st.sampled_from(Sensitivity), reason=st.sampled_from(["", "已脱敏"]))
    def set_sensitivity(self, who: str, sensitivity: Sensitivity, reason: str = "") -> None:
        before = self.review.sensitivity
        self.attempt(plan.set_sensitivity, self.by(who), sensitivity, reason)
        if self.review.decisions or not reason:
            assert SEVERITY.index(self.review.sensitivity) >= SEVERITY.index(before)

    @rule(who=WHO, ids=st.sampled_from([["f1"], ["f2"], ["f1", "f2"]]), state=st.sampled_from(list(FindingState)[1:]))
    def rule_on(self, who: str, ids: list[str], state: FindingState) -> None:
        self.attempt(findings.rule_on, self.by(who), ids, state, "公开电话")

    @rule(
        who=WHO,
        verdict=st.sampled_from([Verdict.PASS, Verdict.PASS, Verdict.PASS, *Verdict]),
        grade=st.sampled_from([None, *Grade]),
        no_embargo=st.booleans(),
    )
    def decide(self, who: str, verdict: Verdict, grade: Grade | None, no_embargo: bool) -> None:
        ruling = deciding.Ruling(verdict, "理由", grade=grade, no_embargo=no_embargo)
        blank = deciding.Blank("p", "code", "滨江播报")
        self.attempt(deciding.decide, self.by(who), ruling, blank)

    @rule(who=WHO, points=st.integers(0, 100))
    def assess(self, who: str, points: int) -> None:
        self.attempt(assessing.assess, self.by(who), assessing.View(points, points, points))

    @rule(who=WHO)
    def revoke(self, who: str) -> None:
        self.attempt(rounds.revoke, self.by(who), "失实", self.permit, self.case)

    @rule(act=st.sampled_from([Act.WITHDRAW, Act.VOID, Act.SUPERSEDE]), sure=st.integers(0, 6))
    def the_outlet_acts(self, act: Act, sure: int) -> None:
        if sure == 0:
            self.attempt(rounds.end, self.permit, act, self.now)

    @rule()
    def published(self) -> None:
        if self.review.status is R.APPROVED:
            self.case = self.case.told(published=True, version=self.case.heard + 1)

    @rule()
    def its_last_publication_is_refused(self) -> None:
        self.case = self.case.told(published=False, version=self.case.heard + 1)

    @invariant()
    def nobody_acts_twice(self) -> None:
        assert len(set(self.review.deciders)) == len(self.review.deciders)
        assert not set(self.review.deciders) & set(self.review.recused) or self.review.recused

    @invariant()
    def an_approval_passed_every_stage_of_its_sensitivity(self) -> None:
        if self.review.status is R.APPROVED:
            passed = [each.stage for each in self.review.decisions if each.verdict is Verdict.PASS]
            wanted = {each.stage for each in OFFICE.policy.stages("self_media", self.review.sensitivity)}
            assert wanted <= set(passed) and passed[-1] is Stage.FINAL
            assert all(finding.state is FindingState.DISMISSED for finding in self.review.findings)
            last = self.review.decisions[-1]
            assert last.grade in {Grade.A, Grade.B, Grade.C}
            assert self.review.sensitivity is not Sensitivity.MAJOR or last.no_embargo

    @invariant()
    def a_permit_holds_as_long_as_its_approval(self) -> None:
        if self.permit is None:
            assert self.review.status is not R.APPROVED
        else:
            assert (self.permit.status is PermitStatus.VALID) == (self.review.status is R.APPROVED)
            assert len({each.code for each in self.permits}) == 1

    @invariant()
    def what_is_over_waits_for_nobody(self) -> None:
        waiting = self.review.waiting
        assert (waiting is not None) == self.review.open
        if not self.review.open:
            assert self.review.claim is None and self.review.notice_at is None

    @invariant()
    def a_published_work_keeps_what_it_had(self) -> None:
        if self.case.published:
            assert self.review.status in {R.APPROVED, R.WITHDRAWN, R.REVOKED, R.SUPERSEDED}

    @rule()
    def what_was_told_before_is_told_again(self) -> None:
        assert self.case.told(published=not self.case.published, version=self.case.heard - 1) is self.case

    @invariant()
    def it_is_the_same_after_a_stay_in_the_database(self) -> None:
        assert review_of(review_document(self.review)) == self.review
        if self.permit is not None:
            assert permit_of(permit_document(self.permit)) == self.permit


TestReviewMachine = ReviewMachine.TestCase


def test_the_machine_can_reach_what_it_is_about() -> None:
    """A walk through the middle, so that the machine is known to be able to get there."""
    machine = ReviewMachine()
    machine.open(SubmissionKind.WORK)
    machine.claim("ann")
    machine.rule_on("ann", ["f1", "f2"], FindingState.DISMISSED)
    machine.set_sensitivity("ann", Sensitivity.MAJOR)
    machine.decide("ann", Verdict.PASS, None, False)
    for who, grade in (("second", None), ("bob", Grade.A)):
        machine.claim(who)
        machine.decide(who, Verdict.PASS, grade, grade is not None)
    assert machine.review.status is R.APPROVED
    machine.an_approval_passed_every_stage_of_its_sensitivity()
    machine.a_permit_holds_as_long_as_its_approval()
    machine.published()
    machine.revoke("bob")
    assert machine.review.status is R.APPROVED
    machine.its_last_publication_is_refused()
    machine.revoke("bob")
    assert [machine.review.status] == [R.REVOKED]


def test_the_machine_can_decide_an_idea() -> None:
    machine = ReviewMachine()
    machine.open(SubmissionKind.GOLDEN_IDEA)
    machine.assess("ann", 60)
    machine.assess("bob", 60)
    assert machine.review.status is R.ADOPTED
