"""Who may come is reminded a day before an activity begins: once for each time that it is to begin at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.events import ActivityDue
from tests.services.liaison.desk import COLLEAGUE, EDITOR, LIAISON, RIVAL, Desk

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def body(begins: timedelta, **changes: Any) -> dict[str, Any]:
    starts = now() + begins
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + HOUR).isoformat()}
    given = {"kind": "open_day", "title": "秋季警营开放日", "place": "指挥中心", "invited": [{"to": "all"}]}
    return given | times | changes


def announced(desk: Desk, begins: timedelta, **changes: Any) -> str:
    made = desk.do("plan_activity", LIAISON, **body(begins, **changes))
    return str(desk.do("announce_activity", LIAISON, activity=made["id"])["id"])


def reply(desk: Desk, activity: str, **replies: str) -> None:
    who = {"editor": (EDITOR, "o1"), "colleague": (COLLEAGUE, "o1"), "rival": (RIVAL, "o2")}
    for name, said in replies.items():
        by, outlet = who[name]
        desk.do("reply_to_activity", by, activity=activity, outlet=outlet, reply=said)


def reminded(desk: Desk) -> list[tuple[str, ...]]:
    return [each.accounts for each in desk.told(ActivityDue)]


def test_whoever_comes_may_come_or_waits_is_reminded_a_day_before_and_once(desk: Desk) -> None:
    activity = announced(desk, 3 * DAY, capacity=1)
    reply(desk, activity, editor="yes", colleague="maybe", rival="yes")
    assert desk.ask("activity", RIVAL, activity=activity)["mine"]["seat"] == "waiting"
    assert desk.run("time_activities", now() + 2 * DAY - HOUR) == 0
    assert desk.run("time_activities", now() + 2 * DAY + HOUR) == 1
    assert desk.run("time_activities", now() + 2 * DAY + HOUR) == 0
    assert reminded(desk) == [("editor", "colleague", "rival")]
    assert desk.ask("activity_acts", LIAISON, activity=activity)["items"][0]["act"] == "remind"


def test_who_does_not_come_is_not_reminded_nor_is_anybody_of_what_is_cancelled(desk: Desk) -> None:
    activity, off = announced(desk, 2 * DAY), announced(desk, 2 * DAY)
    reply(desk, activity, editor="no")
    reply(desk, off, editor="yes")
    desk.do("cancel_activity", LIAISON, activity=off, reason="场地有警务活动。")
    desk.run("time_activities", now() + 2 * DAY - HOUR)
    assert reminded(desk) == []


def test_one_that_is_announced_within_a_day_is_announced_alone(desk: Desk) -> None:
    activity = announced(desk, 20 * HOUR)
    reply(desk, activity, editor="yes")
    assert desk.run("time_activities", now() + 19 * HOUR) == 0


@pytest.mark.parametrize("before", [True, False], ids=["before its reminder", "after its reminder"])
def test_a_new_time_has_a_reminder_of_its_own(desk: Desk, before: bool) -> None:
    activity = announced(desk, 2 * DAY)
    reply(desk, activity, editor="yes")
    if not before:
        desk.run("time_activities", now() + DAY + HOUR)
    desk.do("change_activity", LIAISON, activity=activity, **body(5 * DAY))
    assert desk.run("time_activities", now() + 4 * DAY - HOUR) == 0
    assert desk.run("time_activities", now() + 4 * DAY + HOUR) == 1
    assert len(reminded(desk)) == (1 if before else 2)


def test_another_place_has_no_reminder_of_its_own(desk: Desk) -> None:
    activity = announced(desk, 2 * DAY)
    reply(desk, activity, editor="yes")
    desk.run("time_activities", now() + DAY + HOUR)
    kept = desk.ask("activity", LIAISON, activity=activity)
    times = {name: kept[name].isoformat() for name in ("starts_at", "ends_at")}
    desk.do("change_activity", LIAISON, activity=activity, **body(2 * DAY, place="反诈中心") | times)
    assert desk.run("time_activities", now() + 2 * DAY - HOUR) == 0


def test_of_what_began_while_nobody_ran_nobody_is_reminded(desk: Desk) -> None:
    activity = announced(desk, 2 * DAY)
    reply(desk, activity, editor="yes")
    assert desk.run("time_activities", now() + 3 * DAY) == 1
    assert reminded(desk) == []
    assert desk.run("time_activities", now() + 3 * DAY) == 0


def test_when_and_where_a_draft_was_to_be_is_told_to_no_outlet(desk: Desk) -> None:
    draft = desk.do("plan_activity", LIAISON, **body(3 * DAY, place="看守所"))["id"]
    desk.do("change_activity", LIAISON, activity=draft, **body(4 * DAY))
    desk.do("announce_activity", LIAISON, activity=draft)
    desk.do("change_activity", LIAISON, activity=draft, **body(5 * DAY, place="二楼会议室"))
    of_outlet, of_bureau = (desk.ask("activity_acts", by, activity=draft)["items"] for by in (EDITOR, LIAISON))
    assert [each["act"] for each in of_outlet] == ["move", "announce", "change", "plan"]
    assert [each["details"].get("former_place") for each in of_outlet] == ["指挥中心", None, None, None]
    assert [each["details"].get("former_place") for each in of_bureau] == ["指挥中心", None, "看守所", None]
