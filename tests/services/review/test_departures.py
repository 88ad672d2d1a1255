"""Who left holds nothing: claims of closed accounts, of those who lost the role, and of those who joined the outlet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.context import Role
from shared.errors import Conflict, DomainError, Forbidden, Invalid
from tests.services.review.desk import FINAL, FIRST, LEADER, Desk
from tests.services.stage import asking

OTHER = asking("first-2", Role.REVIEWER_FIRST)


def left(desk: Desk) -> list[tuple[str, str]]:
    return [(item["id"], item["left_by"]) for item in desk.ask("left", FINAL)["items"]]


def leave(desk: Desk, how: str) -> None:
    if how == "closed":
        desk.person("first", Role.REVIEWER_FIRST, closed=True)
    elif how == "role":
        desk.person("first", Role.LIAISON)
    else:
        desk.outlet("o1", "writer", "first")


@pytest.mark.parametrize("how", ["closed", "role", "own_outlet"])
def test_a_claim_of_somebody_who_left_is_free_at_once_and_shown_as_open(desk: Desk, how: str) -> None:
    review = desk.opened()
    desk.do("claim", FIRST, review=review["id"])
    assert left(desk) == []
    leave(desk, how)
    assert left(desk) == [(review["id"], "first")]
    row = desk.ask("history", review=review["id"])["items"][0]
    assert (row["act"], row["by"], row["details"]) == ("vacate", "", {"from": "first", "why": how})
    taken = desk.do("claim", OTHER, review=review["id"])
    assert (taken["claimed_by"], taken["left_by"]) == ("first-2", "")
    assert left(desk) == []


def test_an_assignment_is_a_claim_like_any_other(desk: Desk) -> None:
    review = desk.opened()
    desk.do("reassign", FINAL, review=review["id"], account="first")
    leave(desk, "closed")
    assert left(desk) == [(review["id"], "first")]
    desk.person("first-2", Role.REVIEWER_FIRST)
    assert desk.do("reassign", FINAL, review=review["id"], account="first-2")["claimed_by"] == "first-2"
    assert left(desk) == []


def test_what_others_have_in_hand_stays_and_so_does_what_a_name_changes(desk: Desk) -> None:
    mine, theirs = desk.opened(), desk.opened()
    desk.do("claim", FIRST, review=mine["id"])
    desk.do("claim", OTHER, review=theirs["id"])
    desk.person("first", Role.REVIEWER_FIRST, Role.LIAISON)
    assert left(desk) == []
    leave(desk, "closed")
    assert left(desk) == [(mine["id"], "first")]
    assert desk.ask("get", LEADER, review=theirs["id"])["claimed_by"] == "first-2"


def test_a_fact_that_comes_late_changes_nothing(desk: Desk) -> None:
    review = desk.opened()
    desk.person("first", Role.REVIEWER_FIRST, version=900)
    desk.do("claim", FIRST, review=review["id"])
    desk.person("first", closed=True, version=899)
    assert left(desk) == []


@pytest.mark.parametrize(
    ("account", "rule"),
    [
        ("nobody", "account.unknown"),
        ("gone", "account.closed"),
        ("second", "account.role"),
        ("partner", "assignee.own_outlet"),
        ("writer", "assignee.writer"),
    ],
)
def test_a_round_is_given_only_to_who_may_decide_it(desk: Desk, account: str, rule: str) -> None:
    desk.person("gone", Role.REVIEWER_FIRST, closed=True)
    desk.person("partner", Role.REVIEWER_FIRST)
    desk.person("writer", Role.REVIEWER_FIRST)
    review = desk.opened(outlets=("o1", "o2"))
    desk.outlet("o1", "somebody")
    with pytest.raises(Invalid) as refused:
        desk.do("reassign", FINAL, review=review["id"], account=account)
    assert [(problem.pointer, problem.rule) for problem in refused.value.problems] == [("/account", rule)]


@pytest.mark.parametrize("method", ["claim", "release", "recuse"])
def test_who_is_known_to_have_left_does_nothing_whatever_the_token_says(desk: Desk, method: str) -> None:
    review = desk.opened()
    desk.do("claim", FIRST, review=review["id"])
    leave(desk, "closed")
    more = {"reason": "x"} if method == "recuse" else {}
    with pytest.raises((Invalid, Conflict)):
        desk.do(method, FIRST, review=review["id"], **more)
    assert left(desk) == [(review["id"], "first")]


def test_somebody_of_whom_nothing_was_heard_yet_may_claim_and_loses_it_when_it_is(desk: Desk) -> None:
    review = desk.opened()
    desk.do("claim", OTHER, review=review["id"])
    desk.person("first-2", Role.REVIEWER_FIRST, closed=True, version=1)
    assert left(desk) == [(review["id"], "first-2")]


def test_only_an_administrator_sees_what_was_left(desk: Desk) -> None:
    for by in (FIRST, LEADER):
        with pytest.raises(Forbidden):
            desk.ask("left", by)


@pytest.mark.parametrize("how", ["closed", "role", "own_outlet"])
def test_of_claiming_and_leaving_at_once_no_claim_is_left(desk: Desk, how: str) -> None:
    """Whichever comes first: in the end somebody who left has nothing in hand."""
    reviews = [desk.opened() for _ in range(6)]

    def claim(review: dict[str, Any]) -> None:
        try:
            desk.do("claim", FIRST, review=review["id"])
        except DomainError:
            return

    with ThreadPoolExecutor(7) as pool:
        waiting = [pool.submit(claim, review) for review in reviews[:3]]
        waiting += [pool.submit(leave, desk, how)]
        waiting += [pool.submit(claim, review) for review in reviews[3:]]
        for each in waiting:
            each.result()
    held = desk.ask("search", LEADER, status="open")["items"]
    assert [item["claimed_by"] for item in held] == [""] * 6
