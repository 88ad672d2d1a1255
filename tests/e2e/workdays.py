"""A bureau that enters its working days: years as they are sent, and a policy whose stages take a working week."""

from __future__ import annotations

from datetime import date, timedelta

from shared.clock import local_date, now
from tests.e2e.people import Data, Person
from tests.services.outlet.year import SOURCE, entered, holiday
from tests.services.review.makers import policy_input

HOURS = 40


def slow_policy() -> Data:
    """A policy by which the first stage takes a working week, so that days off from tomorrow on move its end."""
    policy = policy_input()
    for route in policy["routes"]:
        route["stages"][0] = route["stages"][0] | {"hours": HOURS}
    return policy


def closures(reader: Person, count: int) -> dict[int, Data]:
    """Of each year that it takes, the body that has the bureau closed for so many days from tomorrow on."""
    first = local_date(now()) + timedelta(days=1)
    off = [first + timedelta(days=number) for number in range(count)]
    bodies = {}
    for year in {day.year for day in off}:
        closed = {day.isoformat(): holiday(day) for day in off if day.year == year}
        days = [each for each in known(reader, year) if each["date"] not in closed] + list(closed.values())
        bodies[year] = {"days": days, "source": SOURCE, "reason": "场所维修"}
    return bodies


def known(reader: Person, year: int) -> list[Data]:
    """The days of a year as they count now; of one that is a guess, made-up ones."""
    found = reader.ok("GET", f"/workdays/{year}")
    return found["days"] if found["basis"] != "guess" else entered(year)


def reopened(count: int) -> date:
    """The first day after so many that are closed from tomorrow on."""
    return local_date(now()) + timedelta(days=count + 1)
