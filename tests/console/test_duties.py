"""What waits for an officer: each number with its list, and what is not there left out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from console.app import create_app
from console.duties import DUTIES, tiles
from console.places import STAFF
from console.settings import ConsoleSettings
from jingmei_client.transport import Transport


@pytest.fixture(autouse=True)
def page() -> Iterator[None]:
    """Addresses are made within a request."""
    app = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
    with app.test_request_context():
        yield


def test_a_number_leads_to_the_list_that_it_is_the_number_of() -> None:
    found = {"waiting": {"inbox": {"unread": 3}, "scoring": {"awards": 2}}}
    shown = {name: (number, address) for name, number, address in tiles(DUTIES, found)}
    assert shown["unread"] == (3, "/inbox?unread=true")
    assert shown["awards"] == (2, "/awards?status=granted")


def test_what_could_not_be_had_or_is_not_for_the_caller_is_left_out() -> None:
    found = {"waiting": {"inbox": {"unread": 0}}, "reviews": None, "works": {"queues": None}}
    assert [name for name, _, _ in tiles(DUTIES, found)] == ["unread"]


def test_every_duty_is_of_a_role_that_there_is() -> None:
    assert {role for duty in DUTIES for role in duty.roles} <= set(STAFF)
