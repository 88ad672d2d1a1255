"""Golden ideas: assessed by different people, adopted or declined by their mean."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.review.domain.assessing import mean, rounded
from services.review.domain.model import Assessment
from services.review.domain.policy import REVIEWERS, IdeaRules
from shared.context import Role
from shared.errors import Conflict, Forbidden, Invalid
from shared.events import IdeaAdopted, IdeaDeclined, StageDecided
from tests.services.review.desk import ALL, FINAL, FIRST, KEEPER, LEADER, SECOND, Desk, withdrawn
from tests.services.review.makers import MOBILE, NOW, policy_input
from tests.services.stage import asking


def idea(desk: Desk, **changes: Any) -> Any:
    return desk.opened(kind="golden_idea", **changes)


def assess(desk: Desk, review: Any, by: Any, *points: int, comment: str = "") -> Any:
    given_ = dict(zip(("novelty", "feasibility", "benefit"), points, strict=True))
    return desk.do("assess", by, review=review["id"], comment=comment, **given_)


def test_an_idea_waits_for_any_reviewer(desk: Desk) -> None:
    review = idea(desk, body=f"电话 {MOBILE}")
    assert (review["stage"], review["moves"][-1], review["findings_open"]) == ("assessment", "dismiss", 1)
    for by in (FIRST, SECOND, FINAL):
        assert [each["id"] for each in desk.ask("queue", by, stage="assessment")["items"]] == [review["id"]]
    assert desk.ask("queue", FIRST, stage="first")["items"] == []


@pytest.mark.parametrize(
    ("first", "second", "status", "score"),
    [
        ((90, 80, 70), (60, 60, 61), "adopted", "70.17"),
        ((60, 60, 60), (60, 60, 60), "adopted", "60.00"),
        ((60, 60, 60), (60, 60, 59), "declined", "59.83"),
        ((0, 0, 0), (100, 100, 100), "declined", "50.00"),
        ((1, 0, 0), (0, 0, 0), "declined", "0.17"),
    ],
)
def test_the_mean_of_two_decides(desk: Desk, first: Any, second: Any, status: str, score: str) -> None:
    review = idea(desk)
    once = assess(desk, review, FIRST, *first, comment="可试行")
    assert (once["status"], once["score"], len(once["assessments"])) == ("open", None, 1)
    assert desk.ask("queue", FIRST)["items"] == [] and len(desk.ask("queue", FINAL)["items"]) == 1
    done = assess(desk, review, FINAL, *second)
    assert (done["status"], done["score"], done["moves"]) == (status, score, [])
    told = desk.told(IdeaAdopted, IdeaDeclined)
    assert [(one.score, one.assessors) for one in told] == [(Decimal(score), 2)]
    assert isinstance(told[0], IdeaAdopted if status == "adopted" else IdeaDeclined)
    assert desk.told(StageDecided) == []


def test_nobody_assesses_twice_or_for_their_own_outlet(desk: Desk) -> None:
    review = idea(desk)
    assess(desk, review, ALL, 90, 90, 90)
    with pytest.raises(Forbidden, match="decided_before"):
        assess(desk, review, ALL, 90, 90, 90)
    desk.outlet("o1", "writer", "second")
    with pytest.raises(Forbidden, match="own_outlet"):
        assess(desk, review, SECOND, 90, 90, 90)
    for by, why in ((LEADER, r"forbidden\.stage"), (KEEPER, r"forbidden\.reader")):
        with pytest.raises(Forbidden, match=why):
            assess(desk, review, by, 90, 90, 90)
    assert desk.ask("get", asking("root", Role.LEADER), review=review["id"])["status"] == "open"


def test_what_others_think_of_an_idea_is_told_after_one_s_own_view(desk: Desk) -> None:
    desk.adopt("propose_policy", KEEPER, **policy_input(ideas=policy_input()["ideas"] | {"minimum": 3}))
    review = idea(desk)
    assess(desk, review, ALL, 90, 80, 70, comment="可以推广")

    def seen(by: Any) -> tuple[list[str], set[str]]:
        shown = desk.ask("get", by, review=review["id"])
        rows = [*shown["history"], *desk.ask("history", by, review=review["id"])["items"]]
        return [each["by"] for each in shown["assessments"]], {row["reason"] for row in rows if row["act"] == "assess"}

    assert seen(FIRST) == seen(FINAL) == ([], {""})
    assert seen(LEADER) == seen(SECOND) == seen(ALL) == (["all"], {"可以推广"}), "who does not assess, or has"
    assess(desk, review, FIRST, 60, 60, 60)
    assert seen(FIRST)[0] == ["all", "first"]
    assert seen(FINAL) == ([], {""})
    assess(desk, review, FINAL, 60, 60, 60)
    assert seen(FINAL)[0] == ["all", "first", "final"]


def test_assessing_needs_no_lease_and_many_may_do_it_at_once(desk: Desk) -> None:
    desk.adopt("propose_policy", KEEPER, **policy_input(ideas=policy_input()["ideas"] | {"minimum": 6}))
    review = idea(desk)
    people = [asking(f"p{number}", Role.REVIEWER_FIRST) for number in range(6)]
    desk.do("claim", people[0], review=review["id"])
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda by: assess(desk, review, by, 70, 70, 70), people))
    done = desk.ask("get", review=review["id"])
    assert (done["status"], done["score"], len({each["by"] for each in done["assessments"]})) == ("adopted", "70.00", 6)
    assert len(desk.told(IdeaAdopted)) == 1


def test_the_policy_says_who_how_many_and_how_much_each_part_weighs(desk: Desk) -> None:
    desk.adopt("propose_policy", KEEPER, **policy_input())
    review = idea(desk)
    with pytest.raises(Forbidden, match=r"forbidden\.stage"):
        assess(desk, review, SECOND, 90, 90, 90)
    assess(desk, review, FIRST, 100, 60, 60)
    done = assess(desk, review, FINAL, 100, 60, 60)
    assert (done["score"], done["status"]) == ("70.00", "adopted")


def test_ideas_and_works_have_their_own_moves(desk: Desk) -> None:
    thought, work = idea(desk), desk.opened()
    desk.do("claim", FIRST, review=thought["id"])
    for method, more in (("decide", {"decision": "pass"}), ("set_sensitivity", {"sensitivity": "major"})):
        with pytest.raises(Conflict, match="illegal_move"):
            desk.do(method, FIRST, review=thought["id"], **more)
    with pytest.raises(Conflict, match="illegal_move"):
        assess(desk, work, FIRST, 1, 1, 1)
    for points in ((101, 0, 0), (-1, 0, 0), (True, 0, 0), ("1", 0, 0)):
        with pytest.raises(Invalid):
            assess(desk, thought, FIRST, *points)


def test_an_idea_that_was_taken_back_is_not_assessed(desk: Desk) -> None:
    fact = desk.submitted(kind="golden_idea")
    desk.hear(fact)
    desk.hear(withdrawn(fact), "withdrawn")
    (item,) = desk.ask("search")["items"]
    with pytest.raises(Conflict, match="illegal_move"):
        assess(desk, item, FIRST, 1, 1, 1)


POINTS = st.tuples(*[st.integers(0, 100)] * 3)
WEIGHTS = st.tuples(*[st.integers(0, 100)] * 3).filter(any)


@given(st.lists(POINTS, min_size=2, max_size=9), WEIGHTS, st.randoms())
def test_the_mean_is_exact_and_knows_no_order(points: Any, weights: Any, draw: Any) -> None:
    rules = IdeaRules(8, REVIEWERS, 2, Decimal(60), *weights)
    made = [Assessment(str(number), NOW, *each, Decimal(0)) for number, each in enumerate(points)]  # type: ignore[call-arg]
    score = mean(tuple(made), rules)
    exactly = sum(Fraction(sum(p * w for p, w in zip(each, weights, strict=True)), sum(weights)) for each in points)
    assert abs(Fraction(score) - exactly / len(points)) <= Fraction(1, 200)
    assert 0 <= score <= 100 and score.as_tuple().exponent == -2
    draw.shuffle(made)
    assert mean(tuple(made), rules) == score


def test_half_a_cent_goes_up() -> None:
    assert [str(rounded(Fraction(*each))) for each in ((1, 200), (201, 200), (1, 3), (100, 1))] == [
        "0.01", "1.01", "0.33", "100.00",
    ]  # fmt: skip
