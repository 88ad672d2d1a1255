"""The calendar of a year: twelve months of weeks, and days as lines of a form."""

from __future__ import annotations

from datetime import date

from console.pages.workdays import months, read, written

DAYS = [
    {"date": "2026-10-01", "kind": "holiday", "name": "国庆节"},
    {"date": "2026-10-10", "kind": "makeup", "name": ""},
]


def test_each_day_stands_once_with_how_it_counts() -> None:
    found = [cell for _, weeks in months({"year": 2026, "days": DAYS}) for week in weeks for cell in week if cell]
    assert len(found) == 365
    kinds = {day: kind for day, kind, _ in found}
    assert kinds[date(2026, 10, 1)] == "holiday"
    assert kinds[date(2026, 10, 10)] == "makeup"
    assert kinds[date(2026, 10, 11)] == "weekend"
    assert kinds[date(2026, 10, 12)] == "workday"


def test_lines_of_the_form_say_the_days_that_they_were_written_from() -> None:
    assert written(DAYS) == "2026-10-01 - 国庆节\n2026-10-10 +"
    assert read(written(DAYS)) == DAYS


def test_what_is_no_day_goes_as_it_is() -> None:
    assert read("\nmorgen frei\n") == [{"date": "morgen", "kind": "frei", "name": ""}]
