"""How much each reviewer has in hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.clock import now
from shared.context import Role
from shared.errors import Forbidden
from tests.services.review.desk import FINAL, FIRST, LEADER, SECOND, Desk


def load(desk: Desk) -> dict[str, tuple[int, int, int]]:
    items = desk.ask("workload", LEADER)["items"]
    return {each["account"]: (each["in_hand"], each["overdue"], each["decided"]) for each in items}


def test_what_each_has_in_hand_what_is_late_and_what_was_decided(desk: Desk) -> None:
    assert load(desk)["first"] == (0, 0, 0)
    held, late, done = desk.opened(), desk.opened(), desk.opened()
    for review in (held, late):
        desk.do("claim", FIRST, review=review["id"])
    desk.stage.db["reviews"].update_one({"_id": late["id"]}, {"$set": {"due_at": now() - timedelta(minutes=1)}})
    desk.decide(done, FIRST)
    old = desk.opened()
    desk.decide(old, FIRST)
    desk.stage.db["reviews"].update_one({"_id": old["id"]}, {"$set": {"opened_at": now() - timedelta(days=31)}})
    assert load(desk)["first"] == (2, 1, 1)
    assert next(iter(load(desk))) == "first", "who has most in hand"
    roles = {each["account"]: each["roles"] for each in desk.ask("workload", FINAL)["items"]}
    assert roles["first"] == [Role.REVIEWER_FIRST] and roles["leader"] == [Role.LEADER]


def test_others_are_not_told(desk: Desk) -> None:
    for other in (FIRST, SECOND):
        with pytest.raises(Forbidden):
            desk.ask("workload", other)
