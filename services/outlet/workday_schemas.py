"""From checked inputs to a bureau's working days, and from them to views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from services.outlet.domain.workdays import Day, Made, Year, expected
from shared.contracts.workday_terms import Basis

SHOWN = ("year", "version", "basis", "since")


def days(data: Mapping[str, Any]) -> list[Day]:
    """The days that are entered, in the order in which they were given."""
    return [Day(**each) for each in data["days"]]


def made(data: Mapping[str, Any], by: str, now: datetime) -> Made:
    """Who enters them, and on what notice."""
    return Made(by, now, data["source"], data["reason"])


def summary_view(year: Year, today: date) -> dict[str, Any]:
    """`WorkdaysSummary`."""
    told = {name: getattr(year.made, name) for name in ("source", "by", "at")}
    missing = year.basis is Basis.GUESS and year.year <= expected(today)
    return {name: getattr(year, name) for name in SHOWN} | told | {"missing": missing}


def year_view(year: Year, today: date) -> dict[str, Any]:
    """`WorkdaysView`."""
    return summary_view(year, today) | {"days": [asdict(day) for day in year.days], "reason": year.made.reason}
