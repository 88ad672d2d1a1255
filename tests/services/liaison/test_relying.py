"""What gives somebody the right to act on a request holds at the commit, too: it is taken from them just before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.context import RequestContext, Role
from shared.errors import Conflict, DomainError, Invalid, NotFound
from tests.services.liaison.desk import (
    COLLEAGUE,
    EDITOR,
    HEAD,
    LEADER,
    LIAISON,
    NAMED,
    OFFICER,
    REFUSAL,
    SECOND_NAMED,
    Desk,
)

WRITES = ("save", "say", "note", "add")
SAID = {"text": "在办。"}
HANDED = {"to": "刑侦大队", "taken_by": "赵警官"}
CAME = {"outcome": "filed", "on": "2026-09-18"}


def just_before_the_commit(desk: Desk, happens: Callable[[], Any]) -> list[str]:
    """Have something happen once, after the next act is decided; what it was that was decided."""
    requests, seen = desk.stage.service.requests, list[str]()

    def late(name: str) -> Callable[..., None]:
        written = getattr(type(requests), name)

        def write(*given: Any) -> None:
            written(requests, *given)
            if not seen:
                seen.append(name)
                happens()

        return write

    for name in WRITES:
        setattr(requests, name, late(name))
    return seen


def undone(desk: Desk, error: type[DomainError], method: str, by: RequestContext, **data: Any) -> str:
    """The code with which an act is refused that left nothing behind."""
    kept = ("requests", "messages", "notes", "history")

    def state() -> list[Any]:
        return [[{**each, "judged": 0} for each in desk.stage.db[name].find().sort("_id")] for name in kept]

    before = state()
    with pytest.raises(error) as found:
        desk.do(method, by, **data)
    assert state() == before
    return found.value.code


@pytest.mark.parametrize("method", ["say_on_request", "rate_request", "reopen_request", "withdraw_request"])
def test_who_left_the_outlet_before_the_commit_does_nothing_for_it(desk: Desk, method: str) -> None:
    asked = desk.opened() if method == "withdraw_request" else desk.answered()
    more: dict[str, Any] = {"rate_request": {"stars": 1}, "reopen_request": {"reason": "不清楚。"}}.get(method, {})
    more = SAID if method == "say_on_request" else more
    seen = just_before_the_commit(desk, lambda: desk.outlet("o1", "editor"))
    assert undone(desk, NotFound, method, COLLEAGUE, request=asked["id"], **more) == "request.not_found"
    assert seen


def test_whose_account_is_closed_before_the_commit_says_nothing_for_the_outlet(desk: Desk) -> None:
    asked = desk.opened()
    desk.person("editor")
    just_before_the_commit(desk, lambda: desk.person("editor", closed=True))
    assert undone(desk, Invalid, "say_on_request", EDITOR, request=asked["id"], **SAID) == "validation"


def test_whose_account_is_closed_before_the_commit_asks_for_nothing(desk: Desk) -> None:
    just_before_the_commit(desk, lambda: desk.person("editor", closed=True))
    asked = {"kind": "material", "outlet": "o1", "title": "画面", "text": "一段。"}
    assert undone(desk, Invalid, "open_request", EDITOR, **asked) == "validation"


def test_what_was_withdrawn_before_the_commit_is_spoken_on_no_more(desk: Desk) -> None:
    asked = desk.opened()
    just_before_the_commit(desk, lambda: desk.do("withdraw_request", EDITOR, request=asked["id"]))
    with pytest.raises(Conflict) as found:
        desk.do("say_on_request", LIAISON, request=asked["id"], **SAID)
    assert found.value.code == "request.over" and desk.stage.db["messages"].count_documents({}) == 0


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("acknowledge_request", {}),
        ("say_on_request", SAID),
        ("note_on_request", SAID),
        ("answer_request", REFUSAL),
        ("hand_over_case", HANDED),
        ("record_outcome", CAME),
    ],
)
def test_who_is_named_no_more_before_the_commit_does_nothing_to_a_case(
    desk: Desk, method: str, more: dict[str, Any]
) -> None:
    case = desk.opened("rights")
    if method == "record_outcome":
        desk.do("hand_over_case", NAMED, request=case["id"], **HANDED)
    just_before_the_commit(desk, lambda: desk.name("second"))
    assert undone(desk, NotFound, method, NAMED, request=case["id"], **more) == "request.not_found"


def test_a_case_is_not_given_to_who_is_named_no_more_before_the_commit(desk: Desk) -> None:
    case = desk.opened("rights")
    just_before_the_commit(desk, lambda: desk.name("named"))
    given = {"request": case["id"], "unit": desk.unit, "officer": "second"}
    assert undone(desk, Invalid, "assign_request", NAMED, **given) == "validation"


def test_a_case_that_was_given_just_before_is_taken_from_who_is_named_no_more(desk: Desk) -> None:
    """The other way round: the list was read, and then the case is assigned upon it."""
    case, stage = desk.opened("rights"), desk.stage
    found = stage.service.desk.save_named

    def late(*given: Any) -> None:
        found(*given)
        stage.service.desk.save_named = found
        desk.assigned("second", of=case)

    stage.service.desk.save_named = late
    desk.name("named")
    seen = desk.ask("request", NAMED, request=case["id"])
    assert (seen["state"], seen["officer"]) == ("acknowledged", None)


def test_a_case_is_not_taken_in_when_the_last_who_would_see_it_is_of_the_outlet_before_the_commit(desk: Desk) -> None:
    desk.name("named")
    just_before_the_commit(desk, lambda: desk.outlet("o1", "editor", "colleague", "named"))
    asked = {"kind": "rights", "outlet": "o1", "title": "采访受阻", "text": "被人推搡。"}
    assert undone(desk, Conflict, "open_request", EDITOR, **asked) == "request.nobody_named"


def test_a_case_is_reopened_for_who_answered_it_only_while_they_are_named(desk: Desk) -> None:
    case = desk.assigned("second", of=desk.opened("rights"))
    desk.do("answer_request", SECOND_NAMED, request=case["id"], **REFUSAL)
    just_before_the_commit(desk, lambda: desk.name("named"))
    again = desk.do("reopen_request", EDITOR, request=case["id"], reason="不清楚。")
    assert again["state"] == "acknowledged"
    assert desk.ask("request", NAMED, request=case["id"])["officer"] is None


@pytest.mark.parametrize("method", ["acknowledge_request", "answer_request", "assign_request"])
def test_who_is_no_liaison_before_the_commit_does_nothing_at_the_desk(desk: Desk, method: str) -> None:
    asked = desk.opened()
    more: dict[str, Any] = {"answer_request": REFUSAL}.get(method, {})
    more = {"unit": desk.unit, "officer": "officer"} if method == "assign_request" else more
    just_before_the_commit(desk, lambda: desk.person("liaison", Role.REVIEWER_FIRST))
    assert undone(desk, Invalid, method, LIAISON, request=asked["id"], **more) == "validation"


@pytest.mark.parametrize(("method", "more"), [("answer_request", REFUSAL), ("note_on_request", SAID)])
def test_who_heads_the_unit_no_more_before_the_commit_does_not_answer_for_it(
    desk: Desk, method: str, more: dict[str, Any]
) -> None:
    asked = desk.assigned()

    def another() -> None:
        desk.do("change_unit", LEADER, unit=desk.unit, name="新闻科", head="named", officers=["officer"], active=True)

    just_before_the_commit(desk, another)
    assert undone(desk, NotFound, method, HEAD, request=asked["id"], **more) == "request.not_found"


def test_who_heads_a_unit_no_more_before_the_commit_speaks_on_nothing_of_others(desk: Desk) -> None:
    asked = desk.assigned()

    def another() -> None:
        desk.do("change_unit", LEADER, unit=desk.unit, name="新闻科", head="named", officers=["officer"], active=True)

    just_before_the_commit(desk, another)
    assert undone(desk, NotFound, "say_on_request", HEAD, request=asked["id"], **SAID) == "request.not_found"


def test_what_was_given_to_another_before_the_commit_is_noted_on_by_its_officer_no_more(desk: Desk) -> None:
    asked = desk.assigned()
    desk.do("change_unit", LEADER, unit=desk.unit, name="新闻科", head="head", officers=["named"], active=True)
    just_before_the_commit(desk, lambda: desk.assigned("named", of=asked))
    with pytest.raises(NotFound):
        desk.do("note_on_request", OFFICER, request=asked["id"], **SAID)
    assert desk.stage.db["notes"].count_documents({}) == 0
