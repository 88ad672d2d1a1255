"""What waits for somebody, asked of several services at once: one that is away or slow takes nothing from the rest."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from deploy.local.servers import Database
from gateway.api.waiting import EXAMPLE, PARTS
from shared.ids import new_id
from tests.gateway.peer import Peer, Refusal
from tests.gateway.serving import Caller, Served
from tests.support.waiting import HOPE

EVERY = tuple(part.name for part in PARTS)
Peers = dict[str, Peer]


@pytest.fixture(scope="module")
def served(amqp_uri: str, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    where = {"AMQP_URI": amqp_uri, "MONGO_URI": database.uri, "DATABASE_PREFIX": f"t{new_id()[-12:]}_"}
    made = Served("tests.gateway.wsgi:real()", tmp_path_factory.mktemp("gateway") / "log", **where)
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def peers(amqp_uri: str) -> Iterator[Peers]:
    with standing(amqp_uri, *EVERY) as made:
        yield made


@contextmanager
def standing(amqp_uri: str, *names: str) -> Iterator[Peers]:
    """Services that answer for these parts, each with its example."""
    with ExitStack() as stack:
        made: Peers = {}
        for part in PARTS:
            if part.name not in names:
                continue
            service, _, method = part.query.partition(".")
            known = next((peer for peer in made.values() if peer.name == service), None)
            made[part.name] = known or Peer(amqp_uri, service)
            made[part.name].methods[method] = lambda *_, name=part.name: EXAMPLE[name]
            if known is None:
                made[part.name].start()
                stack.callback(made[part.name].stop)
        yield made


def asked(served: Served, roles: str = "scoring_manager,reviewer_first") -> Any:
    answer = Caller(served.url, Authorization=f"Bearer anna/330108/{roles}")("GET", "/v1/waiting")
    assert answer.status_code == 200, answer.text
    return answer.json()


def told(*names: str, away: tuple[str, ...] = ()) -> dict[str, Any]:
    return {name: EXAMPLE[name] for name in names} | {"away": list(away)}


def test_everybody_gets_the_parts_of_their_roles(served: Served, peers: Peers) -> None:
    assert asked(served) == told(*EVERY)
    assert asked(served, "") == told("inbox", "works", "requests", "activities")
    assert asked(served, "scoring_manager") == told("inbox", "works", "outlets", "scoring", "requests", "activities")
    assert asked(served, "security_admin") == told("inbox", "works", "reviews", "requests", "activities")
    for power in ("admin", "auditor"):
        assert asked(served, power) == told("inbox", "works", "requests", "activities")
    who = {
        (context["actor"]["account"], tuple(context["actor"]["roles"])) for _, _, context in peers["scoring"].received
    }
    assert who == {("anna", ("reviewer_first", "scoring_manager")), ("anna", ("scoring_manager",))}
    assert Caller(served.url)("GET", "/v1/waiting").status_code == 401


@pytest.mark.parametrize("away", EVERY)
def test_a_service_that_is_away_is_named_and_leaves_its_part_out(served: Served, amqp_uri: str, away: str) -> None:
    others = [name for name in EVERY if name != away]
    with standing(amqp_uri, *others):
        assert asked(served) == told(*others, away=(away,))


def test_a_service_that_fails_is_named_too(served: Served, peers: Peers) -> None:
    def broken(*_: Any) -> None:
        raise Refusal(exc_type="KeyError", value="'x'")

    peers["inbox"].methods["waiting"] = broken
    assert asked(served) == told(*EVERY[1:], away=("inbox",))


def test_one_that_takes_long_is_not_waited_for_and_asked_at_the_same_time(served: Served, peers: Peers) -> None:
    go_on = threading.Event()
    peers["inbox"].methods["waiting"] = lambda *_: go_on.wait(HOPE) and EXAMPLE["inbox"]
    try:
        assert asked(served) == told(*EVERY[1:], away=("inbox",))
    finally:
        go_on.set()
