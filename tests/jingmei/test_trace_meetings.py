"""`jingmei trace` on an activity that outlets signed up for, and on a call that one of them answered."""

from __future__ import annotations

from typing import Any

import pytest

from shared.context import Role
from tests.e2e.calling import call_of
from tests.e2e.gathering import announced, body, replied
from tests.e2e.people import Data, People, eventually, join, register, verify
from tests.e2e.stack import Stack
from tests.e2e.works import hand_in, new_work
from tests.jingmei.tracing import Trace, database, heard, steps, whats

SUGGESTED = "素材库能否周末开放？"


@pytest.fixture(scope="module")
def met(stack: Stack, people: People) -> dict[str, Data]:
    """An activity that was moved after somebody gave a seat back, and a call with a work."""
    owner, colleague, liaison = people.new(name="王小芳"), people.new(), people.new(Role.LIAISON)
    outlet = verify(liaison, register(owner))["id"]
    join(owner, colleague, outlet)
    invited = [{"to": "outlet", "id": outlet}]
    activity = eventually(lambda: announced(liaison, capacity=1, invited=invited))
    path = f"/activities/{activity['id']}"
    for person in (owner, colleague):
        replied(person, activity["id"], outlet)
    replied(owner, activity["id"], outlet, "no")
    owner.ok("POST", f"{path}/suggestions", json={"outlet": outlet, "text": SUGGESTED})
    later = body(minutes=90, capacity=1, invited=invited)
    liaison.ok("PUT", path, json=later, headers={"If-Match": "*"})
    call = call_of(liaison, invited="outlets", outlets=[outlet])
    work = eventually(
        lambda: owner.call("POST", "/v1/submissions", json=new_work(outlet, call=call["id"])),
        lambda answer: answer.status_code == 201,
    ).json()
    hand_in(owner, work)
    liaison.ok("POST", f"/calls/{call['id']}/closing", headers={"If-Match": "*"})
    for about, last in ((activity["id"], "ActivityMoved"), (call["id"], "CallAnswered"), (call["id"], "CallClosed")):
        told = eventually(lambda about=about, last=last: _told(stack, about, last))
        eventually(lambda told=told: heard(stack, "notification", told["_id"]))
    return {"activity": activity, "call": call, "work": work}


def _told(stack: Stack, about: str, what: str) -> Any:
    told = {"aggregate": about, "type": {"$regex": what}, "state": "sent"}
    return database(stack, "liaison")["outbox"].find_one(told)


def test_the_story_of_an_activity_has_who_replied_and_who_was_told(met: dict[str, Data], trace: Trace) -> None:
    told = trace(met["activity"]["id"], "--json")
    assert told.code == 0, told.err
    assert told.json["activity"]["status"] == "announced"
    assert [each["what"] for each in steps(told, "activity")] == ["plan", "announce", "move"]
    replies = [each["name"] for each in steps(told, "command") if each["what"] == "activities.reply"]
    assert len(replies) >= 3 and replies.count("王**") >= 2
    assert whats(told, "event") == {"ActivityAnnounced", "SeatGiven", "SuggestionMade", "ActivityMoved"}
    assert whats(told, "message") >= {"activity.announced", "activity.seat_given", "activity.moved"}
    shown = trace(met["activity"]["id"], "--lang", "zh").out
    assert "已发布" in shown and "王小芳" not in shown
    said = "".join(shown.split())
    assert said.count("原定时间=") == 2 and "原办理人" not in said, "act and event say from when it was moved"
    assert SUGGESTED not in told.out and SUGGESTED not in shown, "what somebody suggests is theirs"


def test_the_story_of_a_call_has_its_works_and_who_was_told(met: dict[str, Data], trace: Trace) -> None:
    told = trace(met["call"]["id"], "--json")
    assert told.code == 0, told.err
    assert (told.json["call"]["status"], told.json["gone"]) == ("closed", [])
    assert whats(told, "command") >= {"calls.add", "calls.begin", "calls.close"}
    assert whats(told, "event") == {"CallOpened", "SubmissionSubmitted", "CallAnswered", "CallClosed"}
    assert [each["id"] for each in steps(told, "move")] == [met["work"]["id"]]
    (handed,) = [each for each in steps(told, "event") if each["what"] == "SubmissionSubmitted"]
    (answered,) = [each for each in steps(told, "event") if each["what"] == "CallAnswered"]
    assert (answered["cause"], handed["service"]) == (handed["id"], "submission")
    assert whats(told, "message") >= {"call.opened"}
    for language, words in (("zh", "已截止"), ("en", "closed")):
        assert words in trace(met["call"]["id"], "--lang", language).out


def test_those_of_another_bureau_are_not_found(met: dict[str, Data], trace: Trace) -> None:
    for name in ("activity", "call"):
        assert trace(met[name]["id"], "--bureau", "330199").code == 1
