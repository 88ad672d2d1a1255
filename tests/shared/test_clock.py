"""Moments that people told, compared with those that the system noted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.clock import EPOCH, SHANGHAI, before, day_around, precision

MOMENTS = st.builds(
    lambda ms, zone: (EPOCH + timedelta(milliseconds=ms)).astimezone(zone),
    st.integers(0, 4_000_000_000_000) | st.integers(0, 4_000_000_000).map(lambda second: 1000 * second),
    st.sampled_from([UTC, SHANGHAI]),
)
PERMIT = datetime(2026, 11, 2, 8, 30, 5, 812_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "early"),
    [
        ("2026-11-02T08:30:05.811+00:00", True),
        ("2026-11-02T08:30:05.812+00:00", False),
        ("2026-11-02T08:30:05+00:00", False),
        ("2026-11-02T08:30:04+00:00", True),
        ("2026-11-02T16:30:05+08:00", False),
        ("2026-11-02T08:30+00:00", False),
        ("2026-11-02T08:29+00:00", True),
        ("2026-11-02T08:29:59+00:00", True),
    ],
)
def test_a_moment_is_compared_as_precisely_as_it_was_told(text: str, early: bool) -> None:
    assert before(datetime.fromisoformat(text), PERMIT) is early


def test_what_ends_to_the_minute_ends_for_every_second() -> None:
    embargo = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
    assert before(embargo - timedelta(seconds=1), embargo)
    assert not before(embargo, embargo)
    assert not before(embargo + timedelta(seconds=1), embargo)


@given(MOMENTS, MOMENTS)
def test_of_two_moments_one_at_most_is_before_the_other(one: datetime, other: datetime) -> None:
    assert not (before(one, other) and before(other, one))
    assert not before(one, other) or one < other


@given(MOMENTS, MOMENTS)
def test_apart_by_more_than_a_minute_nothing_is_lost(one: datetime, other: datetime) -> None:
    if other - one > timedelta(minutes=1):
        assert before(one, other)


@given(MOMENTS)
def test_a_precision_is_one_that_the_moment_is_whole_in(moment: datetime) -> None:
    assert (moment - EPOCH) % precision(moment) == timedelta(0)


@given(MOMENTS)
def test_a_day_in_shanghai_has_the_moments_that_have_its_date(moment: datetime) -> None:
    begin, end = day_around(moment)
    assert begin <= moment < end and end - begin == timedelta(days=1)
    day = moment.astimezone(SHANGHAI).date()
    assert f"{begin.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == f"{day} 00:00"
    assert f"{end.astimezone(SHANGHAI) - timedelta(minutes=1):%Y-%m-%d %H:%M}" == f"{day} 23:59"
