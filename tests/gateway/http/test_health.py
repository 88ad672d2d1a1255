"""What `/ready` tells, and to whom."""

from __future__ import annotations

import pytest

from deploy.local.servers import Database
from tests.gateway.accounts.desk import Desk


@pytest.mark.parametrize(("headers", "inside"), [({}, True), ({"X-Forwarded-For": "203.0.113.9"}, False)])
def test_why_a_process_is_not_ready_is_told_inside_alone(
    database: Database, headers: dict[str, str], inside: bool
) -> None:
    desk = Desk(database.uri)  # no broker listens
    try:
        answer = desk.app.test_client().get("/ready", headers=headers)
        told = answer.get_json()
        # The database may still be in preparation, which is a reason too.
        assert (answer.status_code, told["ready"], "broker" in told["problems"]) == (503, False, True)
        assert ("away" not in told["problems"].values()) is inside
        assert (set(told["problems"].values()) == {"away"}) is not inside
    finally:
        desk.close()
