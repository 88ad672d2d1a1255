"""The menu: where somebody is, and what fits into the bar of a phone."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

import pytest
from jinja2.nodes import Name

import console
from console.app import create_app
from console.places import PLACES, STAFF, address_of, place_of, places
from console.session import Session
from console.settings import ConsoleSettings
from jingmei_client.transport import Transport

TEMPLATES: Final = Path(console.__file__).parent / "templates"
# Variables of loops, which end with their loop; and `who`, which is the same wherever it is set.
SAID: Final = {"place", "endpoint", "message", "each", "who"}
APP: Final = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))


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


@pytest.mark.parametrize(
    ("about", "address"),
    [
        ({"type": "period", "id": "2026-Q3"}, "/periods/2026-Q3"),
        ({"type": "account", "id": "a1"}, "/account"),
        ({"type": "case_officers", "id": "330108"}, "/request-desk/officers"),
        ({"type": "weather", "id": "w1"}, None),
        ({}, None),
    ],
)
def test_what_somebody_is_told_of_leads_to_its_page(about: dict[str, str], address: str | None) -> None:
    with APP.test_request_context():
        assert address_of(about) == address


@pytest.mark.parametrize("role", ["", *STAFF])
def test_the_bar_of_a_phone_has_room_for_the_first_places_of_every_role(role: str) -> None:
    who = Session("", "", str(time.time()), "330108", "王芳", (role,) if role else (), must_change=False)
    with APP.test_request_context():
        assert 3 <= sum(each.first for each in places(who)) <= 5


def test_every_place_has_a_page() -> None:
    assert {each.endpoint for each in PLACES} <= set(APP.view_functions)


def test_the_menu_changes_nothing_that_a_page_was_given() -> None:
    """What a layout sets is seen by the pages that extend it."""
    outlines = APP.jinja_env.parse((TEMPLATES / "base.html").read_text("utf-8"))
    ours = {name.name for name in outlines.find_all(Name) if name.ctx == "store"}
    given = {
        name.name
        for path in TEMPLATES.rglob("*.html")
        if path.name != "base.html"
        for name in APP.jinja_env.parse(path.read_text("utf-8")).find_all(Name)
    }
    assert not ours & given - SAID
