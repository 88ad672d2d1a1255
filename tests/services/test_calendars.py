"""Replicas of the working days: the newest version of each year counts, in whatever order facts come."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import permutations
from typing import Any

import pytest

from services.outlet.domain import workdays
from services.outlet.domain.workdays import Day, Made, Year
from services.review.service import ReviewService
from services.scoring.service import ScoringService
from shared.contracts.workday_terms import Basis, DayKind
from shared.workdays import Workday, guess, over
from shared.working_time import later
from tests.services.calendars import adopted
from tests.services.outlet.year import entered
from tests.services.stage import BUREAU, Stage

DAY = date(2098, 7, 1)  # a Tuesday


@pytest.fixture(params=(ReviewService, ScoringService), ids=lambda cls: cls.name)
def replica(request: pytest.FixtureRequest, stage: Callable[[type[Any]], Stage]) -> Stage:
    return stage(request.param)


def hear(replica: Stage, *events: Any) -> None:
    for event in events:
        replica.deliver(event, "workdays_adopted")


def test_the_newest_version_of_a_year_counts_whatever_the_order(replica: Stage) -> None:
    for number, order in enumerate(permutations((1, 2, 3))):
        bureau = f"{370800 + number}"
        told = [adopted(2098, (DAY, n == 2), version=n, bureau=bureau) for n in (1, 2, 3)]
        hear(replica, *(told[n - 1] for n in order), *random.Random(number).sample(told, 2))
        counting = replica.service.calendars.of(bureau)
        assert counting.workday(DAY) == Workday(worked=False)
        assert counting.mark.endswith("+3")


def test_a_replica_is_of_one_bureau_and_of_one_year(replica: Stage) -> None:
    hear(replica, adopted(2098, (DAY, False)), adopted(2099, version=4))
    ours, others = (replica.service.calendars.of(bureau) for bureau in (BUREAU, "370830"))
    assert (ours.workday(DAY), others.workday(DAY)) == (Workday(worked=False), Workday(worked=True, known=False))
    assert ours.workday(date(2099, 7, 1)).known and not ours.workday(date(2097, 7, 1)).known
    assert (ours.mark.partition("+")[2], others.mark.partition("+")[2]) == ("5", "0")


def test_a_clock_that_has_run_keeps_what_it_ran_and_goes_on_by_what_was_entered() -> None:
    """A year is entered on the first day of a Spring Festival that the guess did not know."""
    given = [Day(date.fromisoformat(each["date"]), DayKind(each["kind"])) for each in entered(2030)]
    year = workdays.adopt(Year(2030, 0, Basis.GUESS, ()), given, Made("admin"), date(2030, 2, 5), guess)
    ours = over({2030: year.counted or {}}, guess)
    start, spans = datetime(2030, 1, 31, 1, tzinfo=UTC), ((540, 720), (780, 1020))
    run = 4 * 7 * 60  # Thursday, Friday, Monday, Tuesday
    assert (
        later(start, run, spans, ours).at == later(start, run, spans, guess).at == datetime(2030, 2, 5, 9, tzinfo=UTC)
    )
    assert later(start, run + 60, spans, guess).at == datetime(2030, 2, 6, 2, tzinfo=UTC)
    assert later(start, run + 60, spans, ours).at == datetime(2030, 2, 13, 2, tzinfo=UTC)
