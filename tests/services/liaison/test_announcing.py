"""What the bureau says to outlets of its own accord has no identity number, bank card or banned word in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.clock import now
from shared.contracts.review_terms import WordLevel
from shared.errors import Invalid
from shared.events import (
    ActivityAnnounced,
    ActivityCancelled,
    CallCancelled,
    CallHeldBack,
    CallOpened,
    ListedWordState,
    WordListAdopted,
    WordListState,
)
from tests.services.liaison.desk import EDITOR, LIAISON, Desk
from tests.services.liaison.test_reminders import DAY, HOUR, announced, body, reply
from tests.services.liaison.test_waiting import called
from tests.services.stage import received

RESIDENT_ID = "11010519491231002X"
CARD = "6222021234567890128"
FINE = "报名电话 139 1234 5678，滨江区江南大道1号，车牌浙A·12345。"
NOT_SENT = [
    (f"证号{RESIDENT_ID}", "resident_id"),
    ("机密★1年", "secret_mark"),
    (f"卡号 {CARD}", "bank_card"),
    ("据说是黑老大", "banned_word"),
]


def in_fields(*fields: str) -> list[tuple[str, str, str]]:
    """Each of them in each of these fields; a title takes no such number in the first place."""
    return [("title", *NOT_SENT[-1]), *((field, *each) for field in fields for each in NOT_SENT)]


@pytest.fixture(autouse=True)
def words(desk: Desk) -> None:
    adopt(desk, "黑老大")


def adopt(desk: Desk, word: str, version: int = 1) -> None:
    kept = WordListState("banned", WordLevel.BANNED, (ListedWordState(word),))
    told = received(WordListAdopted(kept, "admin"), "banned", version=version)
    desk.stage.deliver(told, "word_list_adopted")


def refused(do: Callable[[], Any]) -> list[tuple[str, str, Any]]:
    """Where what was found of a text that was refused."""
    with pytest.raises(Invalid) as found:
        do()
    assert found.value.code == "announcing.findings"
    assert RESIDENT_ID not in str(found.value.problems)
    return [(each.pointer, each.rule, each.params["finding"]) for each in found.value.problems]


@pytest.mark.parametrize(("field", "text", "rule"), in_fields("text", "agenda", "place"))
def test_an_activity_is_not_announced_with_what_must_not_leave_and_stays_a_draft(
    desk: Desk, field: str, text: str, rule: str
) -> None:
    made = desk.do("plan_activity", LIAISON, **body(2 * DAY, **{field: text}))
    told = refused(lambda: desk.do("announce_activity", LIAISON, activity=made["id"]))
    assert told == [(f"/{field}", f"announcing.in_{field}", rule)]
    assert desk.ask("activity", LIAISON, activity=made["id"]) == made and desk.told(ActivityAnnounced) == []


def test_the_place_of_a_finding_is_told(desk: Desk) -> None:
    made = desk.do("plan_activity", LIAISON, **body(2 * DAY, text=f"第一段。\n证号：{RESIDENT_ID}"))
    with pytest.raises(Invalid) as found:
        desk.do("announce_activity", LIAISON, activity=made["id"])
    (problem,) = found.value.problems
    assert (problem.params["line"], problem.params["column"]) == (2, 4)


def test_phones_addresses_and_plates_are_announced(desk: Desk) -> None:
    activity = announced(desk, 2 * DAY, text=FINE, agenda=FINE, place=FINE)
    assert desk.ask("activity", EDITOR, activity=activity)["text"] == FINE
    assert desk.ask("call", EDITOR, call=called(desk, brief=FINE))["brief"] == FINE


def test_of_an_announced_activity_what_is_new_is_looked_at(desk: Desk) -> None:
    activity = announced(desk, 2 * DAY, text="说到保护伞。")
    adopt(desk, "保护伞", version=2)
    change = {"activity": activity, "text": "说到保护伞。"}
    kept = desk.do("change_activity", LIAISON, **body(2 * DAY, capacity=5), **change)
    assert kept["capacity"] == 5
    told = refused(lambda: desk.do("change_activity", LIAISON, **body(2 * DAY, agenda="保护伞"), **change))
    assert told == [("/agenda", "announcing.in_agenda", "banned_word")]
    assert desk.ask("activity", EDITOR, activity=activity)["agenda"] == ""


def test_why_something_is_cancelled_is_told_without_it_too(desk: Desk) -> None:
    activity, call = announced(desk, 2 * DAY), called(desk)
    reason = f"证号{RESIDENT_ID}"
    for do in (
        lambda: desk.do("cancel_activity", LIAISON, activity=activity, reason=reason),
        lambda: desk.do("cancel_call", LIAISON, call=call, reason=reason),
    ):
        assert refused(do) == [("/reason", "announcing.in_reason", "resident_id")]
    assert desk.told(ActivityCancelled, CallCancelled) == []
    draft = desk.do("plan_activity", LIAISON, **body(2 * DAY))["id"]
    assert desk.do("cancel_activity", LIAISON, activity=draft, reason=reason)["state"] == "cancelled"


@pytest.mark.parametrize(("field", "text", "rule"), in_fields("brief"))
def test_a_call_is_not_opened_with_what_must_not_leave_and_stays_a_draft(
    desk: Desk, field: str, text: str, rule: str
) -> None:
    call = called(desk, open_=False, **{field: text})
    told = [(f"/{field}", f"announcing.in_{field}", rule)]
    assert refused(lambda: desk.do("open_call", LIAISON, call=call)) == told
    assert desk.ask("call", LIAISON, call=call)["state"] == "draft" and desk.told(CallOpened) == []
    opens = {"opens_at": (now() + DAY).isoformat()}
    assert refused(lambda: called(desk, open_=False, **opens, **{field: text})) == told, "it would open by itself"


def test_an_open_call_is_not_changed_to_say_it(desk: Desk) -> None:
    call = called(desk)
    ends = (now() + 10 * DAY).isoformat()
    new = {"title": "反诈", "brief": f"卡号 {CARD}", "closes_at": ends}
    assert refused(lambda: desk.do("change_call", LIAISON, call=call, **new)) == [
        ("/brief", "announcing.in_brief", "bank_card")
    ]
    assert desk.ask("call", EDITOR, call=call)["brief"] == "一种新骗局。"


def test_a_draft_that_has_a_word_that_was_banned_meanwhile_does_not_open_by_itself(desk: Desk) -> None:
    opens = {"opens_at": (now() + HOUR).isoformat()}
    banned = called(desk, open_=False, brief="说到保护伞。", **opens)
    other = called(desk, open_=False, **opens)
    adopt(desk, "保护伞", version=2)
    assert desk.run("time_calls", now() + 2 * HOUR) == 2
    states = {each: desk.ask("call", LIAISON, call=each) for each in (banned, other)}
    assert (states[banned]["state"], states[banned]["opens_at"]) == ("draft", None)
    assert states[other]["state"] == "open"
    assert desk.run("time_calls", now() + 2 * HOUR) == 0
    (told,) = desk.told(CallHeldBack)
    assert (told.call.id, told.found) == (banned, ("banned_word",)), "once, and of this one alone"
    assert "保护伞" not in str(told)
    (place,) = states[banned]["held_back"]["found"]
    assert (place["field"], place["finding"], place["line"], place["column"]) == ("brief", "banned_word", 1, 3)
    assert states[other]["held_back"] is None
    new = {"title": "反诈", "brief": "说到反诈。", "closes_at": (now() + 10 * DAY).isoformat()}
    assert desk.do("change_call", LIAISON, call=banned, **new)["held_back"] is None, "it was mended"
    assert desk.do("open_call", LIAISON, call=banned)["state"] == "open"


def test_a_number_in_the_title_of_what_is_held_back_does_not_go_out_with_that(desk: Desk) -> None:
    opens = {"opens_at": (now() + HOUR).isoformat()}
    call = called(desk, open_=False, title="说到保护伞", **opens)
    desk.stage.db["calls"].update_one({"_id": call}, {"$set": {"title": f"证号{RESIDENT_ID}"}})
    desk.run("time_calls", now() + 2 * HOUR)
    (told,) = desk.told(CallHeldBack)
    assert told.found == ("resident_id",) and RESIDENT_ID not in str(told)
    assert RESIDENT_ID not in str(desk.ask("call", LIAISON, call=call)["held_back"])


def test_one_whose_end_is_over_when_it_would_open_is_told_of_too(desk: Desk) -> None:
    times = {"opens_at": (now() + HOUR).isoformat(), "closes_at": (now() + 2 * HOUR).isoformat()}
    call = called(desk, open_=False, **times)
    assert desk.run("time_calls", now() + 3 * HOUR) == 1
    (told,) = desk.told(CallHeldBack)
    assert (told.call.id, told.found) == (call, ())
    assert desk.ask("call", LIAISON, call=call)["held_back"]["found"] == []


def test_minutes_and_answers_to_suggestions_are_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    activity = announced(desk, HOUR)
    reply(desk, activity, editor="yes")
    said = desk.do("suggest", EDITOR, activity=activity, outlet="o1", text=f"证号{RESIDENT_ID}")["id"]
    answer = {"activity": activity, "suggestion": said, "adopted": True}
    told = [("/text", "announcing.in_text", "resident_id")]
    assert refused(lambda: desk.do("answer_suggestion", LIAISON, text=f"证号{RESIDENT_ID}", **answer)) == told
    assert desk.do("answer_suggestion", LIAISON, text=FINE, **answer)["answer"] == FINE
    later = now() + 2 * HOUR
    monkeypatch.setattr("services.liaison.service.activities.now", lambda: later)
    desk.do("hold_activity", LIAISON, activity=activity)
    due = {"due": "2030-01-01"}
    tasks = [{"text": "黑老大", "unit": "新闻科", **due}, {"text": f"卡号 {CARD}", "unit": "", "outlet": "o1", **due}]
    minutes = {"activity": activity, "text": f"证号{RESIDENT_ID}", "tasks": tasks}
    assert refused(lambda: desk.do("keep_minutes", LIAISON, **minutes)) == [
        *told, ("/tasks/1/text", "announcing.in_text", "bank_card"),
    ]  # fmt: skip
    kept = desk.do("keep_minutes", LIAISON, **minutes | {"text": FINE, "tasks": tasks[:1]})
    assert (kept["text"], len(kept["tasks"])) == (FINE, 1)
