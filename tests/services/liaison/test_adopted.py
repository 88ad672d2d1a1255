"""A suggestion that is adopted is its outlet's part in the work together, once, until it is answered otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from services.liaison.domain.requests import Answer, adoption
from shared.context import RequestContext
from shared.contracts.liaison_terms import AnswerKind, RequestKind
from shared.errors import Invalid
from shared.events import OutletParticipated, ParticipationWithdrawn, RequestAnswered
from tests.services.liaison.desk import EDITOR, LIAISON, OFFICER, REFUSAL, RIVAL, Desk
from tests.services.liaison.makers import MONDAY, request
from tests.services.liaison.requests.refusing import refused, rules

YES: dict[str, Any] = {"kind": "reply", "text": "自下月起。", "adopted": True}
NO: dict[str, Any] = {"kind": "reply", "text": "暂不具备条件。", "adopted": False}


def suggested(desk: Desk, by: RequestContext = EDITOR, outlet: str = "o1", title: str = "固定开放日") -> Any:
    return desk.opened("suggestion", by, outlet=outlet, title=title)


def together(desk: Desk, *others: Any) -> Any:
    """One that an officer has, with others joined to it."""
    first = desk.assigned(of=suggested(desk))
    for each in others:
        desk.do("join_request", LIAISON, request=each["id"], to=first["id"])
    return first


def stands(desk: Desk) -> list[tuple[str, str, str]]:
    """Outlet, kind and title of what stands."""
    found = desk.ask("participations", LIAISON)["items"]
    return sorted((each["outlet"], each["kind"], each["title"]) for each in found if each["withdrawn_at"] is None)


def test_it_is_recorded_and_told_once_and_both_sides_read_it(desk: Desk) -> None:
    asked = together(desk)
    assert asked["adopted"] is None
    answered = desk.do("answer_request", OFFICER, request=asked["id"], **YES)
    assert (answered["adopted"], answered["answer"]["adopted"]) == (True, True)
    (fact,) = desk.told(OutletParticipated)
    state = fact.participation
    assert (state.outlet, state.kind, state.object) == ("o1", "suggestion", asked["id"])
    assert [each.adopted for each in desk.told(RequestAnswered)] == [True]
    assert [each["adopted"] for each in desk.ask("requests_list", EDITOR)["items"]] == [True]
    desk.do("reopen_request", EDITOR, request=asked["id"], reason="哪一天？")
    assert desk.do("answer_request", OFFICER, request=asked["id"], **YES)["earlier_answers"][0]["adopted"] is True
    assert stands(desk) == [("o1", "suggestion", "固定开放日")] and len(desk.told(OutletParticipated)) == 1


@pytest.mark.parametrize("given", [NO, REFUSAL, REFUSAL | {"adopted": False}])
def test_what_is_not_adopted_is_not_recorded_and_says_so(desk: Desk, given: dict[str, Any]) -> None:
    asked = together(desk)
    assert desk.do("answer_request", OFFICER, request=asked["id"], **given)["adopted"] is False
    assert (stands(desk), [each.adopted for each in desk.told(RequestAnswered)]) == ([], [False])


@pytest.mark.parametrize(("kind", "given", "rule"), [
    ("suggestion", {"kind": "reply", "text": "好。"}, "required"),
    ("suggestion", REFUSAL | {"adopted": True}, "answer.refused"),
    ("rumour", YES, "answer.no_suggestion"), ("material", REFUSAL | {"adopted": False}, "answer.no_suggestion"),
])  # fmt: skip
def test_whether_it_is_adopted_is_said_of_suggestions_alone(
    desk: Desk, kind: str, given: dict[str, Any], rule: str
) -> None:
    asked = desk.assigned(of=desk.opened(kind))
    assert rules(refused(Invalid, desk, "answer_request", OFFICER, request=asked["id"], **given)) == [
        f"/adopted {rule}"
    ]
    assert stands(desk) == []


def test_joined_ones_of_an_outlet_count_once_and_those_of_others_once_each(desk: Desk) -> None:
    mine = suggested(desk, title="开放日再定一次")
    theirs = [suggested(desk, RIVAL, "o2", title) for title in ("定期开放", "每月开放")]
    first = together(desk, mine, *theirs)
    desk.do("answer_request", OFFICER, request=first["id"], **YES)
    assert stands(desk) == [("o1", "suggestion", "固定开放日"), ("o2", "suggestion", "定期开放")]
    objects = {each.participation.outlet: each.participation.object for each in desk.told(OutletParticipated)}
    assert objects == {"o1": first["id"], "o2": theirs[0]["id"]}, "nobody is told what theirs was joined to"
    for each, by in ((mine, EDITOR), (theirs[1], RIVAL)):
        desk.do("reopen_request", by, request=each["id"], reason="还有一点。")
        desk.do("answer_request", OFFICER, request=each["id"], **YES)
    assert len(stands(desk)) == 2 and len(desk.told(OutletParticipated)) == 2


def test_it_ends_with_the_last_answer_that_adopts_it_and_comes_back_with_another(desk: Desk) -> None:
    mine = suggested(desk, title="开放日再定一次")
    first = together(desk, mine)
    desk.do("answer_request", OFFICER, request=first["id"], **YES)
    for each, left in ((mine, 1), (first, 0)):
        desk.do("reopen_request", EDITOR, request=each["id"], reason="改了主意？")
        assert len(stands(desk)) == 1, "while it is asked again nothing is decided"
        desk.do("answer_request", OFFICER, request=each["id"], **NO)
        assert len(stands(desk)) == left
    assert len(desk.told(ParticipationWithdrawn)) == 1
    desk.do("reopen_request", EDITOR, request=mine["id"], reason="请再考虑。")
    desk.do("answer_request", OFFICER, request=mine["id"], **YES)
    assert [each[0] for each in stands(desk)] == ["o1"]


def test_what_a_liaison_withdrew_stays_so(desk: Desk) -> None:
    asked = together(desk)
    desk.do("answer_request", OFFICER, request=asked["id"], **YES)
    (kept,) = desk.ask("participations", LIAISON)["items"]
    desk.do("withdraw_participation", LIAISON, participation=kept["id"], reason="与上次相同。")
    desk.do("reopen_request", EDITOR, request=asked["id"], reason="不同。")
    desk.do("answer_request", OFFICER, request=asked["id"], **YES)
    assert stands(desk) == []


def test_an_outlet_goes_on_under_what_it_was_recorded_as() -> None:
    before = Answer(AnswerKind.REPLY, "officer", MONDAY, adopted=True, adopted_as="r7")
    known = request(RequestKind.SUGGESTION, id="r2", earlier=(before,))
    fresh = request(RequestKind.SUGGESTION)
    other = request(RequestKind.SUGGESTION, id="r3", outlet="radio")
    assert adoption.credited([fresh, known, other]) == {"r1": "r7", "r2": "r7", "r3": "r3"}
