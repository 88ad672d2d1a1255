"""The activities and the call of the demo: what came of them, once, however often they are played."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from deploy.demo.activities import HELD_NOW, MEETINGS
from deploy.demo.asked import PATROL
from deploy.demo.calls import ANSWERS, CALL, CALLS
from deploy.demo.met import COMING, HELD, LENT
from deploy.demo.people import LEADER, LIAISON, OWNER
from jingmei_client import Client
from tests.e2e.people import eventually
from tests.e2e.played.conftest import Played


@pytest.fixture(scope="module")
def together(played: Played) -> Iterator[Callable[[], None]]:
    """They are played, and can be played again."""

    def play() -> None:
        for phase in (MEETINGS, CALLS, HELD_NOW):
            phase.play(played.stage, lambda: None)

    play()
    return play


def test_one_was_held_with_all_that_comes_of_it(played: Played, together: Callable[[], None]) -> None:
    leader, owner, officer = (played.stage.people[each] for each in (LEADER.login, OWNER, PATROL))
    held = _activity(leader, HELD.title)
    assert (held["state"], held["taken"], held["waiting"]) == ("held", 4, 1)
    rows = list(leader.activities.sign_ups(held["id"]))
    assert Counter((each["seat"], each["reply"]) for each in rows) == {
        ("seated", "yes"): 4, ("waiting", "yes"): 1, ("none", "maybe"): 1, ("none", "no"): 2,
    }  # fmt: skip
    assert Counter(each["checked_by"] for each in rows if each["attended_at"]) == {"code": 2, "hand": 1}
    minutes = officer.outcomes.minutes(held["id"])
    assert [bool(each["done_at"]) for each in minutes["tasks"]] == [True, False] and len(minutes["photos"]) == 1
    answers = Counter(each["adopted"] for each in leader.outcomes.suggestions(held["id"]))
    assert answers == {True: 1, False: 1, None: 1}
    assert leader.outcomes.feedback(held["id"]).first()["mean"] == 4.5
    assert "rate" in owner.activities.one(held["id"])["may"], "whom the guides begin with has something left to do"


def test_one_is_to_come_with_replies_and_waits_for_another(played: Played, together: Callable[[], None]) -> None:
    people = played.stage.people
    coming = _activity(people[LEADER.login], COMING.title)
    assert (coming["state"], coming["taken"]) == ("announced", 3)
    seen = people[OWNER].activities.one(coming["id"])
    assert seen["mine"] is None and "reply" in seen["may"]


def test_a_call_was_answered_and_its_result_has_figures(played: Played, together: Callable[[], None]) -> None:
    leader, owner = (played.stage.people[each] for each in (LEADER.login, OWNER))
    call = _call(leader)
    reads = sum(each.reads for each in ANSWERS)
    result = eventually(
        lambda: leader.calls.result(call["id"]), lambda told: (told["total"]["reads"], told["total"]["works"]) ==
        (reads, len(ANSWERS)),
    )  # fmt: skip
    assert (result["total"]["outlets"], result["total"]["published"]) == (len(ANSWERS), 2)
    assert result["missing"]
    assert owner.calls.one(call["id"])["may"] == ["answer"]


def test_outlets_took_part_in_each_way(played: Played, together: Callable[[], None]) -> None:
    leader = played.stage.people[LEADER.login]
    kinds = eventually(
        # What was suggested as a request is of another story.
        lambda: Counter(
            each["kind"]
            for each in leader.participations.search()
            if each["kind"] != "suggestion" or each["title"] == HELD.title
        ),
        lambda found: found["call"] == 3,
    )
    assert kinds == {"activity": 3, "call": 3, "suggestion": 1, "lent": 1}
    assert [each["title"] for each in leader.participations.search(kind="lent")] == [LENT]


def test_a_second_run_changes_nothing(played: Played, together: Callable[[], None]) -> None:
    before = _all(played)
    together()
    assert _all(played) == before


def _activity(person: Client, title: str) -> Any:
    (found,) = [each for each in person.activities.search() if each["title"] == title]
    return person.activities.one(found["id"])


def _call(person: Client) -> Any:
    (found,) = [each for each in person.calls.search(kind="call") if each["title"] == CALL["title"]]
    return found


def _all(played: Played) -> Any:
    """What the bureau sees of all of it."""
    person = played.stage.people[LIAISON.login]
    held = _activity(person, HELD.title)
    return (
        held,
        list(person.activities.sign_ups(held["id"])),
        dict(person.outcomes.minutes(held["id"])),
        list(person.outcomes.suggestions(held["id"])),
        list(person.activities.search()),
        list(person.calls.search()),
        list(person.calls.answers(_call(person)["id"])),
        list(person.participations.search()),
    )
