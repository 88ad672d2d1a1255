"""Whatever people do to requests in whatever order: states, clocks, and what is told of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.liaison.domain.requests import (
    OPEN,
    Act,
    Acting,
    Answer,
    Change,
    HandOver,
    Outcome,
    Rating,
    Request,
    clock,
    moves,
    permissions,
    rescheduling,
)
from services.liaison.domain.requests.states import MOVES, after, allowed
from shared.clock import local_date
from shared.contracts.liaison_terms import (
    ANSWERS,
    AnswerKind,
    CaseOutcome,
    Closing,
    RequestKind,
    RequestStatus,
    Target,
)
from shared.errors import Conflict
from shared.events import PrivateNotice, RequestEvent
from tests.services.liaison.makers import MONDAY, OFFICE, asker, by, request

ACCOUNTS = ("editor", "liaison", "named", "officer", "chief", "captain", "stranger")


def answer_of(kind: RequestKind, account: str, now: datetime) -> Answer:
    """The first answer that fits."""
    wanted = ANSWERS[kind][0]
    return Answer(
        wanted, account, now, text="见附件",
        files=("f1",) if wanted is AnswerKind.MATERIAL else (),
        starts_at=now + timedelta(days=1) if wanted is AnswerKind.APPOINTMENT else None,
        place="警务大厅" if wanted is AnswerKind.APPOINTMENT else "",
        adopted=True if kind is RequestKind.SUGGESTION else None,
    )  # fmt: skip


class Requests(RuleBasedStateMachine):
    """One request, another that it may be joined to, and a clock that goes on."""

    @initialize(kind=st.sampled_from(RequestKind))
    def begin(self, kind: RequestKind) -> None:
        self.now = MONDAY
        self.changes: list[Change] = []
        self.request: Request = request(kind)
        self.other = moves.opened(request(kind, id="r2", number="2026-D0002"), by("editor")).request
        self._keep(moves.opened(self.request, self.by("editor")), version=1)

    def by(self, account: str) -> Acting:
        return by(account, self.now)

    def _keep(self, change: Change, version: int | None = None) -> None:
        assert change.request.version == (version or self.request.version + 1)
        self.request = change.request
        self.changes.append(change)

    def _try(self, act: Act, made: Callable[[], Change | None]) -> None:
        """Done where the table allows it, else refused with what it allows."""
        try:
            change = made()
        except Conflict as refused:
            if refused.code == "request.illegal_move":
                assert act not in MOVES[self.request.status]
                assert refused.params["allowed"] == allowed(self.request.status)
            return
        if change is None:
            return
        status = MOVES[self.request.status][change.act]
        left = change.act is Act.HAND_BACK and not change.request.officer
        assert change.request.status is (after(status, Act.VACATE) if left else status)
        self._keep(change)

    @rule(hours=st.integers(1, 60))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        while (change := clock.remind(self.request, OFFICE, self.now)) is not None:
            self._keep(change)

    @rule()
    def acknowledge(self) -> None:
        self._try(Act.ACKNOWLEDGE, lambda: moves.acknowledge(self.request, self.by("liaison")))

    @rule(officer=st.sampled_from(["officer", "named", "chief"]))
    def assign(self, officer: str) -> None:
        officer = "named" if self.request.confidential else officer
        self._try(Act.ASSIGN, lambda: moves.assign(self.request, "press", officer, self.by("liaison")))

    @rule()
    def forward(self) -> None:
        if not self.request.confidential:
            self._try(Act.ASSIGN, lambda: moves.assign(self.request, "traffic", "patrol", self.by("liaison")))

    @rule()
    def answer(self) -> None:
        who = "named" if self.request.confidential else "officer"
        given = answer_of(self.request.kind, who, self.now)
        self._try(Act.ANSWER, lambda: moves.answer(self.request, given, (), self.by(who))[0])

    @rule(stars=st.integers(1, 5))
    def rate(self, stars: int) -> None:
        self._try(Act.RATE, lambda: moves.rate(self.request, Rating(stars, "editor", self.now), self.by("editor")))

    @rule()
    def lapse(self) -> None:
        self._try(Act.LAPSE, lambda: moves.lapse(self.request, self.by("")))

    @rule()
    def reopen(self) -> None:
        self._try(Act.REOPEN, lambda: moves.reopen(self.request, "画面不清楚", self.by("editor")))

    @rule()
    def withdraw(self) -> None:
        self._try(Act.WITHDRAW, lambda: moves.withdraw(self.request, "", self.by("editor")))

    @rule()
    def join(self) -> None:
        self._try(Act.JOIN, lambda: moves.join(self.request, self.other, 0, self.by("liaison")))

    @rule()
    def part(self) -> None:
        self._try(Act.PART, lambda: moves.part(self.request, self.by("liaison")))

    @rule()
    def hand_over(self) -> None:
        given = HandOver("刑侦大队", "张警官", "named", self.now)
        self._try(Act.HAND_OVER, lambda: moves.hand_over(self.request, given, self.by("named")))

    @rule(days=st.integers(1, 9))
    def reschedule(self, days: int) -> None:
        at = self.now + timedelta(days=days, minutes=1)
        self._try(
            Act.RESCHEDULE, lambda: rescheduling.reschedule(self.request, at, "指挥中心", "有勤务", self.by("officer"))
        )

    @rule()
    def call_off(self) -> None:
        self._try(Act.CALL_OFF, lambda: rescheduling.call_off(self.request, "有勤务", self.by("officer")))

    @rule()
    def record_outcome(self) -> None:
        given = Outcome(CaseOutcome.FILED, local_date(self.now), "named", self.now)
        self._try(Act.RECORD_OUTCOME, lambda: moves.record_outcome(self.request, given, self.by("named")))

    @rule(head=st.sampled_from(["head", ""]))
    def hand_back(self, head: str) -> None:
        self._try(Act.HAND_BACK, lambda: moves.hand_back(self.request, head, "不归我办", self.by("officer")))

    @rule()
    def vacate(self) -> None:
        if (change := moves.vacate(self.request, self.by(""))) is not None:
            self._keep(change)

    @invariant()
    def a_clock_runs_while_the_bureau_is_waited_for(self) -> None:
        running = self.request.clock
        answered = self.request.status is RequestStatus.ANSWERED
        assert self.request.open == (self.request.status in OPEN)
        assert (running is not None) == (self.request.open or answered)
        if running is not None:
            waiting = Target.ACKNOWLEDGEMENT if self.request.acknowledged_at is None else Target.ANSWER
            assert running.target is (Target.RATING if answered else waiting)

    @invariant()
    def what_its_clocks_came_to_is_kept_once(self) -> None:
        targets = [each.target for each in self.request.took]
        assert targets.count(Target.ACKNOWLEDGEMENT) == (self.request.acknowledged_at is not None)
        answers = sum(change.act is Act.ANSWER for change in self.changes)
        assert targets.count(Target.ANSWER) == answers

    @invariant()
    def an_end_says_how(self) -> None:
        status = self.request.status
        assert (self.request.answer is not None) == (status in (RequestStatus.ANSWERED, RequestStatus.CLOSED))
        assert (self.request.closing is not None) == (status is RequestStatus.CLOSED)
        assert (self.request.rating is not None) == (self.request.closing is Closing.RATED)
        assert status is not RequestStatus.ASSIGNED or self.request.officer

    @invariant()
    def nothing_is_told_of_what_is_confidential(self) -> None:
        for change in self.changes:
            kinds = {PrivateNotice} if self.request.confidential else {RequestEvent}
            assert all(isinstance(fact, tuple(kinds)) for fact in change.events)
            for fact in change.events:
                if isinstance(fact, PrivateNotice):
                    assert set(fact.to) <= {"editor", "named", self.request.officer}
                    assert change.by not in fact.to

    @invariant()
    def what_one_may_is_what_is_not_refused(self) -> None:
        for account in ACCOUNTS:
            who = asker(account, *(["daily"] if account == "editor" else []))
            calls = permissions.may(self.request, who, self.now)
            acts = {permissions.CALLS[call] for call in calls}
            assert acts <= set(MOVES[self.request.status])
            assert permissions.may(self.request, replace(who, able=False), self.now) == ()
            if self.request.confidential and account not in ("editor", "named"):
                assert calls == ()


Requests.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestRequests = Requests.TestCase
