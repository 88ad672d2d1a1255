"""Working days: what the notices say, and what stands in for them until they are out."""

from __future__ import annotations

from datetime import date

import pytest

from shared.holidays import workday
from shared.workdays import Workday


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 2), True),
        (date(2026, 11, 7), False),
        (date(2026, 10, 7), False),  # a Wednesday of the National Day holiday
        (date(2026, 2, 14), True),  # a Saturday that is worked for the Spring Festival
    ],
)
def test_holidays_and_the_days_that_make_up_for_them_are_known(day: date, worked: bool) -> None:
    assert workday(day) == Workday(worked, known=True)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2099, 9, 30), True),
        (date(2099, 10, 3), False),
        (date(2099, 10, 1), False),  # a Thursday: the National Day has its date in every year
        (date(2099, 10, 7), True),  # perhaps a holiday, by a notice that is not out
    ],
)
def test_without_a_notice_a_day_is_a_guess_and_says_so(day: date, worked: bool) -> None:
    assert workday(day) == Workday(worked, known=False)
