"""Whom one can invite by name: people of verified outlets, whose accounts are open."""

from __future__ import annotations

import pytest

from shared.contracts.activity_terms import InviteeKind
from shared.errors import Forbidden, Invalid
from tests.services.liaison.desk import COLLEAGUE, EDITOR, LEADER, LIAISON, Desk
from tests.services.liaison.test_reminders import DAY, body


@pytest.fixture
def known(desk: Desk) -> Desk:
    for account in ("editor", "colleague", "rival"):
        desk.person(account)
    return desk


def test_verified_outlets_are_listed_with_who_acts_for_them(known: Desk) -> None:
    known.outlet("o3", "newcomer", status="pending")
    found = known.ask("guests", LIAISON, limit=1)
    assert [(each["outlet"], [one["account"] for one in each["people"]]) for each in found["items"]] == [
        ("o1", ["editor", "colleague"])
    ]
    rest = known.ask("guests", LIAISON, cursor=found["next"])
    assert ([each["outlet"] for each in rest["items"]], rest["next"]) == (["o2"], None)
    for by in (EDITOR, LEADER):
        with pytest.raises(Forbidden):
            known.ask("guests", by)


def test_who_is_unknown_or_of_no_outlet_is_refused_and_who_left_later_stays(known: Desk) -> None:
    wrong = [{"to": "person", "id": each} for each in ("nobody", "officer")]
    with pytest.raises(Invalid) as refused:
        known.do("plan_activity", LIAISON, **body(2 * DAY, invited=wrong))
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [
        ("/invited/0/id", "account.unknown"), ("/invited/1/id", "activity.no_guest"),
    ]  # fmt: skip
    invited = [{"to": "person", "id": "colleague"}]
    made = known.do("plan_activity", LIAISON, **body(2 * DAY, invited=invited))
    known.do("announce_activity", LIAISON, activity=made["id"])
    assert known.ask("activity_counts", COLLEAGUE)["invitations"] == 1
    assert known.ask("activity_counts", EDITOR)["invitations"] == 0
    known.outlet("o1", "editor")
    kept = known.do("change_activity", LIAISON, activity=made["id"], **body(3 * DAY, invited=invited))
    assert [each["to"] for each in kept["invited"]] == [InviteeKind.PERSON]
