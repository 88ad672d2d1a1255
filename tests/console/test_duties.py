"""What waits for an officer: each number with its list, and what is not there left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

import console.duties as duties_module
from console.app import create_app
from console.duties import DUTIES, Told, tiles
from console.places import STAFF
from console.session import Session
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


def test_what_concerns_few_is_shown_while_there_is_some() -> None:
    found = {"waiting": {"requests": {"unacknowledged": 0, "mine": 0, "unit_overdue": 2, "cases": 0}}}
    shown = {name: address for name, _, address in tiles(DUTIES, found)}
    assert shown == {
        "requests_new": "/requests?state=opened&desk=true",
        "requests_unit": "/requests?headed=true&overdue=true",
    }


def test_every_duty_is_of_a_role_that_there_is() -> None:
    assert {role for duty in DUTIES for role in duty.roles} <= set(STAFF)


def test_what_there_is_to_do_comes_before_messages_and_before_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = _told(monkeypatch, {"inbox": {"unread": 3, "bulletins": 0}, "scoring": {"awards": 2, "periods": []}})
    assert [name for name, _, _ in told.tiles] == ["awards", "unread", "bulletins"]
    assert not told.idle


def test_with_messages_alone_nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    told = _told(monkeypatch, {"inbox": {"unread": 3, "bulletins": 0}, "scoring": {"awards": 0, "periods": []}})
    assert told.idle
    period = {"period": "2026-Q3", "act": "finalise"}
    told = _told(monkeypatch, {"inbox": {"unread": 0, "bulletins": 0}, "scoring": {"awards": 0, "periods": [period]}})
    assert not told.idle


def _told(monkeypatch: pytest.MonkeyPatch, waiting: Mapping[str, Any]) -> Told:
    """What a liaison officer is told; the services of works and outlets say nothing of interest."""
    nothing = SimpleNamespace(counts=lambda: {"queues": {}, "by_status": {}})
    asked = SimpleNamespace(
        waiting=SimpleNamespace(waiting=lambda: waiting), reviews=nothing, submissions=nothing, outlets=nothing
    )
    monkeypatch.setattr(duties_module, "api", lambda: asked)
    monkeypatch.setattr(duties_module, "me", lambda: Session("", "", "", "330108", "李静", ("liaison",), False))
    return duties_module.duties()


def test_what_is_the_matter_with_the_system_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _told(monkeypatch, {"notices": ["空间不足。"]}).notices == ["空间不足。"]
    assert _told(monkeypatch, {}).notices == []
