"""Working days (工作日历): a year as twelve months, and a new version of it."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from typing import Any

from flask import Blueprint, render_template, request

from console.asking import api
from console.forms import Form, answering, done, sent
from console.lists import Listing
from console.may import may
from console.people import names
from console.words import ZONE
from jingmei_client import Problem

pages = Blueprint("workdays", __name__, url_prefix="/workdays")

KINDS = {"+": "makeup", "-": "holiday"}


@pages.get("")
def listing() -> Any:
    """This year, or the one that is chosen; beside it the other years and the versions."""
    years = api().workdays.years()
    year = request.args.get("year") or str(datetime.now(ZONE).year)
    found = api().workdays.get(year)
    versions = Listing(api().workdays.history, year=year).items
    return render_template(
        "workdays/year.html", year=found, version=found.version, years=years["items"], may=may(years),
        months=months(found), versions=versions, days=written(found["days"]), wrong_lines=wrong_lines,
        people=names(each["by"] for each in versions),
    )  # fmt: skip


@pages.post("")
@answering(listing)
def adopt() -> Any:
    """A whole year anew, with the notice that says so."""
    form, year = sent(), request.args.get("year", "")
    api().workdays.adopt(
        year, version=form.version or 0, days=read(form.text("days")), source=form.text("source"),
        reason=form.text("reason"), **form.options,
    )  # fmt: skip
    return done("workdays.adopted", "workdays.listing", year=year)


def months(year: Any) -> list[tuple[date, list[list[tuple[date, str, str] | None]]]]:
    """Twelve months of weeks that begin on Monday: (day, how it counts, what for); None outside the month."""
    named = {each["date"]: (each["kind"], each["name"]) for each in year["days"]}
    found = []
    for month in range(1, 13):
        weeks = calendar.Calendar().monthdatescalendar(year["year"], month)
        found.append((date(year["year"], month, 1), [[_day(day, month, named) for day in week] for week in weeks]))
    return found


def written(days: list[Any]) -> str:
    """Days as lines of a form: the date, `-` for a holiday or `+` for a day that is worked, what for."""
    signs = {kind: sign for sign, kind in KINDS.items()}
    return "\n".join(f"{each['date']} {signs[each['kind']]} {each['name']}".rstrip() for each in days)


def read(said: str) -> list[dict[str, str]]:
    """Lines of the form as days. What is none goes as it is, and is refused at its line."""
    found = []
    for line in said.splitlines():
        if line.strip():
            day, sign, name = (*line.split(maxsplit=2), "", "")[:3]
            found.append({"date": day, "kind": KINDS.get(sign, sign), "name": name.strip()})
    return found


def wrong_lines(form: Form) -> list[tuple[int, str]]:
    """What is wrong with which of the days, from 0."""
    errors = form.problem.errors if isinstance(form.problem, Problem) else ()
    places = [(each.pointer.split("/"), each.message) for each in errors]
    return [
        (int(way[2]), message) for way, message in places if way[1:2] == ["days"] and way[2:3] and way[2].isdecimal()
    ]


def _day(day: date, month: int, named: dict[str, tuple[str, str]]) -> tuple[date, str, str] | None:
    if day.month != month:
        return None
    kind, name = named.get(day.isoformat(), ("", ""))
    return day, kind or ("weekend" if day.weekday() >= calendar.SATURDAY else "workday"), name
