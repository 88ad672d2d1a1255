"""The holidays and make-up days of a year as an administrator enters them; no real notice's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from shared.workdays import ordinary

SOURCE = "国办发明电〔2026〕7号"
SPANS = (
    ("元旦", (1, 1), 1),
    ("春节", (2, 5), 8),
    ("清明", (4, 4), 3),
    ("劳动节", (5, 1), 5),
    ("端午", (6, 9), 1),
    ("国庆节", (10, 1), 7),
)


def entered(year: int, *more: dict[str, Any], without: str = "") -> list[dict[str, Any]]:
    """The days of a year, and `more` of them; without those of one holiday."""
    days = [
        {"date": (date(year, *first) + timedelta(days=number)).isoformat(), "kind": "holiday", "name": name}
        for name, first, count in SPANS
        if name != without
        for number in range(count)
    ]
    return [*days, *more]


def holiday(day: date, name: str = "休假") -> dict[str, Any]:
    """A day off."""
    return {"date": day.isoformat(), "kind": "holiday", "name": name}


def makeup(day: date, name: str = "补班") -> dict[str, Any]:
    """A day that is worked to make up for another."""
    return {"date": day.isoformat(), "kind": "makeup", "name": name}


def weekend(day: date) -> date:
    """The first weekend day from a day on."""
    while ordinary(day):
        day += timedelta(days=1)
    return day


def weekday(day: date) -> date:
    """The first day from Monday to Friday from a day on."""
    while not ordinary(day):
        day += timedelta(days=1)
    return day
