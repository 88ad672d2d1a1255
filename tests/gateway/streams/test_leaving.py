"""A browser that goes from page to page, at a gateway under gunicorn: the stream of the page before counts no more."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.local.servers import Database
from gateway.streams import leaving, watch
from gateway.streams.hub import MOST_OF_ACCOUNT
from gateway.streams.stream import KEEP_ALIVE
from shared.ids import new_id
from tests.gateway.peer import Peer
from tests.gateway.serving import Served
from tests.support.sse import Listening

PAGES = 11
NOTHING: dict[str, Any] = {"items": [], "places": [], "place": "p", "more": False, "unread": 0, "urgent": 0}


@pytest.fixture(scope="module")
def served(amqp_uri: str, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    inboxes = Peer(amqp_uri, "notification")
    inboxes.methods["arrived"] = lambda _, context: NOTHING | {"addresses": [f"account:{context['actor']['account']}"]}
    inboxes.methods["changes"] = lambda *_: {"addresses": [], "many": False}
    inboxes.start()
    where = {"AMQP_URI": amqp_uri, "MONGO_URI": database.uri, "DATABASE_PREFIX": f"t{new_id()[-12:]}_"}
    made = Served("tests.gateway.wsgi:real()", tmp_path_factory.mktemp("gateway") / "log", **where)
    made.start()
    yield made
    assert made.stop() == 0
    inboxes.stop()


def opened(served: Served, who: str) -> Listening:
    return Listening(served.url, {"Authorization": f"Bearer {who}/330108/"})


def test_eleven_pages_in_a_row_are_never_too_many(served: Served) -> None:
    for page in range(PAGES):
        there = opened(served, "anna")
        assert there.status == 200, f"page {page + 1}: {there.answer.text}"
        there.until(1, "unread", KEEP_ALIVE / 2)
        there.close()


def test_what_stays_open_counts_and_what_is_closed_makes_room(served: Served) -> None:
    tabs = [opened(served, "bob") for _ in range(MOST_OF_ACCOUNT)]
    assert [tab.status for tab in tabs] == [200] * MOST_OF_ACCOUNT
    assert opened(served, "bob").status == 429
    tabs.pop().close()
    # One more request first: the server hears of what was closed before it.
    assert opened(served, "carol").status == 200
    tabs.append(opened(served, "bob"))
    assert tabs[-1].status == 200
    assert not any(tab.ended.is_set() for tab in tabs)
    for tab in tabs:
        tab.close()


@pytest.mark.parametrize(("says", "left"), [(b"GET", []), (b"", [True])])
def test_who_says_something_more_has_not_gone(says: bytes, left: list[bool]) -> None:
    ours, theirs = socket.socketpair()
    gone: list[bool] = []
    with ours:
        theirs.send(says)
        if not says:
            theirs.close()
        leaving._wait(ours, lambda: gone.append(True))
        theirs.close()
    assert gone == left


def test_without_a_connection_to_look_at_nothing_is_watched() -> None:
    watch({}, lambda: pytest.fail("nobody was there"))()
