"""The holidays and make-up working days of mainland China (国务院办公厅 notices), as chinesecalendar has them."""

from __future__ import annotations

from datetime import date

import chinese_calendar

from shared.workdays import Workday, guess


def workday(day: date) -> Workday:
    """Whether a day is worked by the notice of its year; a guess for a year whose notice the library does not have."""
    try:
        return Workday(bool(chinese_calendar.is_workday(day)))
    except NotImplementedError:
        return guess(day)
