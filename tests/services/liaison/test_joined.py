"""Requests that get the answer of another one, on the real database: also when that is asked again, and when they are
joined to it at the moment of its answer."""

from __future__ import annotations

from typing import Any

import pytest

from services.liaison.repository import Requests
from shared.errors import Conflict
from shared.events import RequestAnswered
from tests.services.liaison.desk import EDITOR, HEAD, LIAISON, OFFICER, REFUSAL, RIVAL, Desk


def joined(desk: Desk) -> tuple[Any, Any]:
    """A request that an officer has, and one that is joined to it."""
    first, second = desk.assigned(), desk.opened(by=RIVAL, outlet="o2")
    desk.do("join_request", LIAISON, request=second["id"], to=first["id"])
    return first, second


def test_what_is_asked_again_is_answered_again_and_what_was_joined_to_it_is_not(desk: Desk) -> None:
    first, second = joined(desk)
    desk.do("answer_request", OFFICER, request=first["id"], **REFUSAL)
    desk.do("reopen_request", EDITOR, request=first["id"], reason="不清楚。")
    assert desk.do("answer_request", OFFICER, request=first["id"], **REFUSAL)["state"] == "answered"
    answered = [told.request.id for told in desk.told(RequestAnswered)]
    assert answered == [first["id"], second["id"], first["id"]]
    seen = desk.ask("request", LIAISON, request=first["id"])
    assert seen["joined"] == [second["id"]]


def test_what_is_asked_again_can_be_withdrawn_and_joined_to_another(desk: Desk) -> None:
    for method, by, more in (("withdraw_request", EDITOR, {}), ("join_request", LIAISON, {"to": desk.opened()["id"]})):
        first, second = joined(desk)
        desk.do("answer_request", OFFICER, request=first["id"], **REFUSAL)
        desk.do("reopen_request", EDITOR, request=first["id"], reason="不清楚。")
        desk.do(method, by, request=first["id"], **more)
        assert desk.ask("request", RIVAL, request=second["id"])["state"] == "answered"


@pytest.mark.parametrize("how", ["answer_request", "withdraw_request"])
def test_what_is_joined_at_the_moment_of_the_answer_is_not_left_without_one(
    desk: Desk, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = desk.assigned(), desk.opened(by=RIVAL, outlet="o2")
    found = Requests.joined

    def late(kept: Requests, *asked: Any, **more: Any) -> Any:
        """What is joined is read, and then one more is."""
        before = found(kept, *asked, **more)
        monkeypatch.setattr(Requests, "joined", found)
        desk.do("join_request", LIAISON, request=second["id"], to=first["id"])
        return before

    monkeypatch.setattr(Requests, "joined", late)
    by, more = (OFFICER, REFUSAL) if how == "answer_request" else (EDITOR, {})
    desk.do(how, by, request=first["id"], **more)
    left = desk.ask("request", LIAISON, request=second["id"])
    assert left["state"] == "answered" or left["same_as"] == ""


def test_who_is_of_an_outlet_that_gets_the_answer_too_does_not_give_it(desk: Desk) -> None:
    first, second = joined(desk)
    desk.outlet("o2", "rival", "officer")
    with pytest.raises(Conflict) as refused:
        desk.do("answer_request", OFFICER, request=first["id"], **REFUSAL)
    assert (refused.value.code, refused.value.params) == ("request.joined_own", {"number": second["number"]})
    assert "answer" not in desk.ask("request", OFFICER, request=first["id"])["may"]
    assert "answer" in desk.ask("request", HEAD, request=first["id"])["may"]
    assert desk.do("answer_request", HEAD, request=first["id"], **REFUSAL)["state"] == "answered"
