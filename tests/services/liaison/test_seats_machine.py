"""Whoever comes and goes in whatever order: nobody takes a seat too many but by the word of the officer at the door,
and everybody waits in turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.liaison.domain.activities import Arrival, Seats, SignUp, arrivals, moves, seats, walk_ins
from services.liaison.domain.activities.seats import Take
from shared.contracts.activity_terms import ActivityStatus, CheckedBy, Reply, Seat
from shared.errors import Conflict
from tests.services.liaison.gatherings import BEGINS, DAILY, activity, sign_up
from tests.services.liaison.makers import MONDAY

PEOPLE = [f"p{number}" for number in range(8)]
SOMEBODY = st.sampled_from(PEOPLE)


class Door(RuleBasedStateMachine):
    """One activity with few seats, and more people than fit."""

    @initialize(capacity=st.integers(1, 2))
    def begin(self, capacity: int) -> None:
        self.now, self.turn = MONDAY, 0
        self.activity = activity(capacity=capacity)
        self.seats = Seats("a1", "330108", capacity, ActivityStatus.ANNOUNCED)
        self.people: dict[str, SignUp] = {}
        self.told: list[str] = []

    def line(self) -> list[SignUp]:
        """Those who wait, in their order."""
        return sorted((each for each in self.people.values() if each.seat is Seat.WAITING), key=lambda one: one.order)

    # Most say yes, or nobody would ever wait.
    @rule(who=SOMEBODY, reply=st.sampled_from([*[Reply.YES] * 4, Reply.MAYBE, Reply.NO]))
    def reply(self, who: str, reply: Reply) -> None:
        self.turn += 1
        given = sign_up(who, reply, self.now, f"{self.turn:04}")
        first = next((each for each in self.line() if each.account != who), None)
        try:
            made = seats.replied(self.activity, self.seats, self.people.get(who), given, first)
        except Conflict as refused:
            assert refused.code in ("activity.sign_up_over", "activity.attended_already", "activity.begun")
            return
        self._keep(made, first)

    def holders(self) -> list[str]:
        """Who has a seat, or waits for one, and is not there yet."""
        have = (each for each in self.people.values() if each.attended_at is None and each.seat is not Seat.NONE)
        return sorted(each.account for each in have)

    @precondition(lambda self: bool(self.holders()))
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        # One of those who have a seat, where somebody has one, so that who waits gets it.
        seated = [each for each in self.holders() if self.people[each].seat is Seat.SEATED]
        who = {data.draw(st.sampled_from(seated or self.holders()))}
        who |= data.draw(st.sets(st.sampled_from(self.holders()), max_size=3))
        leaving = [self.people[each] for each in sorted(who)]
        line = [each for each in self.line() if each.account not in who]
        for made in seats.all_left(self.activity, leaving, self.line(), seats.over(self.seats)):
            self._keep(made, line.pop(0) if made.promoted else None)

    def _keep(self, made: seats.Replied, first: SignUp | None) -> None:
        self.seats = seats.applied(self.seats, made.take)
        self.people[made.sign_up.account] = made.sign_up
        assert (made.promoted is not None) == (made.take is Take.PASS_ON) == (len(made.events) == 1)
        if made.promoted is not None:
            assert first is not None and made.promoted.account == first.account == made.events[0].account
            self.people[first.account] = made.promoted

    @rule(more=st.integers(-2, 2))
    def other_capacity(self, more: int) -> None:
        wanted = {"capacity": min(4, max(1, self.activity.most + more))}
        try:
            change = moves.changed(self.activity, wanted, self.seats.taken, "liaison", self.now)
        except Conflict as refused:
            assert refused.code == "activity.capacity_taken" and wanted["capacity"] < self.seats.taken
            return
        free = change.activity.most - self.seats.taken
        given = seats.more(change.activity, self.line(), free)
        for promoted, fact in given:
            assert fact.account == promoted.account
            self.people[promoted.account] = promoted
        self.activity = change.activity
        self.seats = replace(
            self.seats, capacity=change.activity.most, taken=self.seats.taken + len(given),
            waiting=self.seats.waiting - len(given),
        )  # fmt: skip

    @rule(who=SOMEBODY)
    def arrive(self, who: str) -> None:
        if (found := self.people.get(who)) is None:
            return
        try:
            made = arrivals.arrived(self.activity, found, CheckedBy.CODE, "liaison", BEGINS)
        except Conflict as refused:
            wrong = found.attended_at is not None or found.seat is not Seat.SEATED
            assert wrong and refused.code.startswith("check_in.")
            return
        assert found.seat is Seat.SEATED and made.events == ()
        self.people[who] = made.sign_up

    def door(self, *, over: bool = False) -> walk_ins.Door:
        """An hour before it begins."""
        before = BEGINS - timedelta(hours=1)
        return walk_ins.Door(self.activity, self.seats, "liaison", before, over_capacity=over)

    # Most are let in, so that there are ever too many.
    @rule(who=SOMEBODY, over=st.sampled_from([True, True, False]))
    def walk_in(self, who: str, over: bool) -> None:
        self.turn += 1
        before, fresh = self.people.get(who), sign_up(who, None, BEGINS, f"{self.turn:04}")
        try:
            made = walk_ins.walked_in(self.door(over=over), DAILY, before, fresh)
        except Conflict as refused:
            there, full = before is not None and before.attended_at, self.seats.taken >= self.seats.capacity
            assert refused.code == "check_in.twice" if there else refused.code == "check_in.full" and full and not over
            return
        has = before is not None and before.seat is Seat.SEATED
        assert (made.sign_up.walk_in is None) == has == (made.seats is None)
        self._come(made, before)

    def there(self) -> list[str]:
        """Who came."""
        return sorted(each for each, one in self.people.items() if one.attended_at)

    @precondition(lambda self: bool(self.there()))
    @rule(data=st.data())
    def mistake(self, data: st.DataObject) -> None:
        before = self.people[data.draw(st.sampled_from(self.there()))]
        if before.walk_in is None:
            self._come(arrivals.undone(self.activity, before), before)
            return
        first = next((each for each in self.line()), None)
        made = walk_ins.undone(self.door(), before, first)
        assert made.forgotten == (before.walk_in.reply is None)
        assert made.promoted is None or (first is not None and made.promoted.account == first.account)
        self._come(made, before)

    def _come(self, made: Arrival, before: SignUp | None) -> None:
        assert made.sign_up.version == (before.version + 1 if before else 1)
        assert (made.sign_up.certificate == "") == (made.sign_up.attended_at is None)
        self.seats = made.seats or self.seats
        self.people[made.sign_up.account] = made.sign_up
        if made.forgotten:
            del self.people[made.sign_up.account]
        if made.promoted is not None:
            self.people[made.promoted.account] = made.promoted

    @rule(days=st.integers(0, 2))
    def wait(self, days: int) -> None:
        self.now = min(self.now + timedelta(days=days), BEGINS - timedelta(hours=1))

    @invariant()
    def the_counts_are_those_of_the_people(self) -> None:
        seated = [each for each in self.people.values() if each.seat is Seat.SEATED]
        assert (self.seats.taken, self.seats.waiting) == (len(seated), len(self.line()))

    @invariant()
    def nobody_is_over_but_who_was_let_in_and_nobody_waits_beside_a_free_seat(self) -> None:
        let_in = [each for each in self.people.values() if each.walk_in is not None and each.walk_in.over_capacity]
        assert self.seats.taken - len(let_in) <= self.seats.capacity == self.activity.most
        assert not self.seats.waiting or self.seats.taken >= self.seats.capacity

    @invariant()
    def who_does_not_come_has_no_seat(self) -> None:
        for each in self.people.values():
            assert each.walk_in is not None or (each.reply is Reply.YES) == (each.seat is not Seat.NONE)
            assert each.attended_at is None or each.seat is Seat.SEATED


Door.TestCase.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
TestDoor = Door.TestCase
