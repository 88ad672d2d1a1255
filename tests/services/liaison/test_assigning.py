"""Whom a request can be given to, of those whom a unit has; and who gives it back."""

from __future__ import annotations

from typing import Any

import pytest

from shared.context import RequestContext, Role
from shared.errors import Forbidden, Invalid
from shared.events import RequestAssigned, RequestVacated
from tests.services.liaison.desk import EDITOR, HEAD, LEADER, LIAISON, OFFICER, SECOND_NAMED, Desk


@pytest.mark.parametrize(
    ("how", "rule"),
    [("closed", "account.closed"), ("role", "account.role"), ("own_outlet", "request.officer_own_outlet")],
)
def test_an_officer_who_left_the_bureau_or_is_of_the_outlet_is_refused_with_the_reason(
    desk: Desk, how: str, rule: str
) -> None:
    asked = desk.opened()
    match how:
        case "closed":
            desk.person("officer", Role.REVIEWER_FIRST, closed=True)
        case "role":
            desk.person("officer")
        case _:
            desk.outlet("o1", "editor", "colleague", "officer")
    with pytest.raises(Invalid) as found:
        desk.do("assign_request", LIAISON, request=asked["id"], unit=desk.unit, officer="officer")
    assert [(each.pointer, each.rule) for each in found.value.problems] == [("/officer", rule)]
    given = desk.do("assign_request", LIAISON, request=asked["id"], unit=desk.unit, officer="head")
    assert given["officer"]["account"] == "head"


def test_who_cannot_deal_with_it_hands_it_back_to_the_head_and_the_head_to_the_desk(desk: Desk) -> None:
    asked = desk.assigned()
    assert "hand_back" in asked_by(desk, OFFICER, asked) and "hand_back" not in asked_by(desk, LIAISON, asked)
    with pytest.raises(Invalid) as found:
        desk.do("hand_back_request", OFFICER, request=asked["id"], reason=" ")
    assert [each.pointer for each in found.value.problems] == ["/reason"]
    with pytest.raises(Forbidden):
        desk.do("hand_back_request", HEAD, request=asked["id"], reason="不归我办。")
    given = desk.do("hand_back_request", OFFICER, request=asked["id"], reason="不归我办。")
    assert (given["state"], given["officer"]["account"], given["clock"]) == ("assigned", "head", asked["clock"])
    assert [each.former for each in desk.told(RequestAssigned)] == ["", "officer"]
    desk.do("hand_back_request", HEAD, request=asked["id"], reason="归交警办。")
    left = desk.ask("request", LIAISON, request=asked["id"])
    assert (left["state"], left["officer"], left["clock"]) == ("acknowledged", None, asked["clock"])
    assert [(each.former, each.by) for each in desk.told(RequestVacated)] == [("head", "head")]
    acts = desk.ask("request_acts", LIAISON, request=asked["id"])["items"]
    assert [each["reason"] for each in acts if each["act"] == "hand_back"] == ["归交警办。", "不归我办。"]
    shown = desk.ask("request_acts", EDITOR, request=asked["id"])["items"]
    assert {each["reason"] for each in shown if each["act"] == "hand_back"} == {""}, "said among officers"


@pytest.mark.parametrize("how", ["closed", "own_outlet"])
def test_what_the_head_cannot_answer_goes_to_the_desk(desk: Desk, how: str) -> None:
    asked = desk.assigned()
    if how == "closed":
        desk.person("head", Role.LEADER, closed=True)
    else:
        desk.outlet("o1", "editor", "colleague", "head")
    given = desk.do("hand_back_request", OFFICER, request=asked["id"], reason="不归我办。")
    assert (given["state"], given["officer"]) == ("acknowledged", None)


def test_a_case_goes_back_to_who_is_named_alone(desk: Desk) -> None:
    case = desk.assigned("second", of=desk.opened("rights"))
    given = desk.do("hand_back_request", SECOND_NAMED, request=case["id"], reason="不归我办。")
    assert (given["state"], given["officer"]) == ("acknowledged", None), "its head is not named"


def asked_by(desk: Desk, who: RequestContext, asked: Any) -> list[str]:
    """What somebody may do to a request."""
    may: list[str] = desk.ask("request", who, request=asked["id"])["may"]
    return may


def test_an_administrator_is_put_in_charge_of_nothing(desk: Desk) -> None:
    unit = {"name": "测试单位", "head": "head", "officers": ["officer"]}
    for wrong, place in ({"head": "admin"}, "/head"), ({"officers": ["officer", "admin"]}, "/officers/1"):
        with pytest.raises(Invalid) as found:
            desk.do("add_unit", LEADER, **unit | wrong)
        assert [(each.pointer, each.rule) for each in found.value.problems] == [(place, "account.role")]
    with pytest.raises(Invalid) as found:
        desk.do("name_officers", LEADER, accounts=["named", "admin"])
    assert [each.pointer for each in found.value.problems] == ["/accounts/1"]
