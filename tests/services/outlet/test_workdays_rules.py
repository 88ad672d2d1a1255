"""The rules of a bureau's working days: what may be entered, and from when on it counts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.outlet.domain import workdays
from services.outlet.domain.workdays import Day, Made, Year
from services.outlet.repository.workdays import unentered
from shared.contracts.workday_terms import Basis, DayKind
from shared.errors import Invalid
from shared.holidays import workday
from shared.workdays import Calendar, guess, ordinary, over
from tests.services.outlet.year import entered, holiday, makeup

TODAY = date(2026, 11, 20)
MADE = Made("admin", source="国办发明电〔2026〕7号")


def days(*given: dict[str, Any]) -> list[Day]:
    return [Day(date.fromisoformat(each["date"]), DayKind(each["kind"]), each["name"]) for each in given]


def adopted(year: int = 2030, *more: dict[str, Any], today: date | None = None, before: Year | None = None) -> Year:
    today = today or date(year - 1, 11, 20)
    known = before or Year(year, 0, Basis.GUESS, ())
    return workdays.adopt(known, days(*entered(year, *more)), MADE, today, guess)


def calendar(year: Year, beneath: Calendar = guess) -> Calendar:
    return over({year.year: year.counted or {}}, beneath)


def refused(given: list[dict[str, Any]], year: int = 2027, today: date = TODAY) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as found:
        workdays.adopt(unentered(year), days(*given), MADE, today, workday)
    return [(each.pointer, each.rule) for each in found.value.problems]


def test_an_adopted_year_counts_by_what_was_entered() -> None:
    year = adopted(2030, makeup(date(2030, 2, 16)))
    assert (year.version, year.basis, year.since) == (1, Basis.ENTERED, date(2029, 11, 21))
    ours = calendar(year)
    assert not ours(date(2030, 2, 5)).worked and ours(date(2030, 2, 5)).known
    assert ours(date(2030, 2, 16)).worked  # a Saturday
    assert ours(date(2030, 2, 13)).worked
    assert not ours(date(2030, 1, 1)).worked


def test_what_is_told_is_only_what_differs_from_the_weekday_in_order() -> None:
    told = adopted(2030, makeup(date(2030, 2, 16))).state()
    assert [each.day for each in told.days] == sorted(each.day for each in told.days)
    assert all(each.worked != ordinary(each.day) for each in told.days)
    assert date(2030, 2, 9) not in {each.day for each in told.days}  # a Saturday within the Spring Festival


def test_a_correction_is_a_new_version_that_gives_the_whole_year_again() -> None:
    first = adopted(2030)
    second = adopted(2030, holiday(date(2030, 7, 1)), before=first, today=date(2030, 3, 1))
    assert (second.version, second.since) == (2, date(2030, 3, 2))
    assert not calendar(second)(date(2030, 7, 1)).worked
    assert calendar(first)(date(2030, 7, 1)).worked


def test_what_says_nothing_new_is_no_version() -> None:
    first = adopted(2030)
    assert adopted(2030, before=first, today=date(2030, 3, 1)) is first


def test_days_that_are_over_count_as_they_did() -> None:
    late = adopted(2030, makeup(date(2030, 3, 2)), today=date(2030, 3, 6))
    assert calendar(late)(date(2030, 2, 5)).worked  # the Spring Festival, which the guess did not know
    assert not calendar(late)(date(2030, 3, 2)).worked
    assert not calendar(late)(date(2030, 5, 3)).worked
    again = adopted(2030, holiday(date(2030, 3, 6)), holiday(date(2030, 3, 7)), before=late, today=date(2030, 3, 6))
    assert calendar(again)(date(2030, 3, 6)).worked and calendar(again)(date(2030, 2, 5)).worked
    assert not calendar(again)(date(2030, 3, 7)).worked


def test_a_year_that_the_library_knows_may_be_corrected_and_its_past_stays() -> None:
    known = unentered(2026)
    given = [{"date": d.date.isoformat(), "kind": d.kind, "name": d.name} for d in known.days]
    year = workdays.adopt(known, days(*given, holiday(date(2026, 12, 7))), MADE, TODAY, workday)
    ours = calendar(year, workday)
    assert not ours(date(2026, 12, 7)).worked
    assert [ours(each) for each in (date(2026, 2, 14), date(2026, 10, 7), date(2026, 10, 10))] == [
        workday(each) for each in (date(2026, 2, 14), date(2026, 10, 7), date(2026, 10, 10))
    ]


@pytest.mark.parametrize("year", [2025, 2028])
def test_this_year_and_the_next_are_entered_and_no_other(year: int) -> None:
    assert refused(entered(year), year) == [("/year", "workdays.year")]


def test_every_place_that_does_not_fit_is_told() -> None:
    given = entered(2027)
    bad = [*given, holiday(date(2028, 1, 3)), holiday(date(2027, 1, 1)), makeup(date(2027, 3, 1))]
    count = len(given)
    assert refused(bad) == [
        (f"/days/{count}/date", "workdays.other_year"),
        (f"/days/{count + 1}/date", "workdays.twice"),
        (f"/days/{count + 2}/date", "workdays.makeup_on_workday"),
    ]


def test_a_day_is_not_both_a_holiday_and_made_up_for() -> None:
    assert refused([*entered(2027), makeup(date(2027, 2, 6))])[0][1] == "workdays.twice"


def test_a_fixed_holiday_may_be_worked_and_a_weekend_within_a_holiday_is_one() -> None:
    given = [each for each in entered(2027) if each["date"] != "2027-10-01"]
    year = workdays.adopt(unentered(2027), days(*given, makeup(date(2027, 10, 1))), MADE, TODAY, workday)
    assert calendar(year)(date(2027, 10, 1)).worked
    assert not calendar(year)(date(2027, 10, 2)).worked  # a Saturday


@pytest.mark.parametrize("name", ["元旦", "春节", "清明", "劳动节", "端午", "国庆节"])
def test_a_list_without_a_holiday_of_every_year_is_not_that_of_a_year(name: str) -> None:
    assert refused(entered(2027, without=name)) == [("/days", "workdays.incomplete")]


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2026, 11, 14), 2026), (date(2026, 11, 15), 2027), (date(2026, 12, 31), 2027), (date(2027, 1, 1), 2027)],
)
def test_from_the_middle_of_november_on_the_next_year_should_be_known(today: date, year: int) -> None:
    assert workdays.expected(today) == year
