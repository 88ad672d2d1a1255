"""Who is invited to a call sees it, has its files and is reminded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import events as facts
from shared.clock import now
from shared.context import Role
from shared.errors import NotFound
from shared.events.calls import CallDue
from shared.ids import new_id
from tests.services.liaison.calls.desk import CALL, INPUTS, LEADER, NOBODY, PARTNER, WRITER, Desk
from tests.services.stage import asking


@pytest.mark.parametrize(
    ("invited", "sees"),
    [
        ({}, {"writer", "partner"}),
        ({"invited": "categories", "categories": ["influencer"]}, {"partner"}),
        ({"invited": "outlets", "outlets": ["o1"]}, {"writer"}),
    ],
)
def test_outlets_see_what_they_are_invited_to(desk: Desk, invited: dict[str, Any], sees: set[str]) -> None:
    call = desk.opened(**invited)["id"]
    for who in (WRITER, PARTNER, NOBODY):
        listed = [each["id"] for each in desk.ask("calls", who)["items"]]
        assert listed == ([call] if who.actor.account in sees else [])
        if who.actor.account not in sees:
            with pytest.raises(NotFound):
                desk.ask("call", who, call=call)
            with pytest.raises(NotFound):
                desk.ask("call_answers", who, call=call)
    assert [each["id"] for each in desk.ask("calls", LEADER)["items"]] == [call]
    assert desk.stage.ask("calls", INPUTS["calls"], {}, asking("officer", Role.LIAISON, bureau="110101"))["items"] == []


def test_who_is_invited_and_has_not_answered_is_reminded_once_before_the_end(desk: Desk) -> None:
    desk.outlet("o3", "self_media", "third", status="suspended")
    call = desk.opened(days=10)
    desk.hand_in(desk.work(call["id"]))
    taken_back = desk.work(call["id"], "o2")
    desk.hand_in(taken_back)
    withdrawn = desk.work(call["id"], "o2", taken_back.id, status="withdrawn")
    desk.hear(facts.SubmissionWithdrawn(withdrawn, "partner"), withdrawn.id, 2)
    assert desk.passes(now() + timedelta(days=6)) == 0
    for days in (7.1, 8):
        desk.passes(now() + timedelta(days=days))
    reminded = [each.data for each in desk.told() if isinstance(each.data, CallDue)]
    assert [each.outlets for each in reminded] == [("o2",)]
    assert desk.ask("call", call=call["id"])["state"] == "open"
    desk.passes(now() + timedelta(days=11))
    assert desk.ask("call", call=call["id"])["state"] == "closed"
    assert desk.passes(now() + timedelta(days=12)) == 0


def test_who_was_reminded_is_reminded_of_a_later_end_too(desk: Desk) -> None:
    call = desk.opened(days=4)
    assert desk.passes(now() + timedelta(days=2, hours=1)) == 1
    later = (now() + timedelta(days=20)).isoformat()
    body = {name: value for name, value in CALL.items() if name != "kind"}
    desk.do("change_call", call=call["id"], **body | {"closes_at": later})
    assert desk.passes(now() + timedelta(days=5)) == 0
    for days in (17.1, 18):
        desk.passes(now() + timedelta(days=days))
    assert [type(each.data) for each in desk.told()].count(CallDue) == 2
    assert desk.ask("call", call=call["id"])["state"] == "open"


def test_a_file_is_had_through_a_call_that_one_sees(desk: Desk) -> None:
    file = new_id()
    call = desk.opened(files=[{"file": file}], invited="outlets", outlets=["o1"])["id"]
    assert desk.ask("call_file", WRITER, call=call, file=file) == {"file": file}
    for who, wanted in ((WRITER, new_id()), (PARTNER, file)):
        with pytest.raises(NotFound):
            desk.ask("call_file", who, call=call, file=wanted)
