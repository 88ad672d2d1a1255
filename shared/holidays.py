"""The holidays and make-up working days of mainland China (国务院办公厅 notices), as chinesecalendar has them."""

from __future__ import annotations

from datetime import date

import chinese_calendar

from shared.workdays import FIXED, Workday, guess

FIRST_YEAR, LAST_YEAR = min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year
# What the fixed holidays of a month are.
NAMES = {1: "元旦", 5: "劳动节", 10: "国庆节"}


def known(year: int) -> bool:
    """Whether the library has the notice of a year."""
    return bool(FIRST_YEAR <= year <= LAST_YEAR)


def workday(day: date) -> Workday:
    """Whether a day is worked by the notice of its year; a guess for a year whose notice the library does not have."""
    return Workday(bool(chinese_calendar.is_workday(day))) if known(day.year) else guess(day)


def notice(year: int) -> dict[date, tuple[bool, str]]:
    """The days that a year's notice names, in order: whether each is worked, and what for (春节). Of a year that the
    library does not know, the fixed holidays."""
    if not known(year):
        return {date(year, month, day): (False, NAMES[month]) for month, day in sorted(FIXED)}
    told = {**chinese_calendar.holidays, **chinese_calendar.workdays}
    named = {day: chinese_calendar.Holiday(name).chinese for day, name in sorted(told.items()) if day.year == year}
    return {day: (workday(day).worked, name) for day, name in named.items()}
