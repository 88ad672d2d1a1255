"""What waits of activities and calls for whoever asks, and that each number is that of its list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.errors import Forbidden
from tests.services.liaison.desk import COLLEAGUE, EDITOR, LEADER, LIAISON, OFFICER, RIVAL, Desk
from tests.services.liaison.test_reminders import DAY, HOUR, announced, body, reply

NOTHING = {"invitations": 0, "calls": 0, "today": 0, "unheld": 0, "suggestions": 0, "drafts": 0, "call_drafts": 0}
CALL = {"kind": "call", "title": "全民反诈百日行", "brief": "一种新骗局。"}


def waits(desk: Desk, by: Any) -> dict[str, int]:
    """What there is some of."""
    return {name: number for name, number in desk.ask("activity_counts", by).items() if number}


def listed(desk: Desk, by: Any, **asked: Any) -> list[str]:
    return [each["id"] for each in desk.ask("activities_list", by, **asked)["items"]]


def called(desk: Desk, *, open_: bool = True, **changes: Any) -> str:
    ends = (now() + 10 * DAY).isoformat()
    made = desk.do("add_call", LIAISON, **CALL | {"closes_at": ends} | changes)
    return str((desk.do("open_call", LIAISON, call=made["id"]) if open_ else made)["id"])


def test_an_invitation_waits_until_it_is_replied_to_whatever_the_reply_is(desk: Desk) -> None:
    activity = announced(desk, 2 * DAY)
    for who in (EDITOR, RIVAL):
        assert waits(desk, who) == {"invitations": 1}
        assert listed(desk, who, unanswered=True) == [activity]
    reply(desk, activity, editor="no", rival="maybe")
    assert waits(desk, EDITOR) == waits(desk, RIVAL) == {}
    assert listed(desk, EDITOR, unanswered=True) == []
    assert listed(desk, COLLEAGUE, unanswered=True) == [activity]


def test_what_is_for_others_or_over_or_of_no_verified_outlet_waits_for_nobody(desk: Desk) -> None:
    announced(desk, 2 * DAY, invited=[{"to": "outlet", "id": "o2"}])
    assert waits(desk, EDITOR) == {}
    desk.outlet("o2", "rival", status="suspended")
    assert waits(desk, RIVAL) == {}
    off = announced(desk, DAY)
    desk.do("cancel_activity", LIAISON, activity=off, reason="场地有警务活动。")
    assert waits(desk, EDITOR) == {}


def test_an_open_call_waits_for_who_is_invited(desk: Desk) -> None:
    called(desk, invited="outlets", outlets=["o1"])
    called(desk, open_=False)
    assert (waits(desk, EDITOR), waits(desk, RIVAL)) == ({"calls": 1}, {})
    assert waits(desk, LIAISON) == {"call_drafts": 1}


def test_a_column_without_an_end_waits_for_nobody_nor_does_a_call_for_who_cannot_answer(desk: Desk) -> None:
    column = called(desk, kind="column", closes_at=None)
    assert (waits(desk, EDITOR), desk.ask("calls", EDITOR, mine=True)["items"]) == ({}, [])
    assert [each["id"] for each in desk.ask("calls", EDITOR, state="open", kind="column")["items"]] == [column]
    call = called(desk)
    desk.outlet("o1", "editor", "colleague", status="suspended")
    assert (waits(desk, EDITOR), waits(desk, RIVAL)) == ({}, {"calls": 1})
    assert [each["id"] for each in desk.ask("calls", RIVAL, mine=True)["items"]] == [call]
    assert desk.ask("calls", EDITOR, mine=True)["items"] == []


def test_liaisons_have_drafts_todays_activities_and_suggestions_to_answer(desk: Desk) -> None:
    draft = desk.do("plan_activity", LIAISON, **body(2 * DAY))["id"]
    assert waits(desk, LIAISON) == {"drafts": 1}
    assert listed(desk, LIAISON, state="draft") == [draft]
    activity = announced(desk, 2 * DAY)
    said = [desk.do("suggest", EDITOR, activity=activity, outlet="o1", text=text) for text in ("一", "二")]
    assert waits(desk, LIAISON) == {"drafts": 1, "suggestions": 1}
    assert listed(desk, LEADER, suggested=True) == [activity]
    for each in said:
        desk.do("answer_suggestion", LIAISON, activity=activity, suggestion=each["id"], adopted=False, text="谢谢。")
    assert waits(desk, LIAISON) == {"drafts": 1}
    assert listed(desk, LIAISON, suggested=True) == []
    with pytest.raises(Forbidden):
        listed(desk, EDITOR, suggested=True)
    assert desk.ask("activity_counts", OFFICER) == NOTHING


def test_what_is_over_waits_to_be_marked_as_held_and_not_what_is_under_way(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = announced(desk, HOUR)
    under_way, later = now() + 1.5 * HOUR, now() + 3 * HOUR
    monkeypatch.setattr("services.liaison.service.waiting.now", lambda: under_way)
    assert "unheld" not in waits(desk, LIAISON)
    assert listed(desk, LIAISON, since=under_way.isoformat()) == [activity]
    assert listed(desk, LIAISON, ended=under_way.isoformat(), latest=True) == []
    monkeypatch.setattr("services.liaison.service.waiting.now", lambda: later)
    assert waits(desk, LIAISON)["unheld"] == 1
    assert listed(desk, LIAISON, state="announced", ended=later.isoformat(), latest=True) == [activity]


def test_what_takes_place_today_is_counted_by_the_day_of_the_bureau(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced(desk, timedelta(days=3))
    of_that_day = now() + timedelta(days=3)
    monkeypatch.setattr("services.liaison.service.waiting.now", lambda: of_that_day - timedelta(days=1))
    assert "today" not in waits(desk, LIAISON)
    monkeypatch.setattr("services.liaison.service.waiting.now", lambda: of_that_day)
    assert waits(desk, LIAISON)["today"] == 1
