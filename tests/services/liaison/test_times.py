"""The bureau's times are for clocks that start from then on, whatever becomes of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shared.clock import local_date, now
from shared.events import RequestDueMoved
from tests.services.calendars import adopted
from tests.services.liaison.desk import EDITOR, LEADER, LIAISON, REFUSAL, Desk


def slower(desk: Desk) -> None:
    """The bureau takes longer for everything from now on."""
    policy = desk.ask("policy_now", LEADER)
    given = {name: policy[name] for name in ("working_hours", "near_percent", "lapse_days", "remind_days")}
    times = [each | {"acknowledgement": 20, "answer": 90} for each in policy["times"]]
    desk.do("adopt_policy", LEADER, **given, times=times)


@pytest.mark.parametrize("target", ["acknowledgement", "answer"])
def test_what_it_took_is_counted_in_the_hours_by_which_it_was_due(desk: Desk, target: str) -> None:
    hours = [{"from": "00:00", "to": "23:59"}]
    week = now() - timedelta(days=7)
    (before, after), policy = (desk.opened()["id"] for _ in range(2)), desk.ask("policy_now", LEADER)

    def finish(asked: str) -> int:
        """The minutes that it took since a week ago."""
        desk.stage.db["requests"].update_one({"_id": asked}, {"$set": {"clock.since": week}})
        method, more = ("acknowledge_request", {}) if target == "acknowledgement" else ("answer_request", REFUSAL)
        took = desk.do(method, LIAISON, request=asked, **more)["took"]
        return next(int(each["minutes"]) for each in took if each["target"].value == target)

    if target == "answer":
        for each in (before, after):
            desk.do("acknowledge_request", LIAISON, request=each)
    expected = finish(before)
    times = [dict(each) for each in policy["times"]]
    given = {name: policy[name] for name in ("near_percent", "lapse_days", "remind_days")}
    desk.do("adopt_policy", LEADER, **given, working_hours=hours, times=times)
    assert 0 < expected <= finish(after) <= expected + 1


def test_a_new_calendar_counts_what_runs_by_the_times_that_it_began_under(desk: Desk) -> None:
    asked = desk.opened()
    noted = desk.do("acknowledge_request", LIAISON, request=desk.opened()["id"])
    slower(desk)
    later = desk.opened()
    far = date(local_date(now()).year + 2, 6, 1)
    desk.stage.deliver(adopted(far.year, (far, False)), "workdays_adopted")
    assert desk.run("recount", now()) == 3
    assert desk.told(RequestDueMoved) == []
    for before in (asked, noted, later):
        after = desk.ask("request", EDITOR, request=before["id"])
        assert after["clock"]["due_at"] == before["clock"]["due_at"]
    assert later["clock"]["due_at"] > asked["clock"]["due_at"]
