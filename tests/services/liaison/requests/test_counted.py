"""What waits is counted as its list has it."""

from __future__ import annotations

from datetime import timedelta

from shared.clock import now
from shared.context import RequestContext
from tests.services.liaison.desk import COLLEAGUE, EDITOR, HEAD, LEADER, LIAISON, NAMED, OFFICER, RIVAL, Desk


def test_what_waits_at_the_desk_is_counted_as_its_list_has_it_without_what_ones_own_outlet_asks(desk: Desk) -> None:
    desk.outlet("o1", "editor", "liaison")
    desk.opened(title="本人媒体的")
    other = desk.opened(by=RIVAL, outlet="o2")
    for by, waiting in ((LIAISON, [other["id"]]), (NAMED, None)):
        listed = desk.ask("requests_list", by, state="opened", desk=True)["items"]
        assert desk.ask("request_counts", by)["unacknowledged"] == len(listed)
        assert waiting is None or [each["id"] for each in listed] == waiting
    assert len(desk.ask("requests_list", LIAISON, state="opened")["items"]) == 2


def test_what_waits_is_counted_for_whom_it_waits(desk: Desk) -> None:
    desk.opened()
    desk.do("acknowledge_request", LIAISON, request=desk.opened()["id"])
    late = desk.assigned()
    desk.stage.db["requests"].update_one({"_id": late["id"]}, {"$set": {"due_at": now() - timedelta(hours=1)}})
    desk.answered()

    def counts(by: RequestContext) -> dict[str, int]:
        return {name: number for name, number in desk.ask("request_counts", by).items() if number}

    assert counts(LIAISON) == {"unacknowledged": 1, "unassigned": 1, "overdue": 1}
    assert counts(OFFICER) == {"mine": 1, "mine_overdue": 1}
    assert counts(HEAD) == {"unit_overdue": 1}
    assert counts(LEADER) == {"overdue": 1}
    assert counts(EDITOR) == {"to_rate": 1} and counts(COLLEAGUE) == {} and counts(RIVAL) == {}
    found = desk.ask("requests_list", HEAD, headed=True, overdue=True)["items"]
    assert [each["id"] for each in found] == [late["id"]]
    assert desk.ask("requests_list", LIAISON, headed=True, overdue=True)["items"] == []
