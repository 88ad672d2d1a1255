"""The menu: where somebody is, and what fits into the bar of a phone."""

from __future__ import annotations

import time

import pytest

from console.app import create_app
from console.places import PLACES, STAFF, place_of, places
from console.session import Session
from console.settings import ConsoleSettings
from jingmei_client.transport import Transport

APP = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))


@pytest.mark.parametrize(
    ("endpoint", "place"),
    [
        ("works.listing", "works.listing"),
        ("works.edit", "works.listing"),
        ("published.listing", "works.listing"),
        ("reviewing.decide", "reviews.listing"),
        ("policies.verification", "policies.verification"),
        ("policies.words", "policies.listing"),
        ("adjustments.new", "periods.listing"),
    ],
)
def test_a_page_is_in_the_place_that_it_belongs_to(endpoint: str, place: str) -> None:
    found = place_of(endpoint, PLACES)
    assert found is not None
    assert found.endpoint == place


@pytest.mark.parametrize("endpoint", ["account.account", "public.verify", None])
def test_a_page_of_no_place_is_in_none(endpoint: str | None) -> None:
    assert place_of(endpoint, PLACES) is None


@pytest.mark.parametrize("role", ["", *STAFF])
def test_the_bar_of_a_phone_has_room_for_the_first_places_of_every_role(role: str) -> None:
    who = Session("", "", str(time.time()), "330108", "王芳", (role,) if role else (), must_change=False)
    with APP.test_request_context():
        assert 3 <= sum(each.first for each in places(who)) <= 5


def test_every_place_has_a_page() -> None:
    assert {each.endpoint for each in PLACES} <= set(APP.view_functions)
