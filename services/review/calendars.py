"""The holidays and make-up working days of mainland China (国务院办公厅 notices), as chinesecalendar has them."""

from __future__ import annotations

from datetime import date

import chinese_calendar


def workday(day: date) -> bool | None:
    """Whether a day is worked; None for a year whose notice the library does not have yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
