"""Working days: what the notices say, what stands in for them until they are out, and what a bureau enters."""

from __future__ import annotations

from datetime import date

import pytest

from shared.holidays import LAST_YEAR, known, notice, workday
from shared.workdays import FIXED, Workday, days_of, guess, ordinary, over

ENTERED = {
    2030: {date(2030, 2, 4): False, date(2030, 2, 10): True, date(2030, 10, 1): False},
    2026: {date(2026, 11, 3): False},
}


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 2), True),
        (date(2026, 11, 7), False),
        (date(2026, 10, 7), False),  # a Wednesday of the National Day holiday
        (date(2026, 2, 14), True),  # a Saturday that is worked for the Spring Festival
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
        (date(2026, 1, 4), True),  # a Sunday that is worked for the New Year
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
        (date(LAST_YEAR + 1, 1, 1), False),
    ],
)
def test_without_a_notice_a_day_is_a_guess_and_says_so(day: date, worked: bool) -> None:
    assert workday(day) == guess(day) == Workday(worked, known=False)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2030, 2, 4), False),  # a Monday that is entered as a holiday
        (date(2030, 2, 10), True),  # a Sunday that is entered as a make-up day
        (date(2030, 2, 5), True),  # what is not entered is as its weekday is
        (date(2030, 5, 1), True),  # a Wednesday: an entered year counts by its entries alone
        (date(2026, 11, 3), False),  # a year that the library knows
        (date(2026, 10, 7), True),
    ],
)
def test_what_a_bureau_entered_is_over_the_notice_and_over_the_guess(day: date, worked: bool) -> None:
    assert over(ENTERED, workday)(day) == Workday(worked, known=True)


def test_years_that_a_bureau_did_not_enter_stay_as_they_are() -> None:
    ours = over(ENTERED, workday)
    assert ours(date(2029, 12, 31)) == Workday(worked=True, known=False)
    assert ours(date(2025, 10, 6)) == Workday(worked=False, known=True)
    assert over({}, workday)(date(2030, 2, 4)) == workday(date(2030, 2, 4))


def test_a_notice_names_every_day_that_is_not_as_its_weekday_is() -> None:
    for year in (2020, 2024, 2025, 2026):
        named = notice(year)
        assert {day for day in days_of(year) if workday(day).worked != ordinary(day)} <= named.keys()
        assert all(worked == workday(day).worked and name for day, (worked, name) in named.items())
    assert notice(2026)[date(2026, 2, 14)] == (True, "春节")


def test_of_a_year_without_a_notice_the_holidays_of_fixed_date_are_named() -> None:
    assert not known(2099)
    assert {(day.month, day.day) for day in notice(2099)} == FIXED
    assert notice(2099)[date(2099, 5, 2)] == (False, "劳动节")


@pytest.mark.parametrize(("year", "count"), [(2026, 365), (2028, 366)])
def test_a_year_has_all_of_its_days(year: int, count: int) -> None:
    days = list(days_of(year))
    assert (days[0], days[-1], len(set(days))) == (date(year, 1, 1), date(year, 12, 31), count)
