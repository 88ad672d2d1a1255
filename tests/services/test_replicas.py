"""Replicas of the outlets: the order and the repetition of events do not matter."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import SERVICES
from shared.events import (
    OUTLET_FACTS,
    AccountChanged,
    AccountClosed,
    AccountOpened,
    AccountReopened,
    AccountRolesChanged,
    AccountState,
    ChannelAdded,
    Event,
    MemberJoined,
    OutletClosed,
    OutletRegistered,
    OutletState,
    OutletSuspended,
    OutletVerified,
    Received,
)
from shared.events.outlet import ChannelState, MemberState
from shared.ids import new_id
from shared.mongo import StaleWrite, Unit
from tests.services.stage import BUREAU, Stage, received
from tests.support.services import hearing, service

EVERY = tuple(map(service, SERVICES))
# The inbox keeps of outlets what it needs to address them: its own test looks at that.
REPLICAS = tuple(service(name) for name in hearing(OUTLET_FACTS) if name != "notification")
OWNER = MemberState("owner", "outlet_owner")
MEMBER = MemberState("member", "outlet_member")
CHANNEL = ChannelState("c1", "douyin", "county", "甲")


@dataclass(frozen=True)
class Story:
    """What happened to one outlet, in order."""

    id: str
    events: tuple[Received[Event], ...]


def story(bureau: str = BUREAU) -> Story:
    id_ = new_id()

    def state(status: str, *members: MemberState, name: str = "甲") -> OutletState:
        return OutletState(id_, name, "self_media", status, region=bureau, members=members)

    facts = (
        OutletRegistered(state("pending", OWNER), "owner"),
        OutletVerified(state("verified", OWNER), "liaison"),
        ChannelAdded(state("verified", OWNER, name="乙"), "owner", CHANNEL),
        MemberJoined(state("verified", OWNER, MEMBER, name="乙"), "member", "member", "outlet_member"),
        OutletSuspended(state("suspended", OWNER, MEMBER, name="乙"), "", "x"),
        OutletClosed(state("closed", MEMBER, name="丙"), "owner", "x"),
    )
    events = tuple(received(fact, id_, version=n, bureau=bureau) for n, fact in enumerate(facts, 1))
    return Story(id_, events)


def kept(stage: Stage, id_: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = stage.db["outlets"].find_one({"_id": id_})
    return found


@pytest.fixture(params=REPLICAS, ids=lambda cls: cls.name)
def replica(request: pytest.FixtureRequest, stage: Callable[[type[Any]], Stage]) -> Stage:
    return stage(request.param)


def tell(stage: Stage, events: Any) -> None:
    for event in events:
        stage.deliver(event, "outlet_changed")


def test_what_is_kept_is_the_newest_state(replica: Stage) -> None:
    told = story()
    tell(replica, told.events)
    found = kept(replica, told.id)
    assert found is not None
    assert (found["version"], found["bureau"], found["status"]) == (6, BUREAU, "closed")


def test_any_order_of_three_events_ends_the_same(replica: Stage) -> None:
    ends = []
    for order in permutations(range(3)):
        told = story()
        tell(replica, [told.events[index] for index in order])
        found = kept(replica, told.id)
        assert found is not None
        ends.append({name: value for name, value in found.items() if name != "_id"})
    assert all(end == ends[0] for end in ends)
    assert ends[0]["version"] == 3


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_order_and_repetition_do_not_matter(replica: Stage, data: st.DataObject) -> None:
    told = story()
    times = data.draw(st.lists(st.sampled_from(range(6)), max_size=8))
    order = data.draw(st.permutations([*range(6), *times]))
    tell(replica, [told.events[index] for index in order])
    plain = story()
    tell(replica, plain.events)
    shuffled, straight = kept(replica, told.id), kept(replica, plain.id)
    assert shuffled is not None
    assert straight is not None
    assert {**shuffled, "_id": ""} == {**straight, "_id": ""}


def test_redelivery_without_the_kernels_inbox_changes_nothing(replica: Stage) -> None:
    told = story()
    tell(replica, told.events)
    before = kept(replica, told.id)
    replica.db["inbox"].delete_many({})
    tell(replica, random.Random(3).sample(told.events, 6))
    assert kept(replica, told.id) == before


def test_outlets_do_not_mix(replica: Stage) -> None:
    stories = [story(), story("370830")]
    mixed = [event for one in stories for event in one.events]
    random.Random(5).shuffle(mixed)
    tell(replica, mixed)
    found = [kept(replica, one.id) for one in stories]
    assert [each and each["bureau"] for each in found] == [BUREAU, "370830"]


def test_many_who_never_joined_an_outlet_are_found_apart_at_once_and_not_once_they_have(replica: Stage) -> None:
    """Also in one group, in which each makes the document that it relies on."""

    def apart(account: str) -> None:
        unit = Unit()
        replica.service.outlets.require_apart(unit, BUREAU, account)
        replica.commit(unit)

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(apart, [f"p{number}" for number in range(64)]))
    assert replica.db["belonging"].count_documents({"judged": 1, "outlets": []}) == 64
    told = story()
    tell(replica, told.events)
    with pytest.raises(StaleWrite):
        apart("member")
    apart("owner")  # who has left it


def life() -> Story:
    """What happened to one account, in order."""
    id_ = new_id()

    def state(name: str, *roles: str, closed: bool = False) -> AccountState:
        return AccountState(id_, name, roles, closed)

    facts = (
        AccountOpened(state("李静"), "admin"),
        AccountRolesChanged(state("李静", "liaison"), "admin"),
        AccountChanged(state("李婧", "liaison"), id_),
        AccountClosed(state("李婧", "liaison", closed=True), "admin"),
        AccountReopened(state("李婧", "liaison"), "admin"),
        AccountRolesChanged(state("李婧", "leader"), "admin"),
    )
    return Story(id_, tuple(received(fact, id_, version=2 * n) for n, fact in enumerate(facts, 1)))


@pytest.fixture(params=EVERY, ids=lambda cls: cls.name)
def people(request: pytest.FixtureRequest, stage: Callable[[type[Any]], Stage]) -> Stage:
    return stage(request.param)


def hear(stage: Stage, events: Any) -> dict[str, Any]:
    """What is kept of the account in the end, but for marks of who relied on it."""
    for event in events:
        stage.deliver(event, "account_changed")
    found = stage.db["accounts"].find_one({"_id": events[0].subject})
    return {name: value for name, value in found.items() if name not in ("_id", "judged", "unsettled")}


def test_every_service_keeps_the_newest_state_of_an_account_in_whatever_order_it_comes(people: Stage) -> None:
    straight = hear(people, life().events)
    assert straight == {"bureau": BUREAU, "version": 12, "name": "李婧", "roles": ["leader"], "closed": False}
    for seed in range(8):
        events = list(life().events)
        events += random.Random(seed).sample(events, 3)
        random.Random(seed + 100).shuffle(events)
        assert hear(people, events) == straight
