"""What a view says that somebody may do is what the calls answer: every person in every state, each call tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest

from services.review.domain.permissions import CALLS
from services.review.domain.states import OF_IDEAS, OF_WORKS, Act
from shared.clock import now
from shared.context import RequestContext, Role
from shared.errors import DomainError, Forbidden
from tests.services.review.desk import ALL, FINAL, FIRST, KEEPER, LEADER, SECOND, Desk, published
from tests.services.review.makers import MOBILE
from tests.services.stage import asking

WRITER = asking("writer", Role.REVIEWER_FIRST, Role.REVIEWER_FINAL)
CLOSED = asking("closed", Role.REVIEWER_FIRST, Role.REVIEWER_SECOND, Role.REVIEWER_FINAL)
# Whose request still names a role that was taken from them.
DEMOTED = asking("demoted", Role.REVIEWER_FIRST, Role.REVIEWER_FINAL)
UNHEARD = asking("unheard", Role.REVIEWER_FIRST)
PEOPLE = (FIRST, SECOND, FINAL, ALL, KEEPER, LEADER, WRITER, CLOSED, DEMOTED, UNHEARD, asking("liaison", Role.LIAISON))
WHY = {"reason": "依据充分"}
# The least that each call needs to be more than a refusal of its own input.
GIVEN: Mapping[str, Mapping[str, Any]] = {
    "claim": {},
    "release": {},
    "reassign": {},
    "recuse": WHY,
    "set_sensitivity": {"sensitivity": "major"},
    "confirm_finding": {"finding": "f1"} | WHY,
    "dismiss_finding": {"finding": "f1"} | WHY,
    "dismiss_findings": {"findings": ["f1"]} | WHY,
    "decide": {"decision": "reject"} | WHY,
    "assess": {"novelty": 50, "feasibility": 50, "benefit": 50},
    "revoke": WHY,
}
Made = Callable[[Desk], Any]


def free(desk: Desk) -> Any:
    return desk.opened(f"电话 {MOBILE}。")


def clean(desk: Desk) -> Any:
    return desk.do("claim", FIRST, review=desk.opened()["id"])


def claimed(desk: Desk) -> Any:
    return desk.do("claim", FIRST, review=free(desk)["id"])


def lapsed(desk: Desk) -> Any:
    made = claimed(desk)
    desk.stage.db["reviews"].update_one({"_id": made["id"]}, {"$set": {"claim.until": now() - timedelta(minutes=1)}})
    return made


def second_stage(desk: Desk) -> Any:
    made = desk.do("claim", ALL, review=desk.opened()["id"])
    desk.do("set_sensitivity", ALL, review=made["id"], sensitivity="major")
    desk.do("decide", ALL, review=made["id"], decision="pass")
    return desk.do("claim", SECOND, review=made["id"])


def recused(desk: Desk) -> Any:
    return desk.do("recuse", ALL, review=free(desk)["id"], **WHY)


def withdrawn_from(desk: Desk) -> Any:
    return desk.do("reassign", FINAL, review=claimed(desk)["id"], account="all")


def rejected(desk: Desk) -> Any:
    return desk.decide(desk.opened(), FIRST, decision="reject", reason="失实")


def in_print(desk: Desk) -> Any:
    fact = desk.submitted()
    desk.hear(fact)
    (item,) = desk.ask("search", submission=fact.submission.id)["items"]
    made = desk.approved(desk.ask("get", review=item["id"]))
    desk.hear(published(fact), "published")
    return made


def idea(desk: Desk) -> Any:
    return desk.opened(f"电话 {MOBILE}。", kind="golden_idea")


def assessed(desk: Desk) -> Any:
    return desk.do("assess", FIRST, review=idea(desk)["id"], novelty=80, feasibility=80, benefit=80)


def adopted(desk: Desk) -> Any:
    return desk.do("assess", SECOND, review=assessed(desk)["id"], novelty=80, feasibility=80, benefit=80)


STATES: tuple[Made, ...] = (
    free, clean, claimed, lapsed, second_stage, recused, withdrawn_from, rejected, Desk.approved, in_print, idea,
    assessed, adopted,
)  # fmt: skip


@pytest.fixture
def staffed(desk: Desk) -> Desk:
    desk.person("closed", *CLOSED.actor.roles, closed=True)
    desk.person("demoted", Role.REVIEWER_SECOND)
    return desk


@pytest.mark.parametrize("made", STATES, ids=lambda made: made.__name__)
def test_what_a_view_says_is_what_the_calls_answer(staffed: Desk, made: Made) -> None:
    review = made(staffed)["id"]
    before = staffed.stage.kept()
    for by in PEOPLE:
        told = set(_may(staffed, review, by))
        for call in GIVEN:
            answered = _answered(staffed, call, review, by)
            assert (call in told) == answered, (by.actor.account, call)
            if answered:
                staffed.stage.put_back(before)


def test_every_call_about_a_round_is_told_of_and_possible_somewhere(staffed: Desk) -> None:
    assert set(GIVEN) == set(CALLS)
    assert set(CALLS.values()) == {*OF_WORKS, *OF_IDEAS, Act.REVOKE}
    reviews = [made(staffed)["id"] for made in STATES]
    possible = {call for review in reviews for by in PEOPLE for call in _may(staffed, review, by)}
    assert possible == set(CALLS)


def test_an_answer_tells_what_may_be_done_after_it(desk: Desk) -> None:
    review = desk.opened()
    assert review["may"] == []  # a leader reads it
    taken = desk.do("claim", FIRST, review=review["id"])
    assert taken["may"] == ["claim", "release", "recuse", "set_sensitivity", "decide"]
    assert desk.ask("get", ALL, review=review["id"])["may"] == ["reassign", "recuse"]
    assert desk.ask("get", FINAL, review=review["id"])["may"] == ["reassign"]
    passed = desk.do("decide", FIRST, review=review["id"], decision="pass")
    assert (passed["moves"][0], passed["may"]) == ("claim", [])


def _may(desk: Desk, review: str, by: RequestContext) -> list[str]:
    """What they are told; who may not see it is told nothing."""
    try:
        found: list[str] = desk.ask("get", by, review=review)["may"]
    except Forbidden:
        return []
    return found


def _answered(desk: Desk, call: str, review: str, by: RequestContext) -> bool:
    try:
        desk.do(call, by, review=review, **GIVEN[call])
    except DomainError:
        return False
    return True
