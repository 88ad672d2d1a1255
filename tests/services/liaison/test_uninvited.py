"""Whoever is not invited any more has no seat, is told so, and keeps what already happened, on the real database."""

from __future__ import annotations

from typing import Any

import pytest

from shared.clock import now
from shared.errors import NotFound
from shared.events import ActivityDue, ActivityUninvited, SeatGiven
from tests.services.liaison.desk import COLLEAGUE, EDITOR, LIAISON, RIVAL, Desk
from tests.services.liaison.test_reminders import DAY, HOUR, announced, body, reply

EVERYBODY, RIVALS = [{"to": "all"}], [{"to": "outlet", "id": "o2"}]


def changed(desk: Desk, activity: str, **changes: Any) -> Any:
    """The activity at the time at which it was, with other values."""
    kept = desk.ask("activity", LIAISON, activity=activity)
    times = {name: kept[name].isoformat() for name in ("starts_at", "ends_at", "sign_up_until")}
    return desk.do("change_activity", LIAISON, activity=activity, **body(DAY) | times | changes)


def seats(desk: Desk, activity: str) -> tuple[int, int]:
    kept = desk.stage.db["seats"].find_one({"_id": activity})
    assert kept is not None
    return kept["taken"], kept["waiting"]


def test_seats_of_who_is_invited_no_more_go_to_who_waits_and_all_are_told(desk: Desk) -> None:
    activity = announced(desk, 3 * DAY, capacity=1)
    reply(desk, activity, editor="yes", colleague="yes", rival="yes")
    shown = changed(desk, activity, capacity=1, invited=RIVALS)
    assert (shown["taken"], shown["waiting"]) == seats(desk, activity) == (1, 0)
    assert [each.account for each in desk.told(SeatGiven)] == ["rival"]
    assert desk.ask("activity", RIVAL, activity=activity)["mine"]["seat"] == "seated"
    [out] = desk.told(ActivityUninvited)
    assert out.accounts == ("editor", "colleague")
    for who in (EDITOR, COLLEAGUE):
        with pytest.raises(NotFound):
            desk.ask("activity", who, activity=activity)
    assert {row["seat"] for row in desk.stage.db["sign_ups"].find({"outlet": "o1"})} == {"none"}


def test_fewer_seats_are_enough_when_fewer_are_invited(desk: Desk) -> None:
    activity = announced(desk, 3 * DAY, capacity=2)
    reply(desk, activity, editor="yes", rival="yes")
    changed(desk, activity, capacity=1, invited=RIVALS)
    assert seats(desk, activity) == (1, 0)


def test_who_said_maybe_is_told_too_and_who_said_no_or_stays_is_not(desk: Desk) -> None:
    activity = announced(desk, 3 * DAY)
    reply(desk, activity, editor="maybe", colleague="no", rival="yes")
    changed(desk, activity, invited=RIVALS)
    assert [each.accounts for each in desk.told(ActivityUninvited)] == [("editor",)]
    desk.run("time_activities", now() + 3 * DAY - HOUR)
    assert [each.accounts for each in desk.told(ActivityDue)] == [("rival",)]


def test_of_a_draft_and_of_another_text_nobody_is_told(desk: Desk) -> None:
    activity = announced(desk, 3 * DAY)
    reply(desk, activity, editor="yes")
    changed(desk, activity, text="请带证件。")
    changed(desk, activity, invited=[*RIVALS, {"to": "outlet", "id": "o1"}])
    assert desk.told(ActivityUninvited) == []
    assert desk.ask("activity", EDITOR, activity=activity)["mine"]["seat"] == "seated"


def test_who_was_there_sees_it_still(desk: Desk) -> None:
    activity = announced(desk, HOUR)
    reply(desk, activity, editor="yes")
    desk.do("check_in", LIAISON, activity=activity, account="editor")
    changed(desk, activity, invited=RIVALS)
    assert seats(desk, activity) == (1, 0)
    assert desk.ask("activity", EDITOR, activity=activity)["mine"]["attended_at"] is not None
    assert [each["id"] for each in desk.ask("activities_list", EDITOR)["items"]] == [activity]
    assert desk.ask("activities_list", COLLEAGUE)["items"] == []


def test_an_outlet_of_another_category_loses_the_seats_that_its_former_one_had(desk: Desk) -> None:
    activity = announced(desk, 3 * DAY, invited=[{"to": "category", "id": "self_media"}])
    reply(desk, activity, editor="yes", rival="yes")
    desk.outlet("o1", "editor", "colleague", category="department")
    assert seats(desk, activity) == (1, 0)
    assert [each.accounts for each in desk.told(ActivityUninvited)] == [("editor",)]


@pytest.mark.parametrize("said", ["yes", "maybe"])
def test_who_replies_at_that_moment_has_no_seat_either(desk: Desk, said: str) -> None:
    activity, service = announced(desk, 3 * DAY), desk.stage.service
    found = service.outlets.rely_on

    def late(*asked: Any) -> None:
        """The activity was read as one that invites the outlet, and then it does not."""
        service.outlets.rely_on = found
        changed(desk, activity, invited=RIVALS)
        found(*asked)

    service.outlets.rely_on = late
    with pytest.raises(NotFound):
        reply(desk, activity, editor=said)
    assert seats(desk, activity) == (0, 0)


@pytest.mark.parametrize("said", ["yes", "maybe"])
def test_of_an_outlet_that_is_suspended_nobody_is_reminded(desk: Desk, said: str) -> None:
    activity = announced(desk, 3 * DAY)
    reply(desk, activity, editor=said, rival="yes")
    desk.outlet("o1", "editor", "colleague", status="suspended")
    desk.run("time_activities", now() + 3 * DAY - HOUR)
    assert [each.accounts for each in desk.told(ActivityDue)] == [("rival",)]
