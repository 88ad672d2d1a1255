"""The last day for appeals follows the bureau's calendar: only when it was a guess, and never to an earlier day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.scoring.domain.periods import Period, Signature, last_day, recount
from services.scoring.service import ScoringService
from shared import events
from shared.clock import local_date, now
from shared.contracts.scoring_terms import PeriodStatus
from shared.holidays import workday
from shared.workdays import Calendar, guess, ordinary, over
from tests.services.calendars import adopted
from tests.services.scoring.desk import LEADER, Desk

SIGNED = Signature("manager", "王芳", datetime(2030, 1, 31, 2, 0, tzinfo=UTC))
FESTIVAL = over({2030: {date(2030, 2, day): False for day in range(1, 9)}}, guess)
TODAY = date(2030, 1, 31)


def public(calendar: Calendar, days: int = 5, **more: Any) -> Period:
    """A period that was publicised on Thursday, 31 January 2030."""
    until, exact = last_day(date(2030, 1, 31), days, calendar)
    return Period(
        "2029-Q4", "370829", 3, PeriodStatus.PUBLICISED, publicised=SIGNED, working_days=days, appeals_until=until,
        appeals_exact=exact, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("begins", "days", "calendar", "last"),
    [
        (date(2026, 9, 30), 5, workday, (date(2026, 10, 13), True)),  # over the National Day, with its make-up Saturday
        (date(2026, 12, 29), 2, workday, (date(2026, 12, 31), True)),
        (date(2026, 12, 30), 2, over({2027: {date(2027, 1, 1): False}}, guess), (date(2027, 1, 4), False)),
        (date(2030, 1, 31), 5, guess, (date(2030, 2, 7), False)),
        (date(2030, 1, 31), 5, FESTIVAL, (date(2030, 2, 15), True)),
        (date(2030, 1, 31), 5, over({2030: {date(2030, 2, 2): True}}, guess), (date(2030, 2, 6), True)),  # a Saturday
    ],
)
def test_the_last_day_and_whether_it_is_known(
    begins: date, days: int, calendar: Calendar, last: tuple[date, bool]
) -> None:
    assert last_day(begins, days, calendar) == last


def test_a_day_that_rested_on_a_guess_moves_behind_the_holiday() -> None:
    then = recount(public(guess), FESTIVAL, TODAY)
    assert then is not None
    assert (then.appeals_until, then.appeals_exact, then.version) == (date(2030, 2, 15), True, 4)


def test_outlets_keep_every_day_that_they_were_told() -> None:
    then = recount(public(guess), over({2030: {date(2030, 2, 2): True}}, guess), TODAY)
    assert then is not None
    assert (then.appeals_until, then.appeals_exact) == (date(2030, 2, 7), True)


def test_what_was_known_is_over_or_is_still_a_guess_stays() -> None:
    known = public(over({2030: {}}, guess))
    assert recount(known, FESTIVAL, TODAY) is None
    guessed = public(guess)
    assert recount(guessed, FESTIVAL, date(2030, 2, 8)) is None
    assert recount(guessed, guess, TODAY) is None
    final = Period("2029-Q4", "370829", 4, PeriodStatus.FINALISED, appeals_until=date(2030, 2, 7), appeals_exact=False)
    assert recount(final, FESTIVAL, TODAY) is None


# --- on a real database ---


def follow(desk: Desk) -> int:
    """Run what follows a calendar; gives how many jobs there were."""
    jobs = list(ScoringService.recount.__wrapped__(desk.stage.service, now()))  # type: ignore[attr-defined]
    for key, run in jobs:
        desk.stage.run(key, run)
    return len(jobs)


def publicised(desk: Desk, **changes: Any) -> Any:
    """A period in its days for appeals, which rest on a guess."""
    desk.tell(desk.work())
    desk.do("close_period", period="2026-Q3")
    desk.do("publicise_period", period="2026-Q3", working_days=30)
    desk.stage.db["periods"].update_one({"id": "2026-Q3"}, {"$set": {"appeals_exact": False} | changes})
    return desk.ask("period", period="2026-Q3")


def closed(desk: Desk, count: int = 60, version: int = 1) -> date:
    """The bureau enters so many days off from today on; gives the last of them."""
    today = local_date(now())
    off = [today + timedelta(days=number) for number in range(count)]
    for year in (today.year, today.year + 1):
        days = [(day, False) for day in off if day.year == year and ordinary(day)]
        desk.stage.deliver(adopted(year, *days, version=version), "workdays_adopted")
    return off[-1]


def moves(desk: Desk) -> list[events.AppealsUntilMoved]:
    return [each for each in desk.emitted() if isinstance(each, events.AppealsUntilMoved)]


def test_a_publicised_period_follows_and_tells_what_it_was(desk: Desk) -> None:
    before = publicised(desk)
    assert before["appeals_exact"] is False
    last = closed(desk)
    assert [follow(desk), follow(desk)] == [1, 0]
    after = desk.ask("period", period="2026-Q3")
    assert after["appeals_until"] > last
    assert (after["appeals_exact"], after["version"]) == (True, before["version"] + 1)
    (told,) = moves(desk)
    assert (told.before, told.period.appeals_until) == (before["appeals_until"], after["appeals_until"])
    assert told.period.appeals_exact and told.by == ""


def test_a_correction_moves_no_day_that_was_known(desk: Desk) -> None:
    publicised(desk)
    closed(desk)
    follow(desk)
    after = desk.ask("period", period="2026-Q3")
    closed(desk, 90, version=2)
    assert follow(desk) == 0
    assert desk.ask("period", period="2026-Q3") == after


def test_a_finalised_period_stays(desk: Desk) -> None:
    publicised(desk)
    final = desk.do("finalise_period", LEADER, period="2026-Q3", early=True, reason="演示")
    closed(desk)
    assert follow(desk) == 0
    assert desk.ask("period", period="2026-Q3")["appeals_until"] == final["appeals_until"]


def test_periods_from_before_this_was_kept_are_read(desk: Desk) -> None:
    publicised(desk)
    periods = desk.stage.db["periods"]
    for until, exact in ((datetime(2026, 10, 16, tzinfo=UTC), True), (datetime(2097, 1, 4, tzinfo=UTC), False)):
        change = {"$set": {"appeals_until": until}, "$unset": {"appeals_exact": ""}}
        periods.update_one({"id": "2026-Q3"}, change)
        assert desk.ask("period", period="2026-Q3")["appeals_exact"] is exact


def test_a_period_is_publicised_by_the_calendar_of_its_bureau(desk: Desk) -> None:
    last = closed(desk)
    desk.tell(desk.work())
    desk.do("close_period", period="2026-Q3")
    public = desk.do("publicise_period", period="2026-Q3", working_days=1)
    assert public["appeals_until"] > last and public["appeals_exact"] is True
    told = [each for each in desk.emitted() if isinstance(each, events.PeriodPublicised)]
    assert told[0].period.appeals_exact is True
