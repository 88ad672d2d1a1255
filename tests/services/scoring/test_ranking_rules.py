"""Rankings and what rests on them, whatever the standings: equals share a place, and what one of them gets all get."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain import awards
from services.scoring.domain.awards import AwardRule, Grounds, Placed, ScoredWork
from services.scoring.domain.ranking import Row, Standing, order, rank, shown
from shared.contracts.scoring_terms import Tie
from tests.services.scoring.makers import START

CATEGORIES = ("official_media", "self_media")
TIES = (Tie.TOTAL, Tie.A_GRADES, Tie.EARLIEST)
MINIMUM = 1

# Few values, so that many are equal.
standings = st.lists(
    st.builds(
        Standing,
        outlet=st.just(""),
        name=st.just("媒体"),
        category=st.sampled_from(CATEGORIES),
        competes=st.sampled_from([True, True, True, False]),
        cents=st.sampled_from([-100, 0, 1, 999, 1000, 1001, 4000]),
        works=st.integers(0, 2),
        a_grades=st.integers(0, 1),
        earliest=st.sampled_from([None, START, START + timedelta(days=1)]),
    ),
    max_size=12,
).map(lambda found: [_called(one, number) for number, one in enumerate(found)])
tops, leasts = st.integers(1, 6), st.sampled_from(["0", "0.01", "10", "10.01", "40"])
ladders = st.sampled_from(["overall", "each_category", *CATEGORIES])


def _called(one: Standing, number: int) -> Standing:
    return Standing(**{**vars(one), "outlet": f"o{number:02}"})


def ranked(found: Sequence[Standing]) -> list[Row]:
    return rank(found, TIES, MINIMUM, {})


def granted(rows: Sequence[Row], works: Sequence[ScoredWork] = (), quarters: int = 1, **rule: Any) -> set[str]:
    """The outlets, or works, that are awarded by one rule."""
    [made] = awards.rules_of([{"kind": "commendation", "title": "表扬", **rule}])
    placed = [
        Placed(
            row.standing.outlet, "媒体", row.standing.category, row.places.category, row.places.overall,
            shown(row.standing.cents, quarters),
        )
        for row in rows
    ]  # fmt: skip
    return {award.submission or award.outlet for award in awards.granted(_grounds(made, placed, works), ())}


def _grounds(rule: AwardRule, placed: Sequence[Placed], works: Sequence[ScoredWork]) -> Grounds:
    return Grounds("370829", "2026-Q3", "digest", [rule], placed, works, "manager", START)


def on(ladder: str, rows: Sequence[Row]) -> list[tuple[Row, int]]:
    """Who has a place on a ladder, with it."""
    found = []
    for row in rows:
        place = row.places.overall if ladder == "overall" else row.places.category
        if place is not None and ladder in ("overall", "each_category", row.standing.category):
            found.append((row, place))
    return found


@given(standings, st.randoms())
def test_a_place_is_one_more_than_those_before_it_and_equals_share_it(found: list[Standing], random: Any) -> None:
    rows = ranked(found)
    shuffled = list(found)
    random.shuffle(shuffled)
    assert ranked(shuffled) == rows
    with_place = [row for row in rows if row.places.overall is not None]
    assert rows[: len(with_place)] == with_place
    assert {row.standing.outlet for row in with_place} == {one.outlet for one in found if one.ranked(MINIMUM)}
    for row in with_place:
        mine = order(row.standing, TIES)
        before = [other for other in with_place if order(other.standing, TIES) < mine]
        within = [other for other in before if other.standing.category == row.standing.category]
        assert (row.places.overall, row.places.category) == (1 + len(before), 1 + len(within))


@given(standings, ladders, tops)
def test_who_is_equal_to_the_last_of_the_first_few_is_one_of_them(found: list[Standing], ladder: str, top: int) -> None:
    rows = ranked(found)
    got = granted(rows, ladder=ladder, top=top)
    assert got == {row.standing.outlet for row, place in on(ladder, rows) if place <= top}
    for category in CATEGORIES if ladder == "each_category" else (ladder,):
        there = on(category, rows)
        assert len([row for row, _ in there if row.standing.outlet in got]) >= min(top, len(there))


@given(standings, ladders, leasts, st.none() | tops, st.sampled_from([1, 3, 4]))
def test_a_threshold_is_met_by_all_who_are_shown_with_so_many_points(
    found: list[Standing], ladder: str, least: str, top: int | None, quarters: int
) -> None:
    rows = ranked(found)
    bounds = {"min_points": least} | ({"top": top} if top else {})
    got = granted(rows, quarters=quarters, ladder=ladder, **bounds)
    for row, place in on(ladder, rows):
        points = shown(row.standing.cents, quarters)
        assert (row.standing.outlet in got) == (points >= Decimal(least) and (top is None or place <= top))


@given(st.integers(-10_000, 10_000), st.integers(-10_000, 10_000), st.integers(1, 4))
def test_who_has_more_is_shown_with_no_less(one: int, other: int, quarters: int) -> None:
    low, high = sorted((one, other))
    assert shown(low, quarters) <= shown(high, quarters)
    assert abs(shown(one, quarters) * quarters - Decimal(one).scaleb(-2)) <= Decimal("0.005") * quarters


scored = st.lists(
    st.tuples(st.sampled_from(CATEGORIES), st.sampled_from(["5.00", "10.00", "40.00"]), st.sampled_from("ABC")),
    max_size=10,
).map(
    lambda found: [
        ScoredWork(f"w{number:02}", "夜巡", f"o{number:02}", "媒体", category, Decimal(points), grade)
        for number, (category, points, grade) in enumerate(found)
    ]
)


@pytest.mark.parametrize("beside", [True, False])
@given(works=scored, top=tops, least=leasts)
def test_of_each_categorys_works_the_best_few_above_the_threshold_are_awarded(
    works: list[ScoredWork], top: int, least: str, *, beside: bool
) -> None:
    bounds, grades = {"top": top, "min_points": least}, {"grades": ["A", "B"]}
    rule = {**bounds, "per_work": grades} if beside else {"per_work": {**bounds, **grades}}
    got = granted((), works, ladder="each_category", **rule)
    for category in CATEGORIES:
        fitting = [
            work for work in works
            if work.category == category and work.grade in ("A", "B") and work.points >= Decimal(least)
        ]  # fmt: skip
        mine = [work for work in fitting if work.submission in got]
        assert len(mine) == min(top, len(fitting))
        others = [work.points for work in fitting if work not in mine]
        assert not others or min(work.points for work in mine) >= max(others)
    assert got <= {work.submission for work in works}
