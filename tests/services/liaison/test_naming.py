"""Who is named for what is confidential is told, and the bureau is never left without anybody unnoticed."""

from __future__ import annotations

import pytest

from shared.context import Role
from shared.errors import Invalid
from shared.events import CaseOfficersMissing, CaseOfficersNamed
from tests.services.liaison.desk import LEADER, LIAISON, NAMED, Desk


def test_nobody_is_named_by_no_act(desk: Desk) -> None:
    with pytest.raises(Invalid) as found:
        desk.name()
    assert [(each.pointer, each.rule) for each in found.value.problems] == [("/accounts", "case_officers.nobody")]
    kept = desk.ask("named_officers", LEADER)["accounts"]
    assert [each["account"] for each in kept] == ["named", "second"]


def test_who_is_named_newly_is_told_and_who_was_before_is_not(desk: Desk) -> None:
    assert [told.to for told in desk.told(CaseOfficersNamed)] == [("named", "second")]
    desk.name("second", "liaison")
    desk.name("liaison")
    assert [told.to for told in desk.told(CaseOfficersNamed)][1:] == [("liaison",)]


@pytest.mark.parametrize("how", ["closed", "role"])
def test_that_the_last_of_them_left_is_told_once(desk: Desk, how: str) -> None:
    def leave(account: str) -> None:
        roles = (Role.LIAISON,) if how == "closed" else ()
        desk.person(account, *roles, closed=how == "closed")

    leave("liaison")
    leave("named")
    assert desk.told(CaseOfficersMissing) == [], "one is left, and who is not named does not matter"
    leave("second")
    leave("second")
    assert len(desk.told(CaseOfficersMissing)) == 1
    for by in (NAMED, LIAISON):
        assert desk.ask("cases", by)["items"] == []
