"""The requests of the demo: each came to its end or waits on its desk, once, however often they are played; and what
the pages show of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from deploy.demo.asked import CHIEF, DESK, HEAD, OFFICER, PATROL, STORIES
from deploy.demo.people import FINAL, LEADER, LIAISON, MANAGER, OWNER
from deploy.demo.requests import REQUESTS
from tests.e2e.played.browsing import visitor
from tests.e2e.played.conftest import Played

KINDS = {"material", "interview", "expert", "rumour", "suggestion"}


@pytest.fixture(scope="module")
def asked(played: Played) -> Iterator[Callable[[], None]]:
    """They are played, and can be played again."""

    def play() -> None:
        REQUESTS.play(played.stage, lambda: None)

    play()
    return play


def test_every_kind_came_to_every_end_and_something_waits_on_each_desk(
    played: Played, asked: Callable[[], None]
) -> None:
    found = _found(played)
    assert {each["kind"] for each in found} == KINDS
    # One of the stories is of a case, which is in no list; one is of two requests.
    assert len(found) == sum(len(told.asks) for told in STORIES) - 1
    states = Counter(each["state"] for each in found)
    assert states == {"opened": 1, "acknowledged": 1, "assigned": 2, "answered": 2, "closed": 7, "withdrawn": 1}
    people = played.stage.people
    closed = [people[DESK].requests.one(each["id"]) for each in found if each["state"] in ("answered", "closed")]
    assert {each["answer"]["kind"] for each in closed} == {"material", "appointment", "reply"}
    assert any(each["reopened"] for each in closed) and any(len(each["joined"]) == 0 for each in closed)
    adopted = {each["title"] for each in closed if each["adopted"]}
    assert (
        adopted <= {each["title"] for each in people[LEADER.login].participations.search(kind="suggestion")} and adopted
    )
    waits = {login: people[login].requests.counts() for login in (DESK, OFFICER, PATROL, HEAD, OWNER)}
    assert waits[DESK]["unacknowledged"] and waits[DESK]["unassigned"] and waits[DESK]["cases"] == 1
    assert waits[OFFICER]["mine"] == waits[PATROL]["mine"] == waits[OWNER]["to_rate"] == 1
    assert waits[HEAD]["cases"] == 1


def test_the_case_is_seen_by_who_is_named_alone(played: Played, asked: Callable[[], None]) -> None:
    people = played.stage.people
    (case,) = people[HEAD].requests.cases()
    assert people[HEAD].requests.one(case["id"])["handed_over"]["to"] == "长河派出所"
    for login in (LEADER.login, CHIEF, MANAGER.login, OFFICER):
        assert list(people[login].requests.cases()) == []


def test_a_second_run_changes_nothing(played: Played, asked: Callable[[], None]) -> None:
    before = _found(played), _figures(played)
    asked()
    assert (_found(played), _figures(played)) == before


def test_response_times_are_counted_from_them(played: Played, asked: Callable[[], None]) -> None:
    told = _figures(played)
    assert told["total"]["satisfaction"]["count"] == 7
    assert {each["unit_name"] for each in told["units"]} == {"融媒体中心", "交警大队宣传科", ""}
    assert {each["officer"]["name"] for each in told["officers"]} >= {"陈露", "周毅", LIAISON.name}
    assert FINAL.name not in str(told["officers"]), "the case is counted nowhere"


@pytest.mark.parametrize(("role", "language"), [("leader", "zh"), ("leader", "en"), ("outlet", "zh"), ("outlet", "en")])
def test_the_page_of_response_times_is_whole(
    browser: Browser, played: Played, asked: Callable[[], None], role: str, language: str
) -> None:
    with visitor(browser, played, role, language) as somebody:
        assert somebody.look("/response-times", 200) == []
        text = somebody.page.inner_text("main")
        assert "融媒体中心" in text and ("陈露" in text) is (role == "leader")
        assert somebody.look("/response-times?from=2025-01&to=2025-02", 200) == []
        if role == "leader":
            somebody.page.goto("/")
            somebody.page.click("main a[href='/response-times']")
            assert somebody.page.url.endswith("/response-times")


def _found(played: Played) -> list[dict[str, Any]]:
    """All that one of the bureau sees, without what goes on with the time."""
    rows = played.stage.people[LEADER.login].requests.search(limit=100)
    return sorted(({**row, "clock": None} for row in rows), key=lambda row: row["id"])


def _figures(played: Played) -> Any:
    month = max(row["updated_at"] for row in _found(played))[:7]
    return dict(played.stage.people[LEADER.login].statistics.requests(from_="2026-01", to=f"{month[:4]}-12"))
