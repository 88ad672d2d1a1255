"""Working days in China: weekdays that are no holiday, and weekends that are worked to make up for one."""

from __future__ import annotations

from datetime import date

import chinese_calendar


def is_working_day(day: date) -> bool:
    """By the State Council's notice of the year; until that is out (or in the library), by the weekday alone."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
