"""What is answered: rated, asked again, closed in time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from services.liaison.domain.requests.model import MAX_REOPENED
from shared.clock import now
from shared.context import RequestContext
from shared.errors import Conflict, NotFound
from shared.events import RequestAnswered, RequestSpoken
from shared.ids import new_id
from tests.services.liaison.desk import COLLEAGUE, EDITOR, LIAISON, OFFICER, REFUSAL, RIVAL, Desk
from tests.services.liaison.requests.refusing import given, refused


def test_an_answer_is_rated_once(desk: Desk) -> None:
    asked = desk.answered()
    assert desk.do("rate_request", COLLEAGUE, request=asked["id"], stars=5)["rating"]["stars"] == 5
    for by in (EDITOR, COLLEAGUE):
        problem = refused(Conflict, desk, "rate_request", by, request=asked["id"], stars=1)
        assert problem.code == "request.illegal_move"
        assert problem.params == {
            "status": "closed",
            "action": "rate",
            "allowed": ["reopen", "hand_over", "record_outcome"],
        }


def test_two_who_rate_at_once_rate_once(desk: Desk) -> None:
    asked = desk.answered()

    def rate(given: tuple[RequestContext, int]) -> str:
        by, stars = given
        try:
            return str(desk.do("rate_request", by, request=asked["id"], stars=stars)["rating"]["stars"])
        except Conflict as problem:
            return problem.code

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(rate, [(EDITOR, 5), (COLLEAGUE, 1)]))
    kept = desk.ask("request", LIAISON, request=asked["id"])["rating"]["stars"]
    assert sorted(told) == sorted([str(kept), "request.illegal_move"])


def test_what_is_closed_is_answered_no_more_and_nobody_speaks_on_it(desk: Desk) -> None:
    asked = desk.answered()
    desk.do("rate_request", EDITOR, request=asked["id"], stars=5)
    for method, by, more in (
        ("answer_request", OFFICER, REFUSAL),
        ("acknowledge_request", LIAISON, {}),
        ("withdraw_request", EDITOR, {}),
    ):
        assert refused(Conflict, desk, method, by, request=asked["id"], **more).code == "request.illegal_move"
    assert refused(Conflict, desk, "say_on_request", EDITOR, request=asked["id"], text="喂？").code == "request.over"
    desk.do("note_on_request", OFFICER, request=asked["id"], text="已归档。")


@pytest.mark.parametrize(("method", "by"), [("rate_request", EDITOR), ("withdraw_request", EDITOR)])
def test_on_what_is_over_at_that_moment_nothing_more_is_said(desk: Desk, method: str, by: RequestContext) -> None:
    asked = desk.answered() if method == "rate_request" else desk.assigned()
    service = desk.stage.service
    found = service.accounts.require_actor

    def late(*of: Any) -> None:
        """The request was read as open, and then it is over."""
        service.accounts.require_actor = found
        desk.do(method, by, request=asked["id"], **({"stars": 5} if method == "rate_request" else {}))
        found(*of)

    service.accounts.require_actor = late
    assert refused(Conflict, desk, "say_on_request", COLLEAGUE, request=asked["id"], text="喂？").code == "request.over"
    assert desk.ask("request_messages", EDITOR, request=asked["id"])["items"] == []
    assert desk.told(RequestSpoken) == []


def test_it_is_reopened_so_often_and_no_more(desk: Desk) -> None:
    asked = desk.answered()
    for _ in range(MAX_REOPENED):
        desk.do("reopen_request", EDITOR, request=asked["id"], reason="不清楚。")
        desk.do("answer_request", OFFICER, request=asked["id"], **REFUSAL)
    assert "reopen" not in desk.ask("request", EDITOR, request=asked["id"])["may"]
    problem = refused(Conflict, desk, "reopen_request", EDITOR, request=asked["id"], reason="不清楚。")
    assert (problem.code, problem.params) == ("request.reopened_often", {"max": MAX_REOPENED})


def test_what_was_answered_before_it_was_asked_again_can_still_be_read(desk: Desk) -> None:
    asked = desk.assigned()["id"]
    first, second = new_id(), new_id()
    given(desk, asked, first)
    desk.do("reopen_request", EDITOR, request=asked, reason="缺一段。")
    for by, who in ((EDITOR, ""), (OFFICER, "officer")):
        shown = desk.ask("request", by, request=asked)
        assert (shown["answer"], [each["files"] for each in shown["earlier_answers"]]) == (None, [[first]])
        assert [each["by"] for each in shown["earlier_answers"]] == [who]
    given(desk, asked, second)
    desk.do("reopen_request", EDITOR, request=asked, reason="还缺一段。")
    desk.do("answer_request", OFFICER, request=asked, **REFUSAL)
    shown = desk.ask("request", EDITOR, request=asked)
    assert [each["files"] for each in shown["earlier_answers"]] == [[second], [first]]
    for file in (first, second):
        assert desk.ask("request_file", EDITOR, request=asked, file=file) == {"file": file}
        with pytest.raises(NotFound):
            desk.ask("request_file", RIVAL, request=asked, file=file)


@pytest.mark.parametrize("later", [None, 1, 3])
def test_of_material_that_is_given_again_the_later_embargo_holds(desk: Desk, later: int | None) -> None:
    moment = now().replace(microsecond=0)
    asked, first = desk.assigned()["id"], moment + timedelta(days=2)
    given(desk, asked, new_id(), first)
    desk.do("reopen_request", EDITOR, request=asked, reason="缺一段。")
    assert desk.ask("request", EDITOR, request=asked)["embargo_until"] == first
    second = moment + timedelta(days=later) if later else None
    shown = given(desk, asked, new_id(), second)
    holds = max(first, second or first)
    assert (shown["embargo_until"], shown["answer"]["embargo_until"]) == (holds, second)
    assert [each.embargo_until for each in desk.told(RequestAnswered)] == [first, holds]
    assert [each["embargo_until"] for each in desk.ask("requests_list", EDITOR, released=True)["items"]] == [holds]


def test_an_answer_that_nobody_rates_is_closed_in_time_and_reminded_of_once(desk: Desk) -> None:
    asked = desk.answered()
    due = asked["clock"]["due_at"]
    assert desk.run("remind", due - timedelta(days=2)) == 1
    assert desk.run("remind", due - timedelta(days=1)) == 0
    desk.run("remind", due)
    closed = desk.ask("request", EDITOR, request=asked["id"])
    assert (closed["state"], closed["closing"], closed["rating"]) == ("closed", "lapsed", None)
    assert closed["may"] == ["reopen"]
    assert desk.run("remind", due + timedelta(days=9)) == 0
