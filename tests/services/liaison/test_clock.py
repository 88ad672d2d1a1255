"""Times of requests in working hours: over nights, weekends and holidays; who is reminded when, and what another
calendar makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.liaison.domain.office import Office
from services.liaison.domain.requests import Answer, Change, Request, clock, moves
from shared.clock import local_date
from shared.contracts.liaison_terms import AnswerKind, RequestKind, RequestStatus, Target
from shared.errors import Invalid
from shared.events import PrivateNotice, RequestDue, RequestDueMoved
from shared.workdays import Workday, ordinary
from tests.services.liaison.makers import OFFICE, by, request

# 2026: National Day and Mid-Autumn from 25 to 27 September and 1 to 7 October; 20 September is worked.
HOLIDAYS = {date(2026, 9, day) for day in (25, 26, 27)} | {date(2026, 10, day) for day in range(1, 8)}
MAKE_UP = {date(2026, 9, 20), date(2026, 10, 10)}


def told(day: date) -> Workday:
    """A year that is known from a notice."""
    return Workday(day in MAKE_UP or (ordinary(day) and day not in HOLIDAYS))


KNOWN = replace(OFFICE, workday=told, mark="known")


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in Shanghai."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def asked(now: datetime, office: Office = KNOWN, kind: RequestKind = RequestKind.MATERIAL) -> Request:
    return moves.opened(request(kind, opened_at=now, updated_at=now), by("editor", now, office)).request


def due(asked_at: datetime, target: Target) -> datetime:
    """Until when a target is due: an acknowledgement has two working hours, an answer sixteen; a day has seven."""
    return clock.started(RequestKind.MATERIAL, target, asked_at, KNOWN).due_at


@pytest.mark.parametrize(
    ("asked_at", "acknowledgement", "answer"),
    [
        (at(9, 7, 9), at(9, 7, 11), at(9, 9, 11)),
        # Asked at night, on a Sunday: the time begins with the next working day.
        (at(9, 6, 22), at(9, 7, 10, 30), at(9, 9, 10, 30)),
        # Over noon: nothing runs between twelve and two.
        (at(9, 7, 11), at(9, 7, 15), at(9, 9, 15)),
        # On the eve of National Day, an hour before the end: eight days pass without a minute.
        (at(9, 30, 16, 30), at(10, 8, 9, 30), at(10, 10, 9, 30)),
        # Over Mid-Autumn, which takes a Friday.
        (at(9, 24, 17), at(9, 28, 10), at(9, 30, 10)),
        # A Sunday that is worked.
        (at(9, 20, 9), at(9, 20, 11), at(9, 22, 11)),
    ],
)
def test_times_run_in_working_hours_alone(asked_at: datetime, acknowledgement: datetime, answer: datetime) -> None:
    assert (due(asked_at, Target.ACKNOWLEDGEMENT), due(asked_at, Target.ANSWER)) == (acknowledgement, answer)


def test_the_time_for_the_answer_runs_since_it_was_asked_whoever_has_it() -> None:
    made = asked(at(9, 30, 16, 30))
    noted = moves.acknowledge(made, by("liaison", at(10, 8, 9), KNOWN)).request
    given = moves.assign(noted, "press", "officer", by("liaison", at(10, 8, 10), KNOWN)).request
    passed = moves.assign(given, "traffic", "patrol", by("liaison", at(10, 9, 10), KNOWN)).request
    assert {each.clock.due_at for each in (noted, given, passed) if each.clock} == {at(10, 10, 9, 30)}
    (took,) = noted.took
    assert (took.minutes, took.overdue) == (90, False), "an hour before the holidays and half of one after"


def test_each_level_is_told_once_the_head_when_it_is_over() -> None:
    made = moves.assign(asked(at(9, 7, 9)), "press", "officer", by("liaison", at(9, 7, 10), KNOWN)).request
    assert clock.remind(made, KNOWN, at(9, 8, 15)) is None, "more than a quarter of the time is left"
    near = _reminded(made, at(9, 8, 16))
    assert clock.remind(near.request, KNOWN, at(9, 9, 10)) is None, "told once"
    over = _reminded(near.request, at(9, 9, 11))
    assert clock.remind(over.request, KNOWN, at(9, 30, 11)) is None, "told once"
    facts = [fact for change in (near, over) for fact in change.events]
    assert [(fact.overdue, fact.head) for fact in facts if isinstance(fact, RequestDue)] == [
        (False, ""),
        (True, "chief"),
    ]
    assert over.request.updated_at == made.updated_at, "nobody touched it"


def _reminded(made: Request, now: datetime) -> Change:
    change = clock.remind(made, KNOWN, now)
    assert change is not None
    return change


def test_of_a_case_the_head_is_not_told_but_who_is_named() -> None:
    made = asked(at(9, 7, 9), kind=RequestKind.RIGHTS)
    (fact,) = _reminded(made, at(9, 7, 12)).events
    assert fact == PrivateNotice(("named",))
    given = moves.assign(made, "press", "named", by("named", at(9, 7, 10), KNOWN)).request
    nobody = replace(KNOWN, named=("somebody",))
    late = clock.remind(given, nobody, at(9, 30, 12))
    assert late is not None and late.events == (PrivateNotice(("somebody",)),), "who is named no longer hears nothing"


def test_another_calendar_moves_what_waits_and_not_what_is_over() -> None:
    made = asked(at(9, 30, 16, 30), OFFICE)
    assert made.clock is not None and made.clock.due_at == at(10, 1, 9, 30)
    change = clock.recount(made, KNOWN, at(9, 30, 17))
    assert change is not None
    (fact,) = change.events
    assert isinstance(fact, RequestDueMoved) and (fact.former, fact.due_at) == (at(10, 1, 9, 30), at(10, 8, 9, 30))
    assert clock.recount(made, KNOWN, at(10, 1, 10)) is None, "its time was over by then"
    assert clock.recount(change.request, KNOWN, at(9, 30, 18)) is None, "nothing more moves"


def test_an_answer_lapses_after_its_days_with_a_reminder_before() -> None:
    made = asked(at(9, 7, 9))
    officer = by("liaison", at(9, 7, 10), KNOWN)
    answer = Answer(AnswerKind.REFUSAL, "liaison", at(9, 7, 10), text="不能提供。")
    answered = moves.answer(made, answer, (), officer)[0].request
    assert answered.clock is not None and answered.clock.due_at == at(9, 14, 10)
    assert clock.remind(answered, KNOWN, at(9, 11, 9)) is None
    reminder = _reminded(answered, at(9, 11, 10))
    assert moves.lapse(reminder.request, by("", at(9, 14, 9), KNOWN)) is None
    assert clock.remind(reminder.request, KNOWN, at(9, 14, 10)) is None
    lapsed = moves.lapse(reminder.request, by("", at(9, 14, 10), KNOWN))
    assert lapsed is not None and (lapsed.request.status, lapsed.by) == (RequestStatus.CLOSED, "")


def test_what_was_answered_by_an_appointment_is_rated_once_that_took_place() -> None:
    made, officer = asked(at(9, 7, 9), kind=RequestKind.INTERVIEW), by("liaison", at(9, 7, 10), KNOWN)
    answer = Answer(AnswerKind.APPOINTMENT, "liaison", at(9, 7, 10), starts_at=at(9, 21, 15), place="大厅")
    answered = moves.answer(made, answer, (), officer)[0].request
    assert answered.clock is not None and answered.clock.due_at == at(9, 28, 15)
    assert clock.remind(answered, KNOWN, at(9, 21, 16)) is None
    assert moves.lapse(_reminded(answered, at(9, 25, 15)).request, by("", at(9, 28, 14), KNOWN)) is None
    assert moves.lapse(answered, by("", at(9, 28, 15), KNOWN)) is not None


def test_the_day_by_which_it_is_needed_is_one_of_the_place() -> None:
    """At seven in the morning of Shanghai it is yesterday by UTC."""
    now = at(9, 8, 7)
    assert local_date(now) != now.date()
    with pytest.raises(Invalid) as refused:
        moves.opened(request(needed_by=date(2026, 9, 7)), by("editor", now, KNOWN))
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [("/needed_by", "day.past")]
    assert moves.opened(request(needed_by=date(2026, 9, 8)), by("editor", now, KNOWN)).request.needed_by
