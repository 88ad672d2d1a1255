"""The policy: what fits together, from when it holds, and how long its working hours are."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.review import shipped
from shared.clock import SHANGHAI, now
from shared.context import Role
from shared.errors import Forbidden, Invalid, NotFound
from shared.events import StageDue
from shared.holidays import workday
from shared.workdays import Workday
from shared.working_time import later
from tests.services.review.desk import FINAL, FIRST, KEEPER, LEADER, Desk, withdrawn
from tests.services.review.makers import policy_input
from tests.services.stage import asking

OFFICE = ((9 * 60, 12 * 60), (13 * 60, 18 * 60))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-02 09:00", 3, "2026-11-02 12:00"),
        ("2026-11-02 10:30", 4, "2026-11-02 15:30"),
        ("2026-11-02 12:30", 1, "2026-11-02 14:00"),
        ("2026-11-02 17:30", 1, "2026-11-03 09:30"),
        ("2026-11-02 20:00", 8, "2026-11-03 18:00"),
        ("2026-11-06 17:00", 2, "2026-11-09 10:00"),  # over a weekend
        ("2026-09-30 17:00", 2, "2026-10-08 10:00"),  # over the National Day holiday
        ("2026-02-14 09:00", 8, "2026-02-14 18:00"),  # a Saturday that is worked for the Spring Festival
        ("2026-11-07 10:00", 0, "2026-11-09 09:00"),
    ],
)
def test_working_hours_know_holidays(start: str, hours: int, due: str) -> None:
    found = later(at(start), hours * 60, OFFICE, workday)
    assert (found.at, found.exact) == (at(due), True)
    assert found.at.tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2099-09-29 17:00", "2099-09-30 10:00"),
        ("2099-09-30 17:00", "2099-10-05 10:00"),  # over the National Day, which is fixed, and the weekend behind it
    ],
)
def test_a_time_that_rests_on_a_guess_says_so(start: str, due: str) -> None:
    found = later(at(start), 120, OFFICE, workday)
    assert (found.at, found.exact) == (at(due), False)


def weekdays(day: date) -> Workday:
    return Workday(day.weekday() < 5)


@given(st.integers(0, 330 * 24 * 60), st.integers(0, 3000), st.integers(0, 3000))
def test_working_time_adds_up(minute: int, first: int, second: int) -> None:
    begin = at("2026-01-01 00:00") + timedelta(minutes=minute)
    whole = later(begin, first + second, OFFICE, weekdays).at
    half = later(begin, first, OFFICE, weekdays).at
    rest = later(half, second, OFFICE, weekdays).at
    # The end of one span is the beginning of the next.
    assert rest == whole or (second == 0 and later(half, 0, OFFICE, weekdays).at <= whole)


def test_what_is_shipped_is_sound_and_routes_as_documented(desk: Desk) -> None:
    policy = shipped.policy()
    for category in ("self_media", "influencer", "department", "official_media"):
        for sensitivity, stages in (("normal", 2), ("sensitive", 3), ("major", 3)):
            assert len(policy.stages(category, sensitivity)) == stages  # type: ignore[arg-type]
    (only,) = desk.ask("policies")["items"]
    assert (only["version"], only["current"], only["by"]) == (0, True, "")
    assert desk.ask("policy", policy="0") == only


def stages(policy: dict[str, Any], route: int) -> Any:
    return policy["routes"][route]["stages"]


BY_LEADER: dict[str, Any] = {"stage": "leader", "hours": 4, "roles": ["leader"]}
Wrong = tuple[str, Callable[[dict[str, Any]], Any], tuple[str, str]]
WRONG: list[Wrong] = [
    ("a span backwards", lambda p: p["working_hours"][0].update(to="08:00"), ("/working_hours/0/to", "range.order")),
    ("overlap", lambda p: p["working_hours"][1].update({"from": "11:00"}),
     ("/working_hours/1/from", "policy.hours_overlap")),
    ("a short day", lambda p: p.update(working_hours=[{"from": "09:00", "to": "09:30"}]),
     ("/working_hours", "policy.hours_short")),
    ("order", lambda p: stages(p, 1).reverse(), ("/routes/1/stages", "policy.stage_order")),
    ("twice", lambda p: stages(p, 0).append(stages(p, 0)[1]), ("/routes/0/stages", "policy.stage_order")),
    ("no final stage", lambda p: stages(p, 0).pop(), ("/routes/0/stages", "policy.final_missing")),
    ("major with two", lambda p: stages(p, 1).pop(1), ("/routes/1/stages", "policy.major_takes_all")),
    ("of ideas", lambda p: stages(p, 0)[0].update(stage="assessment"),
     ("/routes/0/stages/0/stage", "policy.stage_of_ideas")),
    ("a leader before the final", lambda p: stages(p, 0).insert(1, BY_LEADER),
     ("/routes/0/stages", "policy.stage_order")),
    ("a leader in place of the final", lambda p: stages(p, 0).__setitem__(1, BY_LEADER),
     ("/routes/0/stages", "policy.final_missing")),
    ("a leader's stage for others", lambda p: stages(p, 1).append(BY_LEADER | {"roles": ["reviewer_final"]}),
     ("/routes/1/stages/3/roles", "policy.roles")),
    ("a leader at another stage", lambda p: stages(p, 0)[0].update(roles=["leader"]),
     ("/routes/0/stages/0/roles", "policy.roles")),
    ("roles", lambda p: stages(p, 0)[0].update(roles=["liaison"]), ("/routes/0/stages/0/roles", "policy.roles")),
    ("assessors", lambda p: p["ideas"].update(roles=["admin"]), ("/ideas/roles", "policy.roles")),
    ("a gap", lambda p: p["routes"][0]["categories"].pop(), ("/routes", "policy.route_missing")),
    ("a route twice", lambda p: p["routes"].append(p["routes"][0]), ("/routes/2", "policy.route_twice")),
    ("weights", lambda p: p["ideas"].update(weights={"novelty": 0, "feasibility": 0, "benefit": 0}),
     ("/ideas/weights", "policy.weights")),
    ("minimum", lambda p: p["ideas"].update(minimum=1), ("/ideas/minimum", "range.min")),
    ("threshold", lambda p: p["ideas"].update(threshold="100.01"), ("/ideas/threshold", "policy.points")),
    ("places", lambda p: p["ideas"].update(threshold="60.005"), ("/ideas/threshold", "policy.points")),
    ("a clock", lambda p: p["working_hours"][0].update(to="24:00"), ("/working_hours/0/to", "policy.time")),
    ("hours", lambda p: stages(p, 0)[0].update(hours=0), ("/routes/0/stages/0/hours", "range.min")),
    ("unknown", lambda p: p.update(colour="red"), ("/colour", "unknown")),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_does_not_fit_together_is_named(desk: Desk, change: Any, expected: tuple[str, str]) -> None:
    given_ = deepcopy(policy_input())
    change(given_)
    with pytest.raises(Invalid) as error:
        desk.do("propose_policy", KEEPER, **given_)
    assert expected in {(problem.pointer, problem.rule) for problem in error.value.problems}
    assert desk.stage.db["policies"].count_documents({}) == 0


def test_more_sensitive_works_take_every_stage_of_less_sensitive_ones(desk: Desk) -> None:
    given_ = policy_input()
    whole = given_["routes"][1]["stages"]
    every = given_["routes"][0]["categories"]
    given_["routes"] = [
        {"categories": every, "sensitivities": ["normal", "major"], "stages": whole},
        {"categories": every, "sensitivities": ["sensitive"], "stages": [whole[0], whole[2]]},
    ]
    with pytest.raises(Invalid) as error:
        desk.do("propose_policy", KEEPER, **given_)
    assert {problem.rule for problem in error.value.problems} == {"policy.fewer_stages"}


def test_a_round_keeps_the_version_that_it_began_with(desk: Desk) -> None:
    before = desk.opened()
    made = desk.adopt("propose_policy", FINAL, **policy_input())
    assert (made["version"], made["current"], made["by"], made["confirmed_by"]) == (1, True, "final", "keeper")
    assert made["reason"] == "按本局实际修订"
    after = desk.opened()
    assert [each["policy"] for each in (before, after)] == [0, 1]
    assert [each["hours"] for each in after["stages"]] == [4, 4]
    second = desk.adopt("propose_policy", KEEPER, **policy_input(title="再修订", lease_minutes=5))
    shown = desk.ask("policies", limit=2)
    assert [(each["version"], each["current"]) for each in shown["items"]] == [(2, True), (1, False)]
    assert [each["version"] for each in desk.ask("policies", cursor=shown["next"])["items"]] == [0]
    assert desk.ask("policy", policy="2")["title"] == second["title"] == "再修订"
    claimed = desk.do("claim", FIRST, review=after["id"])
    assert claimed["claimed_until"] - claimed["updated_at"] == timedelta(minutes=15)


def test_few_write_the_policy(desk: Desk) -> None:
    for by in (FIRST, LEADER, asking("liaison", Role.LIAISON), asking("admin", Role.ADMIN)):
        with pytest.raises(Forbidden):
            desk.do("propose_policy", by, **policy_input())
    for role in (Role.SECURITY_ADMIN, Role.REVIEWER_FINAL):
        with pytest.raises(Forbidden, match="own_outlet_rules"):
            desk.do("propose_policy", asking("writer", role), **policy_input())
    for number in ("7", "x", "-1", "9" * 30):
        with pytest.raises(NotFound):
            desk.ask("policy", policy=number)


def test_what_is_due_is_told_before_and_after_each_once(desk: Desk) -> None:
    review = desk.opened()
    due = review["due_at"]
    early = later(now(), 5 * 60, ((510, 720), (840, 1050)), workday).at
    assert desk.remind(early - timedelta(minutes=5)) == 0
    assert desk.remind(early + timedelta(minutes=5)) == 1
    assert desk.remind(early + timedelta(minutes=6)) == 0
    assert desk.remind(due) == 1
    assert desk.remind(due + timedelta(days=3)) == 0
    assert [(one.stage, one.overdue, one.due_at) for one in desk.told(StageDue)] == [
        ("first", False, due),
        ("first", True, due),
    ]
    passed = desk.decide(desk.ask("get", review=review["id"]), FIRST)
    assert desk.remind(passed["due_at"]) == 1
    assert [(one.stage, one.overdue) for one in desk.told(StageDue)][2:] == [("final", True)]


def test_nobody_is_reminded_of_what_is_over(desk: Desk) -> None:
    fact = desk.submitted()
    desk.hear(fact)
    done = desk.approved()
    desk.hear(withdrawn(fact), "withdrawn")
    assert desk.remind(done["due_at"] + timedelta(days=30)) == 0


def test_who_may_write_it_and_word_lists_is_told_so(desk: Desk) -> None:
    """Also in the answer to what was written, and nobody who acts for an outlet."""
    made = desk.adopt(
        "propose_word_list", FINAL, list="banned", title="禁用词", level="banned", words=[{"word": "黑话"}]
    )
    assert made["may"] == ["propose_word_list"]
    insider = asking("writer", Role.SECURITY_ADMIN, Role.REVIEWER_FINAL)
    for by, told in ((KEEPER, True), (FINAL, True), (FIRST, False), (LEADER, False), (insider, False)):
        assert desk.ask("policies", by)["may"] == (["propose_policy"] if told else []), by.actor.account
        for query, what in (("word_lists", {}), ("word_list", {"word_list": made["id"]})):
            assert desk.ask(query, by, **what)["may"] == (["propose_word_list"] if told else []), by.actor.account
