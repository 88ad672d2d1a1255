"""Cents are shared out by largest remainder: nothing is lost, nothing is made."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.shares import cents, points_of, rounded, shared

shares = st.lists(st.integers(0, 1000), min_size=1, max_size=20).filter(sum)


@given(st.integers(-(10**9), 10**9), shares)
def test_shares_add_up_exactly_and_are_within_a_cent_of_their_part(amount: int, parts: list[int]) -> None:
    found = shared(amount, parts)
    assert sum(found) == amount
    for part, each in zip(parts, found, strict=True):
        assert abs(each - Decimal(amount) * part / sum(parts)) < 1


@given(st.integers(0, 10**6), shares)
def test_taking_away_mirrors_giving(amount: int, parts: list[int]) -> None:
    assert shared(-amount, parts) == [-each for each in shared(amount, parts)]


@pytest.mark.parametrize(
    ("amount", "parts", "found"),
    [
        (100, [1, 1, 1], [34, 33, 33]),  # equal remainders: the author named first
        (200, [1, 1, 1], [67, 67, 66]),
        (1000, [2, 1], [667, 333]),
        (1, [1, 99], [0, 1]),
        (5, [0, 1], [0, 5]),
        (560, [1] * 7, [80] * 7),
        (560, [14] * 5 + [15] * 2, [79, 79, 78, 78, 78, 84, 84]),  # parts of a hundred are no seventh
    ],
)
def test_the_last_cents_go_to_the_largest_remainders(amount: int, parts: list[int], found: list[int]) -> None:
    assert shared(amount, parts) == found


@pytest.mark.parametrize("parts", [[], [0, 0], [2, -1]])
def test_there_must_be_something_to_share_by(parts: list[int]) -> None:
    with pytest.raises(ValueError):
        shared(100, parts)


def test_halves_are_rounded_away_from_zero() -> None:
    assert [str(rounded(Decimal(text))) for text in ("1.005", "-1.005", "1.004", "2")] == [
        "1.01", "-1.01", "1.00", "2.00",
    ]  # fmt: skip
    assert cents(Decimal("12.345")) == 1235 and points_of(1235) == Decimal("12.35")
