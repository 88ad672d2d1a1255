"""Who answered a call, and who has not any more."""

from __future__ import annotations

from typing import Any

import pytest

from shared import events as facts
from shared.errors import Forbidden
from shared.events.calls import CallAnswered, CallAnswerWithdrawn
from shared.mongo import StaleWrite
from tests.services.liaison.calls.desk import LEADER, PARTNER, WRITER, Desk


def test_who_answered_is_told_once_and_sees_its_own_works(desk: Desk) -> None:
    call = desk.opened()["id"]
    first = desk.work(call)
    desk.hand_in(first)
    desk.hand_in(desk.work(call))
    desk.hand_in(desk.work(call, "o2"))
    answered = [each.data for each in desk.told() if isinstance(each.data, CallAnswered)]
    assert [(each.outlet, each.submission == first.id) for each in answered] == [("o1", True), ("o2", False)]
    assert len(desk.ask("call_answers", LEADER, call=call)["items"]) == 3
    own = desk.ask("call_answers", PARTNER, call=call)["items"]
    assert [each["outlet"] for each in own] == ["o2"]
    assert desk.ask("calls", LEADER)["items"][0]["answered"] == 2
    assert desk.ask("calls", PARTNER)["items"][0]["answered"] == 1
    assert desk.ask("calls", WRITER, mine=True)["items"] == []
    with pytest.raises(Forbidden):
        desk.ask("call_result", WRITER, call=call)


def taken_back(desk: Desk, call: str, outlet: str, id_: str, version: int) -> None:
    state = desk.work(call, outlet, id_, status="withdrawn")
    desk.hear(facts.SubmissionWithdrawn(state, "writer"), id_, version)


def outcome(desk: Desk) -> tuple[list[str], list[str]]:
    """What was told of answers, and of who took part."""
    answers = (CallAnswered, CallAnswerWithdrawn)
    parts = (facts.OutletParticipated, facts.ParticipationWithdrawn)
    kinds = desk.kinds()
    return [each.__name__ for each in kinds if each in answers], [each.__name__ for each in kinds if each in parts]


DONE, UNDONE = ("CallAnswered", "OutletParticipated"), ("CallAnswerWithdrawn", "ParticipationWithdrawn")


def test_who_takes_the_last_work_back_has_not_answered_and_may_again(desk: Desk) -> None:
    call = desk.opened()["id"]
    first, second = desk.work(call), desk.work(call)
    desk.hand_in(first)
    desk.hand_in(second)
    taken_back(desk, call, "o1", first.id, 2)
    assert outcome(desk) == (["CallAnswered"], ["OutletParticipated"])
    taken_back(desk, call, "o1", second.id, 2)
    taken_back(desk, call, "o1", second.id, 2)
    assert [kinds[-1] for kinds in outcome(desk)] == list(UNDONE)
    [shown] = desk.ask("participations", WRITER)["items"]
    assert (shown["withdrawn_at"] is None, shown["reason"]) == (False, "")
    for _ in range(2):
        desk.hand_in(desk.work(call))
    assert outcome(desk) == tuple([one, two, one] for one, two in zip(DONE, UNDONE, strict=True))
    [shown] = desk.ask("participations", WRITER)["items"]
    assert (shown["withdrawn_at"], shown["version"]) == (None, 3)


@pytest.mark.parametrize("event", ["handed in again", "revised"])
def test_a_work_that_names_another_call_answers_the_former_one_no_more(desk: Desk, event: str) -> None:
    call, other = desk.opened()["id"], desk.opened(title="禁毒随手拍")["id"]
    state = desk.work(call)
    desk.hand_in(state)
    named = desk.work(other, id_=state.id)
    if event == "revised":
        desk.hear(facts.SubmissionRevised(named, "writer", "h"), state.id, 2)
    else:
        desk.hand_in(named, 2, 2)
    told = [each.data for each in desk.told() if isinstance(each.data, CallAnswered | CallAnswerWithdrawn)]
    found = [(type(each), each.call.id == call) for each in told]
    again = [] if event == "revised" else [(CallAnswered, False)]
    assert found == [(CallAnswered, True), (CallAnswerWithdrawn, True), *again]


def test_a_work_of_which_one_hears_late_that_it_was_handed_in_is_no_answer_when_it_was_taken_back(desk: Desk) -> None:
    call = desk.opened()["id"]
    state = desk.work(call)
    taken_back(desk, call, "o1", state.id, 2)
    desk.hand_in(state, 1)
    assert outcome(desk) == ([], [])


def test_what_a_person_withdrew_stays_withdrawn_whatever_is_handed_in(desk: Desk) -> None:
    call = desk.opened()["id"]
    state = desk.work(call)
    desk.hand_in(state)
    [shown] = desk.ask("participations", LEADER)["items"]
    desk.do("withdraw_participation", participation=shown["id"], reason="代投。")
    taken_back(desk, call, "o1", state.id, 2)
    desk.hand_in(desk.work(call))
    assert outcome(desk)[1] == ["OutletParticipated", "ParticipationWithdrawn"]
    assert desk.ask("participations", LEADER)["items"][0]["reason"] == "代投。"


@pytest.mark.parametrize("how", ["withdrawn", "handed in"])
def test_two_works_of_one_outlet_at_once_leave_what_they_are_together(desk: Desk, how: str) -> None:
    call, service = desk.opened()["id"], desk.stage.service
    first, second = desk.work(call), desk.work(call)
    desk.hand_in(first)
    if how == "withdrawn":
        desk.hand_in(second)
    found = service.works_known.answered_besides

    def late(*asked: Any) -> bool:
        """It was looked at, and then the other work is told of."""
        service.works_known.answered_besides = found
        seen: bool = found(*asked)
        if how == "withdrawn":
            taken_back(desk, call, "o1", second.id, 2)
        else:
            desk.hand_in(second)
        return seen

    service.works_known.answered_besides = late
    try:
        taken_back(desk, call, "o1", first.id, 2)
    except StaleWrite:
        taken_back(desk, call, "o1", first.id, 2)
    ended = outcome(desk)[0][-1]
    assert ended == ("CallAnswerWithdrawn" if how == "withdrawn" else "CallAnswered")
