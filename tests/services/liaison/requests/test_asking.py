"""Who may ask for an outlet and speak for the bureau, also at the commit."""

from __future__ import annotations

from typing import Any

import pytest

from shared.errors import Conflict, Forbidden, NotFound
from tests.services.liaison.desk import EDITOR, LIAISON, OFFICER, REFUSAL, Desk
from tests.services.liaison.requests.refusing import refused


def test_an_outlet_that_is_suspended_asks_nothing_new_and_goes_on_with_what_it_has_begun(desk: Desk) -> None:
    asked = desk.answered()
    desk.outlet("o1", "editor", "colleague", status="suspended")
    problem = refused(Conflict, desk, "open_request", EDITOR, kind="material", outlet="o1", title="画面", text="一段。")
    assert (problem.code, problem.params) == ("liaison.outlet_not_verified", {"status": "suspended"})
    assert desk.do("reopen_request", EDITOR, request=asked["id"], reason="不清楚。")["state"] == "assigned"
    desk.do("say_on_request", EDITOR, request=asked["id"], text="还需要吗？")
    desk.do("answer_request", OFFICER, request=asked["id"], **REFUSAL)
    assert desk.do("rate_request", EDITOR, request=asked["id"], stars=4)["state"] == "closed"


@pytest.mark.parametrize("how", ["suspended", "left"])
def test_who_may_no_longer_ask_at_the_commit_does_not(desk: Desk, how: str) -> None:
    """The outlet's new state arrives between the decision and its commit."""
    stage, found = desk.stage, desk.stage.service.outlets.rely_on

    def late(*args: Any) -> None:
        found(*args)
        members = ("editor", "colleague") if how == "suspended" else ("colleague",)
        stage.service.outlets.rely_on = found
        desk.outlet("o1", *members, status="suspended" if how == "suspended" else "verified")

    stage.service.outlets.rely_on = late
    wanted = Conflict if how == "suspended" else NotFound
    refused(wanted, desk, "open_request", EDITOR, kind="material", outlet="o1", title="画面", text="一段。")
    assert stage.db["requests"].count_documents({}) == 0


@pytest.mark.parametrize("method", ["note_on_request", "say_on_request"])
def test_who_joins_the_asking_outlet_before_the_commit_speaks_for_the_bureau_no_more(desk: Desk, method: str) -> None:
    asked, stage = desk.assigned(), desk.stage
    found = stage.service.outlets.require_stranger

    def late(*args: Any) -> None:
        found(*args)
        stage.service.outlets.require_stranger = found
        desk.outlet("o1", "editor", "colleague", "officer")

    stage.service.outlets.require_stranger = late
    if method == "note_on_request":
        assert refused(Forbidden, desk, method, OFFICER, request=asked["id"], text="先审核。").code == (
            "request.forbidden.bureau"
        )
        assert stage.db["notes"].count_documents({}) == 0
    else:
        desk.do(method, OFFICER, request=asked["id"], text="在办。")
        assert [each["from_bureau"] for each in stage.db["messages"].find()] == [False]


def test_who_is_asked_of_one_s_own_outlet_is_nobody_of_the_bureau(desk: Desk) -> None:
    desk.outlet("o1", "editor", "colleague", "liaison")
    asked = desk.opened()
    assert refused(Forbidden, desk, "acknowledge_request", LIAISON, request=asked["id"]).code == (
        "request.forbidden.bureau"
    )
    assert desk.ask("request", LIAISON, request=asked["id"])["may"] == ["withdraw"]
