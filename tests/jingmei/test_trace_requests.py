"""`jingmei trace` on a request of an outlet that was really answered; and on one that nobody may know of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from shared.context import Role
from shared.ids import new_id
from tests.e2e.people import BUREAU, Data, People, eventually, register, verify
from tests.e2e.requesting import ask_for, name_officers, step, unit_of
from tests.e2e.stack import Stack
from tests.jingmei.tracing import Trace, database, heard, steps, whats

SAID = "请用横屏画面，13912345678"


@pytest.fixture(scope="module")
def asked(stack: Stack, people: People) -> dict[str, Data]:
    """A request from asked to rated, and a case of the same outlet."""
    owner, liaison, leader = people.new(name="王小芳"), people.new(Role.LIAISON), people.new(Role.LEADER)
    outlet = verify(liaison, register(owner))["id"]
    officer = people.new(Role.REVIEWER_FIRST)
    unit = unit_of(leader, leader, officer, name=f"新闻科{new_id()[-6:]}")
    name_officers(people.new(Role.LEADER), liaison)
    made = ask_for(owner, outlet, title="夜巡画面，联系 13912345678")
    step(liaison, made["id"], "assignment", unit=unit["id"], officer=officer.account)
    step(owner, made["id"], "messages", text=SAID)
    step(officer, made["id"], "answer", kind="refusal", text="涉案画面，不能提供。")
    step(owner, made["id"], "rating", stars=4)
    case = ask_for(owner, outlet, kind="rights", title="采访被阻", text="采访时被阻拦。")
    last = eventually(lambda: _closed(stack, made["id"]))
    eventually(lambda: heard(stack, "notification", last["_id"]))
    return {"request": made, "case": case}


def _closed(stack: Stack, request: str) -> Any:
    told = {"aggregate": request, "type": {"$regex": "RequestClosed"}, "state": "sent"}
    return database(stack, "liaison")["outbox"].find_one(told)


def test_the_story_of_a_request_goes_from_the_command_to_the_message(asked: dict[str, Data], trace: Trace) -> None:
    told = trace(asked["request"]["id"], "--json")
    assert told.code == 0, told.err
    assert (told.json["request"]["number"], told.json["gone"]) == (asked["request"]["number"], [])
    times = [datetime.fromisoformat(each["at"]) for each in told.json["steps"]]
    assert times == sorted(times)
    assert [each["what"] for each in steps(told, "request")] == ["open", "assign", "answer", "rate"]
    assert whats(told, "command") >= {"requests.add", "requests.assign", "requests.answer", "requests.rate"}
    assert whats(told, "event") == {
        "RequestOpened", "RequestAssigned", "RequestSpoken", "RequestAnswered", "RequestClosed",
    }  # fmt: skip
    assert {each["service"] for each in steps(told, "handler")} >= {"notification"}
    assert whats(told, "message") >= {"request.assigned", "request.answered"}


def test_the_number_tells_as_much_and_people_read_it_in_their_language(asked: dict[str, Data], trace: Trace) -> None:
    number = asked["request"]["number"]
    by_number = trace(number, "--json", "--bureau", BUREAU)
    assert by_number.json == trace(asked["request"]["id"], "--json").json
    for language, words in (("zh", ("需求", "已办结")), ("en", ("request", "closed"))):
        shown = trace(number, "--bureau", BUREAU, "--lang", language)
        assert shown.out.startswith(number) and all(word in shown.out for word in words)


def test_what_both_sides_wrote_is_theirs_and_numbers_are_masked(asked: dict[str, Data], trace: Trace) -> None:
    for told in (trace(asked["request"]["id"], "--json").out, trace(asked["request"]["id"]).out):
        assert "横屏" not in told and "涉案画面" not in told
        assert "139****5678" in told and "13912345678" not in told
        assert "王**" in told and "王小芳" not in told


def test_of_what_is_confidential_there_is_no_story(asked: dict[str, Data], trace: Trace) -> None:
    case, none = asked["case"], "2026-W99999"
    assert case["number"].split("-")[1].startswith("W")
    by_number, by_nothing = trace(case["number"], "--bureau", BUREAU), trace(none)
    assert (by_number.code, by_number.out, by_number.err) == (by_nothing.code, "", by_nothing.err)
    by_id, unknown = trace(case["id"]), new_id()
    assert (by_id.code, by_id.out, by_id.err.replace(case["id"], unknown)) == (1, "", trace(unknown).err)
