"""The activities and appointments of a month (月历), and the private address under which calendars read them."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from flask import Blueprint, g, redirect, render_template, request, url_for

from console.asking import api
from console.forms import answering, done, sent
from console.shown import show
from console.words import ZONE, midnight

pages = Blueprint("months", __name__, url_prefix="/activities/calendar")

SHOWN: Final = 100


@pages.get("")
def month() -> Any:
    """A month as weeks, with what there is on each day."""
    first = _month(request.args.get("month", ""))
    after = (first + timedelta(days=31)).replace(day=1)
    found = api().activities.search(since=midnight(first), until=midnight(after), limit=SHOWN)
    by_day: dict[date, list[Any]] = {}
    for each in found:
        for day in _days(each):
            by_day.setdefault(day, []).append(each)
    meetings: dict[date, list[Any]] = {}
    for each in api().calendar_feeds.appointments(since=midnight(first), until=midnight(after))["items"]:
        meetings.setdefault(_day(each["starts_at"]), []).append(each)
    return render_template(
        "activities/calendar.html",
        first=first,
        weeks=calendar.Calendar().monthdatescalendar(first.year, first.month),
        by_day=by_day,
        meetings=meetings,
        before=f"{first - timedelta(days=1):%Y-%m}",
        after=f"{after:%Y-%m}",
        today=datetime.now(ZONE).date(),
        feed=api().calendar_feeds.feed(),
        address=g.get("address", ""),
    )


@pages.get("/feed")
def feed() -> Any:
    """The address of the form, gone to again."""
    return redirect(url_for("months.month", _anchor="feed"))


@pages.post("/feed")
@answering(month)
def subscribe() -> Any:
    """A private address for calendars, shown on this page alone."""
    g.address = api().calendar_feeds.make(**sent().options)["address"]
    return show(month)


@pages.post("/feed/end")
@answering(month)
def unsubscribe() -> Any:
    """The address is good no more."""
    api().calendar_feeds.end(**sent().options)
    return done("activities.feed_ended", "months.month")


def _days(activity: Mapping[str, Any]) -> list[date]:
    """The days (Asia/Shanghai) on which it is; one that ends at midnight is not on the day that begins then."""
    first, end = (datetime.fromisoformat(activity[name]).astimezone(ZONE) for name in ("starts_at", "ends_at"))
    last = max(first, end - timedelta(microseconds=1)).date()
    return [first.date() + timedelta(days=number) for number in range((last - first.date()).days + 1)]


def _day(moment: str) -> date:
    """The day (Asia/Shanghai) that a moment is on."""
    return datetime.fromisoformat(moment).astimezone(ZONE).date()


def _month(text: str) -> date:
    """The first of the month that is asked for; of this one when it is none."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = datetime.now(ZONE).date().replace(day=1)
    return found if 2000 < found.year < 2099 else datetime.now(ZONE).date().replace(day=1)
