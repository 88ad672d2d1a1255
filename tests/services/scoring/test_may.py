"""What a view says that somebody may do is what the calls answer: every person at every step, each call tried."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services import scoring
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.errors import DomainError
from tests.services.scoring.desk import LEADER, MANAGER, Desk
from tests.services.stage import asking

INSIDER = asking("insider", Role.SCORING_MANAGER, Role.LEADER)
PEOPLE = (MANAGER, LEADER, INSIDER, asking("liaison", Role.LIAISON))
THIRD, FOURTH = "2026-Q3", "2026-Q4"
COUNTY = json.loads((Path(scoring.__file__).parent / "schemes" / "county.json").read_text("utf-8"))
PERIODS = (THIRD, FOURTH, "2026-Q2", "2026", "2099-Q1")
BY_HAND = {"rule": "activity", "reason": "到场"}
ANSWERED = {"decision": "dismissed", "answer": "维持原分"}
Call = Callable[[RequestContext], Any]


@pytest.fixture
def own(desk: Desk) -> str:
    """The insider's outlet, with a work that is worth an award in the third quarter."""
    outlet = desk.outlet(more_members=("insider",))
    desk.tell(desk.work(outlet, levels=("provincial",), grade="A"))
    return outlet


@pytest.fixture
def other(desk: Desk) -> str:
    return desk.outlet()


def agree(desk: Desk, told: Callable[[RequestContext], Iterable[str]], calls: dict[str, Call], *people: Any) -> None:
    """Each call has its effect for those who are told that they may, and for nobody else."""
    before = desk.stage.kept()
    for by in people or PEOPLE:
        may = set(told(by))
        assert may <= set(calls), by.actor.account
        for name, call in calls.items():
            passed = _passes(call, by)
            assert (name in may) == passed, (by.actor.account, name)
            if passed:
                desk.stage.put_back(before)


def _passes(call: Call, by: RequestContext) -> bool:
    try:
        call(by)
    except DomainError:
        return False
    return True


def of_period(desk: Desk, period: str, other: str) -> None:
    """What is told of a period, also in the list."""

    def told(by: RequestContext) -> list[str]:
        one = desk.ask("period", by, period=period)
        listed = {each["id"]: each["may"] for each in desk.ask("periods_list", by)["items"]}
        assert listed.get(period, one["may"]) == one["may"]
        return list(one["may"])

    calls: dict[str, Call] = {
        "close": lambda by: desk.do("close_period", by, period=period),
        "publicise": lambda by: desk.do("publicise_period", by, period=period),
        "finalise": lambda by: desk.do("finalise_period", by, period=period, early=True, reason="演示"),
        "rebuild": lambda by: desk.ask("rebuild_period", by, period=period),
        "grant": lambda by: desk.do("grant_awards", by, period=period),
        "adjust": lambda by: desk.do("adjust_points", by, period=period, outlet=other, **BY_HAND),
    }
    agree(desk, told, calls)


def test_of_a_period_at_every_step_of_its_life(desk: Desk, own: str, other: str) -> None:
    for step in ("", "close_period", "publicise_period"):
        if step:
            desk.do(step, period=THIRD)
        for period in PERIODS:
            of_period(desk, period, other)
    desk.do("finalise_period", LEADER, period=THIRD, early=True, reason="演示")
    for period in PERIODS:
        of_period(desk, period, other)
    assert "grant" in desk.ask("period", period=THIRD)["may"]
    assert "grant" not in desk.ask("period", INSIDER, period=THIRD)["may"], "one's own outlet is in the ranking"


def test_of_schemes_to_try_takes_the_role_and_to_adopt_no_outlet_of_ones_own(desk: Desk, own: str) -> None:
    data, from_ = COUNTY, (local_date(now()) + timedelta(days=1)).isoformat()
    calls: dict[str, Call] = {
        "try": lambda by: desk.ask("try_scheme", by, scheme="county", period=THIRD),
        "adopt": lambda by: desk.do("adopt_scheme", by, scheme=data, effective_from=from_),
    }
    agree(desk, lambda by: desk.ask("schemes_list", by)["may"], calls)
    agree(desk, lambda by: desk.ask("scheme", by, scheme="county")["may"], calls)
    assert desk.ask("schemes_list")["may"] == ["try", "adopt"]
    assert desk.ask("schemes_list", INSIDER)["may"] == ["try"]


def test_of_an_outlet_in_a_period_its_people_may_object_and_others_enter_points(
    desk: Desk, own: str, other: str
) -> None:
    member = asking(f"of-{own}")

    def everybody() -> list[Any]:
        return [
            desk.ask("explanation", by, period=THIRD, outlet=own)["may"] for by in (MANAGER, INSIDER, LEADER, member)
        ]

    calls: dict[str, Call] = {
        "appeal": lambda by: desk.do("open_appeal", by, period=THIRD, outlet=own, reason="请复核"),
        "adjust": lambda by: desk.do("adjust_points", by, period=THIRD, outlet=own, **BY_HAND),
    }

    def agreed() -> None:
        agree(
            desk, lambda by: desk.ask("explanation", by, period=THIRD, outlet=own)["may"], calls, *PEOPLE, member
        )  # fmt: skip

    agreed()
    assert everybody() == [["adjust"], [], [], []]
    desk.do("close_period", period=THIRD)
    agreed()
    desk.do("publicise_period", period=THIRD)
    agreed()
    assert everybody() == [[], ["appeal"], [], ["appeal"]]
    desk.do("open_appeal", member, period=THIRD, outlet=own, reason="请复核")
    assert everybody()[-1] == ["appeal"], "of another work, it may be"
    desk.stage.db["periods"].update_one({"id": THIRD}, {"$set": {"appeals_until": datetime(2026, 10, 9, tzinfo=UTC)}})
    agreed()
    assert everybody() == [[], [], [], []], "the time for appeals is over, whatever the state says"


def test_of_an_appeal_who_belongs_to_the_outlet_does_not_answer_it(desk: Desk, own: str) -> None:
    member = asking(f"of-{own}")
    desk.do("close_period", period=THIRD)
    desk.do("publicise_period", period=THIRD)
    opened = desk.do("open_appeal", member, period=THIRD, outlet=own, reason="请复核")
    calls: dict[str, Call] = {"answer": lambda by: desk.do("answer_appeal", by, appeal=opened["id"], **ANSWERED)}

    def told(by: RequestContext) -> list[str]:
        one = desk.ask("appeal", by, appeal=opened["id"])["may"]
        assert [each["may"] for each in desk.ask("appeals_list", by, period=THIRD)["items"]] == [one]
        return list(one)

    agree(desk, told, calls, *PEOPLE, member)
    assert (told(MANAGER), told(INSIDER), told(member)) == (["answer"], [], [])
    desk.do("answer_appeal", appeal=opened["id"], **ANSWERED)
    agree(desk, told, calls, *PEOPLE, member)
    assert told(MANAGER) == []


def test_of_points_by_hand_a_manager_may_enter_more(desk: Desk, other: str) -> None:
    calls: dict[str, Call] = {"adjust": lambda by: desk.do("adjust_points", by, outlet=other, **BY_HAND)}
    agree(desk, lambda by: desk.ask("adjustments_list", by)["may"], calls)
