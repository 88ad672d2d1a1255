"""The bureau's times are for clocks that start from then on, whatever becomes of the calendar."""

from __future__ import annotations

from datetime import date

from shared.clock import local_date, now
from shared.events import RequestDueMoved
from tests.services.calendars import adopted
from tests.services.liaison.desk import ADMIN, EDITOR, LIAISON, Desk


def slower(desk: Desk) -> None:
    """The bureau takes longer for everything from now on."""
    policy = desk.ask("policy_now", ADMIN)
    given = {name: policy[name] for name in ("working_hours", "near_percent", "lapse_days", "remind_days")}
    times = [each | {"acknowledgement": 20, "answer": 90} for each in policy["times"]]
    desk.do("adopt_policy", ADMIN, **given, times=times)


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
