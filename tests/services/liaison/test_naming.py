"""Who is named for what is confidential is told, and the bureau is never left without anybody unnoticed."""

from __future__ import annotations

import re

import pytest

from shared.clock import local_date, now
from shared.codes import ALPHABET
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


def test_the_number_of_a_case_tells_of_no_other(desk: Desk) -> None:
    year = local_date(now()).year
    for _ in range(2):
        number = desk.opened("rights")["number"]
        assert re.fullmatch(rf"{year}-W[{ALPHABET}]{{6}}", number) and not number.endswith(("00001", "00002"))
    assert desk.stage.db["counters"].count_documents({}) == 0, "nothing counts them"
    assert [desk.opened()["number"] for _ in range(2)] == [f"{year}-X00001", f"{year}-X00002"]


def test_a_number_that_another_case_has_is_not_given_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    chances = iter(["7KQ4M2", "7KQ4M2", "9TRAX3"])
    monkeypatch.setattr("services.liaison.repository.requests.chosen", lambda _: next(chances))
    numbers = [desk.opened("rights")["number"].partition("-")[2] for _ in range(2)]
    assert numbers == ["W7KQ4M2", "W9TRAX3"]
