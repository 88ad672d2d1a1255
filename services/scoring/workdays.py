"""Working days in China: weekdays that are no holiday, and weekends that are worked to make up for one."""

from __future__ import annotations

from datetime import date

import chinese_calendar

# 全国年节及纪念日放假办法: holidays on the same date of every year.
FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


def is_working_day(day: date) -> bool:
    """By the State Council's notice of the year; until the library has it, by the weekday and fixed dates."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5 and (day.month, day.day) not in FIXED
