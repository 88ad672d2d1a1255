"""What an officer has in hand: whom it may be given to, and what becomes of it when they leave."""

from __future__ import annotations

import pytest

from shared.context import Role
from shared.errors import Invalid, NotFound
from shared.events import RequestReopened, RequestVacated
from tests.services.liaison.desk import EDITOR, HEAD, LEADER, LIAISON, OFFICER, REFUSAL, RIVAL, Desk
from tests.services.liaison.requests.refusing import refused, rules


@pytest.mark.parametrize("how", ["closed", "role", "own_outlet"])
def test_what_somebody_answered_who_left_is_assigned_anew_when_it_is_reopened(desk: Desk, how: str) -> None:
    asked = desk.answered()
    match how:
        case "closed":
            desk.person("officer", Role.REVIEWER_FIRST, closed=True)
        case "role":
            desk.person("officer")
        case _:
            desk.outlet("o1", "editor", "colleague", "officer")
    again = desk.do("reopen_request", EDITOR, request=asked["id"], reason="不清楚。")
    assert again["state"] == "acknowledged"
    (told,) = desk.told(RequestReopened)
    assert told.request.officer == "", "the liaisons are told"
    assert desk.do("answer_request", LIAISON, request=asked["id"], **REFUSAL)["state"] == "answered"


def test_what_an_officer_had_in_hand_who_left_waits_for_another(desk: Desk) -> None:
    asked = desk.assigned()
    desk.person("officer", Role.REVIEWER_FIRST, closed=True)
    seen = desk.ask("request", LIAISON, request=asked["id"])
    assert (seen["state"], seen["officer"]) == ("acknowledged", None)
    assert [each.former for each in desk.told(RequestVacated)] == ["officer"]
    problem = refused(Invalid, desk, "assign_request", LIAISON, request=asked["id"], unit=desk.unit, officer="nobody")
    assert rules(problem) == ["/officer unit.not_of_it"]


@pytest.mark.parametrize(
    ("how", "rule"),
    [("closed", "account.closed"), ("role", "account.role"), ("own_outlet", "request.officer_own_outlet")],
)
def test_nobody_is_given_what_they_could_not_answer_though_their_unit_still_has_them(
    desk: Desk, how: str, rule: str
) -> None:
    match how:
        case "closed":
            desk.person("officer", Role.REVIEWER_FIRST, closed=True)
        case "role":
            desk.person("officer")
        case _:
            desk.outlet("o1", "editor", "colleague", "officer")
    asked = desk.opened()
    problem = refused(Invalid, desk, "assign_request", LIAISON, request=asked["id"], unit=desk.unit, officer="officer")
    assert rules(problem) == [f"/officer {rule}"]


@pytest.mark.parametrize(
    ("officers", "active"), [(["officer", "named", "second"], False), (["named"], True)], ids=["unit", "officer"]
)
def test_what_somebody_has_in_hand_stays_theirs_when_their_unit_gets_nothing_new_or_has_them_no_more(
    desk: Desk, officers: list[str], active: bool
) -> None:
    asked, other = desk.assigned(), desk.opened(by=RIVAL, outlet="o2")
    desk.do("change_unit", LEADER, unit=desk.unit, name="新闻科", head="head", officers=officers, active=active)
    assert [each["id"] for each in desk.ask("requests_list", OFFICER, open=True)["items"]] == [asked["id"]]
    assert desk.ask("request_counts", OFFICER)["mine"] == 1
    with pytest.raises(NotFound):
        desk.ask("request", OFFICER, request=other["id"])
    for by in (OFFICER, HEAD):
        assert "answer" in desk.ask("request", by, request=asked["id"])["may"]
        assert asked["id"] in {each["id"] for each in desk.ask("requests_list", by, open=True)["items"]}
    assert desk.do("answer_request", OFFICER, request=asked["id"], **REFUSAL)["state"] == "answered"
