"""An activity that begins before everybody has replied, on a slow machine or after a run that was cut short."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.demo import activities
from deploy.demo.met import HELD
from deploy.demo.people import LIAISON, OWNER
from jingmei_client import Conflict
from jingmei_client.errors import problem_of


class Area:
    """Activities as the API has them: there is one, in some state."""

    def __init__(self, state: str, refusals: list[str]) -> None:
        self.now = {"id": "a1", "title": HELD.title, "state": state, "may": []}
        self.refusals = refusals
        self.asked: list[tuple[str, Any]] = []

    def search(self, **_: Any) -> list[dict[str, Any]]:
        return [self.now]

    def one(self, _activity: str) -> dict[str, Any]:
        return self.now

    def change(self, _activity: str, **given: Any) -> dict[str, Any]:
        assert datetime.fromisoformat(given["starts_at"]) > datetime.now(UTC)
        self.asked.append(("change", given["title"]))
        return self.now

    def announce(self, _activity: str, **_: Any) -> dict[str, Any]:
        self.asked.append(("announce", ""))
        self.now |= {"state": "announced"}
        return self.now

    def reply(self, _activity: str, **given: Any) -> None:
        self.asked.append(("reply", given["key"]))
        if self.refusals:
            raise problem_of(409, {"code": self.refusals.pop(0)})


def on(area: Area) -> Any:
    client = SimpleNamespace(activities=area)
    return SimpleNamespace(people={LIAISON.login: client, OWNER: client}, speakers=lambda: [(client, "o1")])


def test_what_has_begun_begins_later_and_the_reply_is_given_again() -> None:
    area = Area("announced", ["activity.begun"])
    activities._replied(on(area), HELD, "a1", HELD.replies[0], "k1")
    assert area.asked == [("reply", "k1"), ("change", HELD.title), ("reply", "k1")]


def test_what_nobody_replies_to_any_more_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    area = Area("cancelled", [])
    monkeypatch.setattr(activities, "COMING", HELD)
    activities.announce(on(area), lambda: None)
    activities.hold(on(area), lambda: None)
    assert area.asked == []


def test_a_draft_that_was_left_is_given_another_time_and_announced() -> None:
    area = Area("draft", [])
    assert activities._announced(on(area), HELD)["state"] == "announced"
    assert [name for name, _ in area.asked] == ["change", "announce"]


def test_another_refusal_is_no_reason_to_move_it(monkeypatch: pytest.MonkeyPatch) -> None:
    area = Area("announced", ["activity.illegal_move"])
    monkeypatch.setattr(activities, "patiently", lambda ask: ask())
    with pytest.raises(Conflict):
        activities._replied(on(area), HELD, "a1", HELD.replies[0], "k1")
    assert [name for name, _ in area.asked] == ["reply"]
