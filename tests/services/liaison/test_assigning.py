"""Whom a request can be given to, of those whom a unit has."""

from __future__ import annotations

import pytest

from shared.context import Role
from shared.errors import Invalid
from tests.services.liaison.desk import LIAISON, Desk


@pytest.mark.parametrize(
    ("how", "rule"),
    [("closed", "account.closed"), ("role", "account.role"), ("own_outlet", "request.officer_own_outlet")],
)
def test_an_officer_who_left_the_bureau_or_is_of_the_outlet_is_refused_with_the_reason(
    desk: Desk, how: str, rule: str
) -> None:
    asked = desk.opened()
    match how:
        case "closed":
            desk.person("officer", Role.REVIEWER_FIRST, closed=True)
        case "role":
            desk.person("officer")
        case _:
            desk.outlet("o1", "editor", "colleague", "officer")
    with pytest.raises(Invalid) as found:
        desk.do("assign_request", LIAISON, request=asked["id"], unit=desk.unit, officer="officer")
    assert [(each.pointer, each.rule) for each in found.value.problems] == [("/officer", rule)]
    given = desk.do("assign_request", LIAISON, request=asked["id"], unit=desk.unit, officer="head")
    assert given["officer"]["account"] == "head"
