"""The hub without a broker: what was missed is found by looking, sessions end their streams, places are given back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gateway.auth.principal import Principal
from gateway.auth.sessions import State
from gateway.errors import RateLimited, ServiceUnavailable, Unauthorised
from gateway.streams import hub as module
from gateway.streams.hub import MOST_OF_ACCOUNT, Hub
from gateway.streams.stream import CHANGED, SIGNED_OUT, STOPPING, Stream
from shared.clock import now
from shared.context import RequestContext, Role
from shared.errors import Invalid
from shared.signing import Signer

NOWHERE = "amqp://guest:guest@127.0.0.1:1/none"
ANNA = Principal("anna", "330108", frozenset({Role.LIAISON}), session="s-anna")
BOB = Principal("bob", "330109", session="s-bob")


class Rpc:
    """Answers as the notification service does; `missed` is what `changes` names."""

    deadline = 10.0

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.missed: dict[str, list[str]] = {}
        self.many = False
        self.refusal: Exception | None = None

    def call(self, method: str, data: dict[str, Any], context: RequestContext) -> tuple[Any, bool]:
        self.calls.append((method, context.bureau))
        if self.refusal is not None:
            raise self.refusal
        if method == "notification.changes":
            return {"addresses": self.missed.get(context.bureau, []), "many": self.many}, False
        addresses = [f"account:{context.actor.account}", "outlet:o1"]
        counts = {"unread": 0, "urgent": 0}
        return {"items": [], "places": [], "place": "p", "more": False, "addresses": addresses, **counts}, False


class Sessions:
    """Those that have not ended."""

    def __init__(self, *who: Principal) -> None:
        self.live = {each.session: state(each) for each in who}

    def state(self, _bureau: str, id_: str) -> State | None:
        return self.live.get(id_)

    def states(self, ids: set[str]) -> dict[str, State]:
        return {id_: self.live[id_] for id_ in ids if id_ in self.live}


def state(who: Principal) -> State:
    moment = now()
    return State(who.session, who.account, who.bureau, "", who.roles, False, moment, moment + timedelta(days=1))


@pytest.fixture
def rpc() -> Rpc:
    return Rpc()


@pytest.fixture
def sessions() -> Sessions:
    return Sessions(ANNA, BOB)


@pytest.fixture
def hub(rpc: Any, sessions: Any) -> Hub:
    return Hub(NOWHERE, Signer("gateway"), rpc, sessions)


def opened(hub: Hub, who: Principal = ANNA) -> Stream:
    """A stream that has looked at everything so far."""
    stream, _ = hub.open(who, "zh", "", None)
    stream._wake.clear()
    return stream


def woken(*streams: Stream) -> list[bool]:
    """Which of them are to look again; then none."""
    found = [stream._wake.is_set() for stream in streams]
    for stream in streams:
        stream._wake.clear()
    return found


def test_a_change_wakes_its_readers_in_its_bureau_alone(hub: Hub) -> None:
    anna, bob = opened(hub), opened(hub, BOB)
    hub.changed(ANNA.bureau, ["role:liaison"])
    assert woken(anna, bob) == [False, False]
    hub.changed(ANNA.bureau, ["outlet:o1"])
    assert woken(anna, bob) == [True, False]
    hub.changed(BOB.bureau, ["account:anna", "account:bob"])
    assert woken(anna, bob) == [False, True]


def test_what_was_missed_is_found_by_looking_once_per_bureau(hub: Hub, rpc: Rpc) -> None:
    streams = [opened(hub), opened(hub), opened(hub, BOB)]
    rpc.calls.clear()
    rpc.missed = {ANNA.bureau: ["account:anna"]}
    hub._look_around()
    assert woken(*streams) == [True, True, False]
    assert sorted(rpc.calls) == [("notification.changes", "330108"), ("notification.changes", "330109")]
    rpc.many = True
    hub._look_around()
    assert woken(*streams) == [True, True, True]


def test_a_stream_that_may_have_been_woken_by_nobody_while_it_opened_looks_once_more(hub: Hub) -> None:
    stream, _ = hub.open(ANNA, "zh", "", None)
    assert woken(stream) == [True]
    hub._ask(stream)
    assert woken(stream) == [False]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda live: live.pop(ANNA.session), SIGNED_OUT),
        (lambda live: live.update({ANNA.session: replace(live[ANNA.session], bureau="999999")}), SIGNED_OUT),
        (lambda live: live.update({ANNA.session: replace(live[ANNA.session], roles=frozenset())}), CHANGED),
        (lambda live: live.update({ANNA.session: replace(live[ANNA.session], must_change=True)}), CHANGED),
        (lambda live: None, ""),
    ],
)
def test_a_stream_ends_with_its_session(
    hub: Hub, sessions: Sessions, change: Callable[[dict[str, State]], Any], reason: str
) -> None:
    anna, bob = opened(hub), opened(hub, BOB)
    change(sessions.live)
    hub._check()
    assert (anna.ended, bob.ended) == (reason, "")


def test_places_are_counted_and_given_back_also_by_what_was_refused(hub: Hub, rpc: Rpc) -> None:
    rpc.refusal = Invalid("cursor.invalid")
    for _ in range(MOST_OF_ACCOUNT + 1):
        with pytest.raises(Invalid):
            hub.open(ANNA, "zh", "x", None)
    rpc.refusal = None
    streams = [opened(hub) for _ in range(MOST_OF_ACCOUNT)]
    with pytest.raises(RateLimited):
        hub.open(ANNA, "zh", "", None)
    for _ in range(2):
        hub.close(streams[0])
    opened(hub)
    for stream in streams:
        hub.close(stream)


def test_nothing_is_kept_of_a_closed_stream(hub: Hub) -> None:
    hub.close(opened(hub))
    assert (hub._streams, hub._at, dict(hub._of)) == (set(), {}, {})


def test_who_is_signed_out_opens_nothing_and_so_does_nobody_once_it_stops(
    hub: Hub, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = opened(hub, BOB)
    sessions.live.pop(ANNA.session)
    with pytest.raises(Unauthorised):
        hub.open(ANNA, "zh", "", None)
    monkeypatch.setattr(module, "MOST", 1)
    with pytest.raises(ServiceUnavailable):
        hub.open(BOB, "zh", "", None)
    monkeypatch.setattr(module, "MOST", 10)
    hub.stop()
    assert stream.ended == STOPPING
    with pytest.raises(ServiceUnavailable):
        hub.open(BOB, "zh", "", None)


def test_a_caller_without_a_session_of_ours_comes_back_after_a_while(hub: Hub) -> None:
    stream, _ = hub.open(replace(ANNA, session=""), "zh", "", None)
    assert stream.ends_at is not None
    hub._check()
    assert stream.ended == ""
