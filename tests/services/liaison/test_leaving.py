"""People of an outlet who can no longer come, on the real database."""

from __future__ import annotations

import pytest

from shared.events import SeatGiven
from tests.services.liaison.desk import COLLEAGUE, EDITOR, RIVAL, Desk
from tests.services.liaison.test_reminders import DAY, announced, reply


@pytest.mark.parametrize("how", ["suspended", "left"])
@pytest.mark.parametrize("first", ["editor", "colleague"])
def test_who_has_a_seat_and_who_waits_of_one_outlet_leave_together(desk: Desk, first: str, how: str) -> None:
    activity = announced(desk, 3 * DAY, capacity=1)
    for who in (first, *({"editor", "colleague"} - {first})):
        reply(desk, activity, **{who: "yes"})
    desk.outlet("o1", *(() if how == "left" else ("editor", "colleague")), status="verified" if how == "left" else how)
    kept = desk.stage.db["seats"].find_one({"_id": activity})
    assert kept is not None and (kept["taken"], kept["waiting"]) == (0, 0)
    reply(desk, activity, rival="yes")
    assert desk.ask("activity", RIVAL, activity=activity)["mine"]["seat"] == "seated"


def test_a_seat_of_theirs_goes_to_who_waits_of_another_outlet(desk: Desk) -> None:
    activity = announced(desk, 3 * DAY, capacity=1)
    reply(desk, activity, editor="yes", colleague="yes", rival="yes")
    desk.outlet("o1", "editor", "colleague", status="suspended")
    assert [told.account for told in desk.told(SeatGiven)] == ["rival"]
    assert desk.ask("activity", RIVAL, activity=activity)["mine"]["seat"] == "seated"
    for who in (EDITOR, COLLEAGUE):
        assert desk.ask("activity", who, activity=activity)["mine"]["seat"] == "none"
