"""Times of stages follow the bureau's calendar: counted by it, and counted anew when it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from services.review import shipped
from services.review.domain import Office, timing
from services.review.service import ReviewService
from shared.clock import local_date, now
from shared.events import DueMoved, ReviewOpened, StageDue
from shared.holidays import LAST_YEAR
from shared.workdays import Calendar, days_of, guess, ordinary, over
from tests.services.calendars import adopted
from tests.services.review.desk import FIRST, Desk
from tests.services.stage import BUREAU

OPENED = datetime(2030, 1, 31, 1, 0, tzinfo=UTC)  # a Thursday, 9:00
POLICY = replace(shipped.policy(), working_hours=((540, 720), (780, 1020)))


def recount(desk: Desk, moment: datetime | None = None) -> int:
    """Run what follows a calendar; gives how many jobs there were."""
    jobs = list(ReviewService.recount.__wrapped__(desk.stage.service, moment or now()))  # type: ignore[attr-defined]
    for key, run in jobs:
        desk.stage.run(key, run)
    return len(jobs)


def closed(desk: Desk, count: int = 40) -> date:
    """The bureau enters so many days off from today on; gives the last of them."""
    today = local_date(now())
    off = [today + timedelta(days=number) for number in range(count)]
    for year in (today.year, today.year + 1):
        days = [(day, False) for day in off if day.year == year and ordinary(day)]
        desk.stage.deliver(adopted(year, *days), "workdays_adopted")
    return off[-1]


def test_a_round_that_begins_is_counted_by_what_the_bureau_entered(desk: Desk) -> None:
    last = closed(desk)
    review = desk.opened()
    assert review["due_exact"]
    assert local_date(review["due_at"]) > last
    (told,) = desk.told(ReviewOpened)
    assert (told.due_at, told.due_exact) == (review["due_at"], True)


def test_open_rounds_follow_a_calendar_that_comes_and_are_told(desk: Desk) -> None:
    first, second = desk.opened(), desk.opened()
    desk.do("claim", FIRST, review=second["id"])
    recount(desk)
    assert recount(desk) == 0
    last = closed(desk)
    assert recount(desk) == 2
    assert recount(desk) == 0
    for before in (first, second):
        after = desk.ask("get", review=before["id"])
        assert local_date(before["due_at"]) <= last < local_date(after["due_at"])
        assert after["history"][0]["act"] == "recount"
        moved = [each for each in desk.told(DueMoved) if each.review.id == before["id"]]
        assert [(each.before, each.due_at, each.due_exact) for each in moved] == [
            (before["due_at"], after["due_at"], True)
        ]
    assert desk.ask("get", review=second["id"])["claimed_by"] == "first"


def test_a_calendar_that_moves_nothing_tells_nothing(desk: Desk) -> None:
    review = desk.opened()
    recount(desk)
    desk.stage.deliver(adopted(2090, (date(2090, 7, 3), False)), "workdays_adopted")
    assert recount(desk) == 1
    assert desk.told(DueMoved) == []
    assert desk.ask("get", review=review["id"])["version"] == review["version"]


def test_rounds_of_other_bureaus_and_rounds_that_ended_stay(desk: Desk) -> None:
    ended = desk.decide(desk.opened(), FIRST, decision="reject", reason="重复投稿")
    recount(desk)
    closed(desk)
    assert recount(desk) == 0
    assert desk.ask("get", review=ended["id"])["due_at"] == ended["due_at"]


def test_a_crash_in_between_loses_nothing_and_repeats_nothing(desk: Desk) -> None:
    for _ in range(3):
        desk.opened()
    recount(desk)
    closed(desk)
    jobs = list(ReviewService.recount.__wrapped__(desk.stage.service, now()))  # type: ignore[attr-defined]
    key, run = jobs[0]
    assert desk.stage.run(key, run)
    assert not desk.stage.run(key, run)
    assert recount(desk) == 2
    told = [each.review.id for each in desk.told(DueMoved)]
    assert len(told) == len(set(told)) == 3


def test_rounds_from_before_marks_were_kept_are_counted_once(desk: Desk) -> None:
    review = desk.opened()
    desk.stage.db["reviews"].update_many({}, {"$unset": {"calendar": "", "stage_at": ""}})
    assert recount(desk) == 1
    assert recount(desk) == 0
    assert desk.ask("get", review=review["id"])["due_at"] == review["due_at"]
    desk.stage.db["reviews"].update_many({}, {"$unset": {"calendar": "", "stage_at": ""}})
    last = closed(desk)
    assert recount(desk) == 1
    assert local_date(desk.ask("get", review=review["id"])["due_at"]) > last


# --- the rule ---


def office(calendar: Calendar) -> Office:
    return Office(POLICY, calendar, "new")


def round_of(desk: Desk, calendar: Calendar, **more: Any) -> Any:
    """A round whose stage began on 31 January 2030, before the Spring Festival."""
    review = desk.stage.service.reviews.get(BUREAU, desk.opened()["id"])
    return replace(review, **office(calendar).times(replace(review.stages[0], hours=16), OPENED), **more)


def moved(review: Any, calendar: Calendar, at: datetime = OPENED) -> Any:
    stages = (replace(review.stages[0], hours=16), *review.stages[1:])
    return timing.recount(replace(review, stages=stages), office(calendar), office(guess), at)


FESTIVAL = over({2030: {day: False for day in days_of(2030) if date(2030, 2, 1) <= day <= date(2030, 2, 8)}}, guess)


def test_a_time_that_rested_on_a_guess_moves_behind_the_holiday(desk: Desk) -> None:
    review = round_of(desk, guess)
    assert not review.due_exact
    change = moved(review, FESTIVAL)
    assert change.review.due_exact
    assert local_date(review.due_at) < date(2030, 2, 9) < local_date(change.review.due_at)
    assert change.review.updated_at == review.updated_at
    assert change.review.version == review.version + 1


def test_that_a_guess_was_right_is_told_too(desk: Desk) -> None:
    review = round_of(desk, guess)
    change = moved(review, over({2030: {}}, guess))
    assert (change.review.due_at, change.review.due_exact) == (review.due_at, True)
    assert change.events[0].before == change.events[0].due_at


def test_a_time_that_is_over_stays(desk: Desk) -> None:
    review = round_of(desk, guess)
    assert moved(review, FESTIVAL, at=review.due_at) is None


def test_who_was_reminded_is_reminded_again_only_when_it_is_over(desk: Desk) -> None:
    fresh = round_of(desk, guess)
    early = moved(fresh, FESTIVAL).review
    assert early.notice_at < early.due_at
    reminded = replace(fresh, notice_at=fresh.due_at)
    assert moved(reminded, FESTIVAL).review.notice_at == early.due_at


def test_a_reminder_says_that_its_time_rests_on_a_guess(desk: Desk) -> None:
    review = round_of(desk, guess)
    change = timing.remind(review, review.notice_at)
    assert isinstance(change.events[0], StageDue)
    assert change.events[0].due_exact is False


def test_a_year_beyond_the_notices_says_that_it_is_a_guess() -> None:
    first = datetime(LAST_YEAR + 2, 3, 1, 1, tzinfo=UTC)
    times = office(guess).times(replace(POLICY.routes[0].stages[0], hours=4), first)
    assert times["due_exact"] is False
