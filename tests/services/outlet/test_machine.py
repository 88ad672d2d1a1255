"""Whatever is asked of an outlet in whatever order: it never reaches an illegal state."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.outlet.domain import (
    Change,
    Channel,
    ChannelVerification,
    change_profile,
    channels,
    lifecycle,
    members,
    vouching,
)
from services.outlet.domain.states import MOVES
from services.outlet.repository.documents import outlet_document, outlet_of
from shared.context import Actor, Role
from shared.contracts.outlet_terms import Level, OutletRole, Platform, ReasonCode, Status
from shared.errors import DomainError
from shared.events import CATALOGUE
from shared.people import Person
from tests.services.outlet.makers import BUREAU, NOW, SEALER, proof_of, registered

ACCOUNTS = st.sampled_from(["owner", "a", "b", "c"])
ROLES = st.sets(st.sampled_from([Role.LIAISON, Role.ADMIN, Role.LEADER]), max_size=2)
ACTORS = st.builds(lambda account, roles: Actor(account, BUREAU, frozenset(roles)), ACCOUNTS, ROLES)
MEMBERSHIP = st.sampled_from(OutletRole)


RULINGS = [lifecycle.reject, lifecycle.suspend, lifecycle.reinstate, lifecycle.resubmit]


class OutletMachine(RuleBasedStateMachine):
    """Commands by anybody, in any order; a refusal changes nothing."""

    @initialize(imported=st.booleans())
    def register(self, imported: bool) -> None:
        outlet = registered()
        self.outlet = replace(outlet, members=()) if imported else outlet
        self.owned = not imported
        self.now = NOW

    def attempt(self, rule_: Any, *arguments: Any) -> None:
        before = self.outlet
        try:
            change: Change = rule_(before, *arguments, self.now)
        except DomainError:
            return
        self.check(before, change)
        self.outlet = change.outlet
        self.owned = self.owned or bool(change.outlet.owners)

    def check(self, before: Any, change: Change) -> None:
        after = change.outlet
        if not change.events:
            assert after == before
            return
        assert after.version == before.version + 1
        assert (
            after.status is before.status
            or after.status in MOVES[before.status].values()
            or self.renewed(before, after)
        )
        for event in change.events:
            assert event.outlet == after.state()
            assert type(event).type() in CATALOGUE

    @staticmethod
    def renewed(before: Any, after: Any) -> bool:
        lapsed = before.reason_code is ReasonCode.VERIFICATION_LAPSED
        return lapsed and (before.status, after.status) == (Status.SUSPENDED, Status.VERIFIED)

    @rule(days=st.sampled_from([0, 1, 7, 15, 200, 366]))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        self.outlet = lifecycle.lapse(self.outlet, self.now).outlet

    @rule(actor=ACTORS, act=st.sampled_from([lifecycle.verify, lifecycle.reverify]))
    def verify(self, actor: Actor, act: Any) -> None:
        if self.outlet.channels:
            self.attempt(act, actor, proof_of(self.outlet))

    @rule(
        actor=ACTORS,
        act=st.sampled_from([lifecycle.reject, lifecycle.suspend, lifecycle.reinstate, lifecycle.resubmit]),
    )
    def rule_on(self, actor: Actor, act: Any) -> None:
        self.attempt(act, actor, "because")

    @rule(actor=ACTORS, sure=st.integers(0, 5))
    def close(self, actor: Actor, sure: int) -> None:
        if sure == 0:
            self.attempt(lifecycle.close, actor, "because")

    @rule(actor=ACTORS, account=ACCOUNTS)
    def assign(self, actor: Actor, account: str) -> None:
        self.attempt(lifecycle.assign_liaison, actor, Person(account, roles=frozenset({Role.LIAISON})))

    @rule(actor=ACTORS, region=st.sampled_from(["浦沿", "西兴"]))
    def change_profile(self, actor: Actor, region: str) -> None:
        self.attempt(change_profile, actor, {"region": region})

    @rule(actor=ACTORS, name=st.sampled_from(["x", "y"]))
    def add_channel(self, actor: Actor, name: str) -> None:
        self.attempt(channels.add, actor, Channel(name, Platform.WEIBO, name))

    @rule(actor=ACTORS, id_=st.sampled_from(["x", "y"]))
    def remove_channel(self, actor: Actor, id_: str) -> None:
        self.attempt(channels.remove, actor, id_)

    @rule(actor=ACTORS, id_=st.sampled_from(["x", "y"]), level=st.sampled_from(Level))
    def verify_channel(self, actor: Actor, id_: str, level: Level) -> None:
        self.attempt(vouching.verify, actor, id_, ChannelVerification(actor.account, self.now, level, note="n"))

    @rule(actor=ACTORS, id_=st.sampled_from(["x", "y"]))
    def unverify_channel(self, actor: Actor, id_: str) -> None:
        self.attempt(vouching.unverify, actor, id_, "because")

    @rule(
        actor=ACTORS,
        id_=st.sampled_from(["x", "y"]),
        values=st.sampled_from([{"url": "https://a.cn"}, {"followers": 5}]),
    )
    def change_channel(self, actor: Actor, id_: str, values: dict[str, Any]) -> None:
        self.attempt(channels.change, actor, id_, values)

    @rule(actor=ACTORS, role=MEMBERSHIP)
    def invite(self, actor: Actor, role: OutletRole) -> None:
        self.attempt(members.invite, actor, SEALER.invitation(self.outlet, {"role": role}, actor.account, self.now))

    @rule(actor=ACTORS)
    def accept(self, actor: Actor) -> None:
        if self.outlet.invitations:
            self.attempt(members.accept, actor, self.outlet.invitations[0].id)

    @rule(actor=ACTORS, account=ACCOUNTS, role=MEMBERSHIP)
    def change_role(self, actor: Actor, account: str, role: OutletRole) -> None:
        self.attempt(members.change_role, actor, account, role)

    @rule(actor=ACTORS, account=ACCOUNTS)
    def remove(self, actor: Actor, account: str) -> None:
        self.attempt(members.remove, actor, account)

    @rule(actor=ACTORS)
    def leave(self, actor: Actor) -> None:
        self.attempt(members.leave, actor)

    @invariant()
    def an_outlet_with_an_owner_keeps_one(self) -> None:
        assert not self.owned or self.outlet.owners

    @invariant()
    def an_account_is_a_member_once(self) -> None:
        accounts = [member.account for member in self.outlet.members]
        assert len(accounts) == len(set(accounts))

    @invariant()
    def a_verified_outlet_has_a_verification_that_holds(self) -> None:
        if self.outlet.status is Status.VERIFIED:
            assert self.outlet.verified_until is not None
            assert self.outlet.reason_code is None
            assert lifecycle.lapse(self.outlet, self.now).events == ()

    @invariant()
    def its_liaison_is_not_its_member(self) -> None:
        assert self.outlet.member(self.outlet.liaison) is None

    @invariant()
    def a_channel_has_the_level_that_somebody_vouched_for(self) -> None:
        for told in self.outlet.state().channels:
            assert (told.level != "") == told.verified == (told.verified_at is not None)

    @invariant()
    def what_ends_has_a_reason(self) -> None:
        ended = {Status.REJECTED, Status.SUSPENDED, Status.CLOSED}
        assert (self.outlet.reason_code is not None) == (self.outlet.status in ended)

    @invariant()
    def it_is_the_same_after_a_stay_in_the_database(self) -> None:
        assert outlet_of(outlet_document(self.outlet)) == self.outlet


TestOutletMachine = OutletMachine.TestCase
