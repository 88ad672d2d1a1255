"""Who comes at the moment at which an activity is marked as held took part as the others did."""

from __future__ import annotations

from typing import Any

import pytest

from shared.clock import now
from shared.events import ActivityAttended, OutletParticipated
from tests.services.liaison.desk import LIAISON, Desk
from tests.services.liaison.test_reminders import HOUR, announced, reply


def test_who_is_checked_in_while_it_is_marked_as_held_is_not_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity, service = announced(desk, HOUR), desk.stage.service
    reply(desk, activity, editor="yes")
    later, found = now() + 2 * HOUR, service.accounts.require_actor
    monkeypatch.setattr("services.liaison.service.activities.now", lambda: later)

    def late(*asked: Any) -> None:
        """The activity was read, and then it is held."""
        service.accounts.require_actor = found
        desk.do("hold_activity", LIAISON, activity=activity)
        found(*asked)

    service.accounts.require_actor = late
    desk.do("check_in", LIAISON, activity=activity, account="editor")
    assert [told.account for told in desk.told(ActivityAttended)] == ["editor"]
    assert [told.participation.outlet for told in desk.told(OutletParticipated)] == ["o1"]
