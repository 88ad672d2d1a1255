"""What waits for somebody, asked of several services at once: one that is away or slow takes nothing from the rest."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.local.servers import Database
from gateway.api.waiting import EXAMPLE
from shared.ids import new_id
from tests.gateway.peer import Peer, Refusal
from tests.gateway.serving import Caller, Served
from tests.support.waiting import HOPE

INBOX, SCORING = EXAMPLE["inbox"], EXAMPLE["scoring"]


@pytest.fixture(scope="module")
def served(amqp_uri: str, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    where = {"AMQP_URI": amqp_uri, "MONGO_URI": database.uri, "DATABASE_PREFIX": f"t{new_id()[-12:]}_"}
    made = Served("tests.gateway.wsgi:real()", tmp_path_factory.mktemp("gateway") / "log", **where)
    made.start()
    yield made
    assert made.stop() == 0


@pytest.fixture
def inboxes(amqp_uri: str) -> Iterator[Peer]:
    made = Peer(amqp_uri, "notification")
    made.methods["waiting"] = lambda *_: INBOX
    made.start()
    yield made
    made.stop()


@pytest.fixture
def scoring(amqp_uri: str) -> Iterator[Peer]:
    made = Peer(amqp_uri, "scoring")
    made.methods["waiting"] = lambda *_: SCORING
    made.start()
    yield made
    made.stop()


def asked(served: Served, roles: str = "scoring_manager") -> Any:
    answer = Caller(served.url, Authorization=f"Bearer anna/330108/{roles}")("GET", "/v1/waiting")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_everybody_gets_the_parts_of_their_roles(served: Served, inboxes: Peer, scoring: Peer) -> None:
    assert asked(served) == {"inbox": INBOX, "scoring": SCORING, "away": []}
    assert asked(served, "admin") == asked(served, "") == {"inbox": INBOX, "away": []}
    (told,) = {(context["actor"]["account"], tuple(context["actor"]["roles"])) for _, _, context in scoring.received}
    assert told == ("anna", ("scoring_manager",))
    assert Caller(served.url)("GET", "/v1/waiting").status_code == 401


def test_a_service_that_is_away_is_named_and_leaves_its_part_out(served: Served, inboxes: Peer) -> None:
    assert asked(served) == {"inbox": INBOX, "away": ["scoring"]}


def test_a_service_that_fails_is_named_too(served: Served, inboxes: Peer, scoring: Peer) -> None:
    def broken(*_: Any) -> None:
        raise Refusal(exc_type="KeyError", value="'x'")

    inboxes.methods["waiting"] = broken
    assert asked(served) == {"scoring": SCORING, "away": ["inbox"]}


def test_one_that_takes_long_is_not_waited_for_and_asked_at_the_same_time(
    served: Served, inboxes: Peer, scoring: Peer
) -> None:
    go_on = threading.Event()
    inboxes.methods["waiting"] = lambda *_: go_on.wait(HOPE) and INBOX
    try:
        assert asked(served) == {"scoring": SCORING, "away": ["inbox"]}
    finally:
        go_on.set()
