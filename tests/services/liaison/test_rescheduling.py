"""Appointments that are moved or called off before their time by who answered: what was asked stays answered, and
calendars follow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.liaison.domain.requests import Act, Answer, appointments, moves, permissions, rescheduling
from shared.context import RequestContext
from shared.contracts.liaison_terms import AnswerKind, RequestKind, RequestStatus
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.events import AppointmentCalledOff, AppointmentMoved
from tests.services.liaison.desk import COLLEAGUE, EDITOR, HEAD, LEADER, LIAISON, NAMED, OFFICER, RIVAL, Desk
from tests.services.liaison.makers import MONDAY, OFFICE, asker, by, request
from tests.services.liaison.requests.refusing import refused, rules
from tests.services.liaison.test_appointments import AT, DAY, ELSEWHERE, HOUR, agreed, feed, month

RESIDENT_ID = "11010519491231002X"
LATER = AT + 2 * DAY
MOVING: dict[str, Any] = {"starts_at": LATER.isoformat(), "place": ELSEWHERE, "reason": "当日有勤务。"}
OFF: dict[str, Any] = {"reason": "当日有勤务，另行安排。"}


def together(desk: Desk) -> tuple[Any, Any]:
    """Two requests of two outlets that were answered with one date."""
    first = desk.assigned(of=desk.opened("expert"))
    other = desk.opened("expert", RIVAL, outlet="o2", title="请来讲课")
    desk.do("join_request", LIAISON, request=other["id"], to=first["id"])
    return agreed(desk, of=first), other


def test_it_is_moved_without_being_asked_again_and_calendars_know_it(desk: Desk) -> None:
    made = agreed(desk)
    assert {"reschedule", "call_off"} <= set(desk.ask("request", OFFICER, request=made["id"])["may"])
    (before,) = feed(desk, EDITOR)
    moved = desk.do("reschedule_request", OFFICER, request=made["id"], **MOVING)
    assert (moved["state"], moved["answer"]["starts_at"], moved["answer"]["place"]) == ("answered", LATER, ELSEWHERE)
    assert moved["clock"]["due_at"] - made["clock"]["due_at"] == 2 * DAY, "what is said of it waits for it"
    for who in (EDITOR, COLLEAGUE, OFFICER, HEAD):
        (entry,) = feed(desk, who)
        assert (entry["id"], entry["starts_at"], entry["place"], entry["off"]) == (
            before["id"],
            LATER,
            ELSEWHERE,
            False,
        )
        assert entry["version"] > before["version"]
        assert month(desk, who, AT - DAY, AT + DAY) == []
    (fact,) = desk.told(AppointmentMoved)
    assert (fact.starts_at, fact.place, fact.former, fact.reason, fact.by) == (
        LATER, ELSEWHERE, AT, MOVING["reason"], "officer",
    )  # fmt: skip
    newest = desk.ask("request_acts", EDITOR, request=made["id"])["items"][0]
    assert (newest["act"], newest["reason"], newest["by"], newest["details"]) == (
        "reschedule", MOVING["reason"], None, {},
    )  # fmt: skip


def test_it_is_called_off_and_stays_answered(desk: Desk) -> None:
    made = agreed(desk)
    (before,) = feed(desk, EDITOR)
    off = desk.do("call_off_request", HEAD, request=made["id"], **OFF)
    assert (off["state"], off["answer"]["starts_at"]) == ("answered", AT) and off["answer"]["called_off_at"]
    assert off["clock"]["due_at"] < made["clock"]["due_at"], "nobody waits for what does not take place"
    for who in (EDITOR, OFFICER):
        (entry,) = feed(desk, who)
        assert (entry["id"], entry["off"]) == (before["id"], True) and entry["version"] > before["version"]
        assert [each["off"] for each in month(desk, who)] == [True]
    (fact,) = desk.told(AppointmentCalledOff)
    assert (fact.starts_at, fact.place, fact.reason, fact.by) == (AT, "新闻科", OFF["reason"], "head")
    assert not {"reschedule", "call_off"} & set(desk.ask("request", OFFICER, request=made["id"])["may"])
    for method, more in (("reschedule_request", MOVING), ("call_off_request", OFF)):
        problem = refused(Conflict, desk, method, OFFICER, request=made["id"], **more)
        assert problem.code == "request.no_appointment"
    assert set(desk.ask("request", EDITOR, request=made["id"])["may"]) == {"rate", "reopen"}


def test_asked_again_after_that_another_date_is_the_same_entry(desk: Desk) -> None:
    made = agreed(desk)
    (before,) = feed(desk, EDITOR)
    desk.do("call_off_request", OFFICER, request=made["id"], **OFF)
    desk.do("reopen_request", EDITOR, request=made["id"], reason="改天也行。")
    again = agreed(desk, LATER, ELSEWHERE, of=made)
    assert again["answer"]["called_off_at"] is None and again["earlier_answers"][0]["called_off_at"]
    (entry,) = feed(desk, EDITOR)
    assert (entry["id"], entry["starts_at"], entry["off"]) == (before["id"], LATER, False)


def test_rated_it_stays_off(desk: Desk) -> None:
    made = agreed(desk)
    desk.do("call_off_request", OFFICER, request=made["id"], **OFF)
    desk.do("rate_request", EDITOR, request=made["id"], stars=3)
    assert [each["off"] for each in feed(desk, EDITOR)] == [True]


@pytest.mark.parametrize(("who", "error"), [
    (LIAISON, Forbidden), (LEADER, Forbidden), (NAMED, Forbidden), (EDITOR, Forbidden), (RIVAL, NotFound),
])  # fmt: skip
def test_it_is_for_who_may_answer_alone(desk: Desk, who: RequestContext, error: type[Any]) -> None:
    made = agreed(desk)
    for method, more in (("reschedule_request", MOVING), ("call_off_request", OFF)):
        refused(error, desk, method, who, request=made["id"], **more)
    assert [(each["starts_at"], each["off"]) for each in month(desk, OFFICER)] == [(AT, False)]


def test_what_does_not_fit_is_refused_at_its_field(desk: Desk) -> None:
    made = agreed(desk)

    def wrong(**changes: Any) -> list[str]:
        return rules(refused(Invalid, desk, "reschedule_request", OFFICER, request=made["id"], **MOVING | changes))

    assert wrong(starts_at=(AT - 9 * DAY).isoformat()) == ["/starts_at moment.past"]
    assert wrong(place=" ") == ["/place required"]
    assert wrong(reason="") == ["/reason required"]
    assert wrong(reason=f"请告知{RESIDENT_ID}。") == ["/reason announcing.in_reason"]
    same = {"starts_at": AT.isoformat(), "place": "新闻科"}
    problem = refused(Conflict, desk, "reschedule_request", OFFICER, request=made["id"], **MOVING | same)
    assert problem.code == "request.same_appointment"
    moved = desk.do("reschedule_request", OFFICER, request=made["id"], **MOVING | same | {"place": ELSEWHERE})
    assert (moved["answer"]["starts_at"], moved["answer"]["place"]) == (AT, ELSEWHERE), "elsewhere, at the same time"


def test_of_what_is_closed_asked_again_or_no_appointment_nothing_moves(desk: Desk) -> None:
    closed, again, words = agreed(desk), agreed(desk), desk.answered()
    desk.do("rate_request", EDITOR, request=closed["id"], stars=5)
    desk.do("reopen_request", EDITOR, request=again["id"], reason="那天有会。")
    for asked, code in ((closed, "illegal_move"), (again, "illegal_move"), (words, "no_appointment")):
        for method, more in (("reschedule_request", MOVING), ("call_off_request", OFF)):
            problem = refused(Conflict, desk, method, OFFICER, request=asked["id"], **more)
            assert problem.code == f"request.{code}"
        assert not {"reschedule", "call_off"} & set(desk.ask("request", OFFICER, request=asked["id"])["may"])


def test_once_it_began_it_is_as_it_was() -> None:
    given = Answer(AnswerKind.APPOINTMENT, "officer", MONDAY, starts_at=MONDAY + DAY, place="新闻科")
    asked = request(RequestKind.INTERVIEW, unit="press", officer="officer")
    (change,) = moves.answer(asked, given, [], by("officer"))
    officer = asker("officer", office=OFFICE)
    for moment, still in ((MONDAY + DAY - HOUR, True), (MONDAY + DAY, False)):
        assert ("reschedule" in permissions.may(change.request, officer, moment)) is still
        assert ("call_off" in permissions.may(change.request, officer, moment)) is still
    for act in (
        lambda: rescheduling.reschedule(change.request, MONDAY + 3 * DAY, "别处", "有事", by("officer", MONDAY + DAY)),
        lambda: rescheduling.call_off(change.request, "有事", by("officer", MONDAY + DAY)),
    ):
        with pytest.raises(Conflict) as problem:
            act()
        assert problem.value.code == "request.appointment_began"


def test_one_of_a_case_is_none_whatever_is_in_its_answer() -> None:
    given = Answer(AnswerKind.APPOINTMENT, "named", MONDAY, starts_at=MONDAY + DAY, place="新闻科")
    case = request(RequestKind.RIGHTS, answer=given, status=RequestStatus.ANSWERED, officer="named", unit="press")
    assert not {"reschedule", "call_off"} & set(permissions.may(case, asker("named"), MONDAY))
    with pytest.raises(Conflict) as problem:
        rescheduling.call_off(case, "有事", by("named"))
    assert problem.value.code == "request.no_appointment" and appointments.of(case) == []
    assert Act.CALL_OFF in permissions.OF_ANSWERER


def test_those_that_were_answered_with_it_follow_until_they_have_another_date(desk: Desk) -> None:
    first, other = together(desk)
    desk.do("reschedule_request", OFFICER, request=first["id"], **MOVING)
    assert [each["starts_at"] for each in month(desk, RIVAL)] == [LATER]
    assert {each.request.outlet for each in desk.told(AppointmentMoved)} == {"o1", "o2"}
    alone = MOVING | {"starts_at": (LATER + DAY).isoformat()}
    desk.do("reschedule_request", OFFICER, request=other["id"], **alone)
    assert [each["starts_at"] for each in month(desk, EDITOR)] == [LATER]
    desk.do("call_off_request", OFFICER, request=first["id"], **OFF)
    assert [each["off"] for each in month(desk, EDITOR)] == [True]
    assert [(each["starts_at"], each["off"]) for each in month(desk, RIVAL)] == [(LATER + DAY, False)]


def test_what_another_asked_again_or_closed_stays_as_it_is(desk: Desk) -> None:
    first, other = together(desk)
    desk.do("rate_request", RIVAL, request=other["id"], stars=5)
    desk.do("call_off_request", OFFICER, request=first["id"], **OFF)
    assert [each["off"] for each in month(desk, RIVAL)] == [False]
    assert desk.ask("request", RIVAL, request=other["id"])["state"] == "closed"


def test_who_is_of_an_outlet_that_meets_too_does_not_move_it(desk: Desk) -> None:
    first, other = together(desk)
    desk.outlet("o2", "rival", "officer")
    problem = refused(Conflict, desk, "reschedule_request", OFFICER, request=first["id"], **MOVING)
    assert (problem.code, problem.params) == ("request.joined_own", {"number": other["number"]})
    assert "reschedule" not in desk.ask("request", OFFICER, request=first["id"])["may"]
    assert "reschedule" in desk.ask("request", HEAD, request=first["id"])["may"]
    desk.do("reschedule_request", HEAD, request=first["id"], **MOVING)


def test_it_lapses_so_many_days_after_its_new_time() -> None:
    given = Answer(AnswerKind.APPOINTMENT, "officer", MONDAY, starts_at=MONDAY + DAY, place="新闻科")
    (change,) = moves.answer(request(RequestKind.INTERVIEW, officer="officer"), given, [], by("officer"))
    moved = rescheduling.reschedule(change.request, MONDAY + 9 * DAY, "别处", "有事", by("officer")).request
    days = timedelta(days=OFFICE.policy.lapse_days)
    assert moved.clock and moved.clock.due_at == MONDAY + 9 * DAY + days
    assert moves.lapse(moved, by("", MONDAY + 9 * DAY)) is None
    off = rescheduling.call_off(moved, "有事", by("officer", MONDAY + DAY)).request
    assert off.clock and off.clock.due_at == MONDAY + DAY + days
