"""Requests that are joined get one answer, and joining tells nothing."""

from __future__ import annotations

from shared.errors import Conflict
from shared.events import RequestAnswered
from shared.ids import new_id
from tests.services.liaison.desk import EDITOR, LIAISON, REFUSAL, RIVAL, Desk
from tests.services.liaison.requests.refusing import refused


def test_what_is_withdrawn_leaves_those_that_were_joined_to_it_to_be_answered(desk: Desk) -> None:
    first, second = desk.opened(), desk.opened(by=RIVAL, outlet="o2")
    desk.do("join_request", LIAISON, request=second["id"], to=first["id"])
    assert "answer" not in desk.ask("request", LIAISON, request=second["id"])["may"]
    desk.do("withdraw_request", EDITOR, request=first["id"])
    left = desk.ask("request", LIAISON, request=second["id"])
    assert left["same_as"] == "" and "answer" in left["may"]
    assert desk.do("answer_request", LIAISON, request=second["id"], **REFUSAL)["state"] == "answered"


def test_to_join_tells_nothing_of_a_case_whatever_else_is_wrong(desk: Desk) -> None:
    case, over = desk.opened("rights"), desk.opened()
    desk.do("withdraw_request", EDITOR, request=over["id"])
    told = []
    for to in (case["id"], new_id()):
        problem = refused(Conflict, desk, "join_request", LIAISON, request=over["id"], to=to)
        told.append((problem.code, problem.params))
    assert told[0] == told[1] and told[0][0] == "request.illegal_move"


def test_one_that_others_are_joined_to_is_joined_to_none(desk: Desk) -> None:
    first, second, third = (desk.opened() for _ in range(3))
    desk.do("join_request", LIAISON, request=second["id"], to=first["id"])
    problem = refused(Conflict, desk, "join_request", LIAISON, request=first["id"], to=third["id"])
    assert (problem.code, problem.params) == ("request.carries", {"count": 1})
    problem = refused(Conflict, desk, "join_request", LIAISON, request=third["id"], to=second["id"])
    assert (problem.code, problem.params) == ("request.cannot_join", {"number": second["number"]})
    desk.do("join_request", LIAISON, request=third["id"], to=first["id"])
    before = desk.ask("request", LIAISON, request=first["id"])["version"]
    problem = refused(Conflict, desk, "join_request", LIAISON, request=third["id"], to=first["id"])
    assert (problem.code, problem.params) == ("request.joined_to_it", {"number": first["number"]})
    assert desk.ask("request", LIAISON, request=first["id"])["version"] == before, "whoever reads it is not disturbed"
    desk.do("answer_request", LIAISON, request=first["id"], **REFUSAL)
    assert len(desk.told(RequestAnswered)) == 3
