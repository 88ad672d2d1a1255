"""Dates and places that requests are answered with, in the calendars of those whom they concern and of nobody else."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.liaison.domain.requests import Answer, appointments, moves
from shared.clock import now
from shared.context import RequestContext
from shared.contracts.liaison_terms import AnswerKind, RequestKind
from shared.errors import Invalid
from tests.services.liaison.desk import (
    COLLEAGUE,
    EDITOR,
    HEAD,
    LEADER,
    LIAISON,
    NAMED,
    OFFICER,
    RIVAL,
    Desk,
)
from tests.services.liaison.makers import MONDAY, by, request
from tests.services.stage import asking

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT = now().replace(microsecond=0) + 5 * DAY
ELSEWHERE = "指挥中心二楼"


def agreed(desk: Desk, at: datetime = AT, place: str = "新闻科", of: Any = None, kind: str = "interview") -> Any:
    """A request whose officer gave a date and place."""
    of = of or desk.assigned(of=desk.opened(kind))
    given = {"kind": "appointment", "starts_at": at.isoformat(), "place": place, "text": "找王警官。"}
    return desk.do("answer_request", OFFICER, request=of["id"], **given)


def month(desk: Desk, who: RequestContext, since: datetime = AT - DAY, until: datetime = AT + 30 * DAY) -> list[Any]:
    span = {"since": since.isoformat(), "until": until.isoformat()}
    return list(desk.ask("appointments", who, **span)["items"])


def feed(desk: Desk, who: RequestContext) -> list[Any]:
    """What somebody's private address has of appointments."""
    digest = hashlib.sha256(who.actor.account.encode()).hexdigest()
    desk.do("make_feed", who, digest=digest)
    return list(desk.ask("feed_activities", asking(""), digest=digest)["appointments"])


def test_it_is_in_the_calendars_of_those_whom_it_concerns_alone(desk: Desk) -> None:
    made = agreed(desk)
    for who in (EDITOR, COLLEAGUE, OFFICER, HEAD):
        (found,) = month(desk, who)
        same = ("request", "number", "kind", "title", "outlet")
        assert [found[name] for name in same] == [made["id"], made["number"], "interview", "现场画面", "o1"]
        assert (found["starts_at"], found["place"], found["off"]) == (AT, "新闻科", False)
        (entry,) = feed(desk, who)
        assert {name: entry[name] for name in found} == found
        assert (entry["text"], entry["version"]) == ("找王警官。", made["version"])
    for who in (RIVAL, LIAISON, LEADER, NAMED, asking("nobody")):
        assert (month(desk, who), feed(desk, who)) == ([], []), who.actor.account


def test_whoever_leaves_the_outlet_or_the_unit_has_it_no_more(desk: Desk) -> None:
    agreed(desk)
    desk.outlet("o1", "editor")
    assert (month(desk, COLLEAGUE), feed(desk, COLLEAGUE)) == ([], [])
    desk.do("change_unit", LEADER, unit=desk.unit, name="新闻科", head="second", officers=["officer"])
    assert (month(desk, HEAD), feed(desk, HEAD)) == ([], [])
    desk.outlet("o1", "editor", "officer")
    assert len(month(desk, OFFICER)) == 1, "as one of the outlet"


def test_it_begins_within_the_time_that_is_asked_for(desk: Desk) -> None:
    agreed(desk)
    assert len(month(desk, EDITOR, AT, AT + HOUR)) == 1
    assert month(desk, EDITOR, AT + HOUR) == month(desk, EDITOR, AT - DAY, AT) == []
    with pytest.raises(Invalid) as refused:
        month(desk, EDITOR, AT, AT)
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [("/until", "range.order")]


def test_asked_again_before_its_date_it_is_off_and_another_date_moves_it(desk: Desk) -> None:
    made = agreed(desk)
    (first,) = feed(desk, EDITOR)
    desk.do("reopen_request", EDITOR, request=made["id"], reason="那天有会。")
    for who in (EDITOR, OFFICER):
        assert [(each["id"], each["off"]) for each in month(desk, who)] == [(first["id"], True)]
    (off,) = feed(desk, EDITOR)
    assert off["version"] > first["version"]
    agreed(desk, AT + 2 * DAY, ELSEWHERE, of=made)
    (moved,) = feed(desk, EDITOR)
    assert (moved["id"], moved["starts_at"], moved["place"]) == (first["id"], AT + 2 * DAY, ELSEWHERE)
    assert not moved["off"] and moved["version"] > off["version"]
    assert month(desk, EDITOR, AT - DAY, AT + DAY) == [], "it is no more where it was"


@pytest.mark.parametrize("then", ["refused", "withdrawn"])
def test_without_another_date_it_stays_off(desk: Desk, then: str) -> None:
    made = agreed(desk)
    desk.do("reopen_request", EDITOR, request=made["id"], reason="那天有会。")
    if then == "refused":
        desk.do("answer_request", OFFICER, request=made["id"], kind="refusal", text="近期无法安排。")
    else:
        desk.do("withdraw_request", EDITOR, request=made["id"], reason="")
    assert [each["off"] for each in feed(desk, EDITOR)] == [True]


def test_what_took_place_stays_and_another_is_one_more() -> None:
    def given(day: int) -> Answer:
        return Answer(AnswerKind.APPOINTMENT, "officer", MONDAY, starts_at=MONDAY + day * DAY, place="新闻科")

    asked = request(RequestKind.INTERVIEW, unit="press", officer="officer")
    (change,) = moves.answer(asked, given(2), [], by("officer"))
    after = moves.reopen(change.request, "还要补拍。", by("editor", MONDAY + 3 * DAY)).request
    assert [(each.id, each.off) for each in appointments.of(after)] == [("r1", False)]
    (again,) = moves.answer(after, given(5), [], by("officer", MONDAY + 3 * DAY))
    found = appointments.of(again.request)
    assert [(each.id, each.starts_at - MONDAY, each.off) for each in found] == [
        ("r1", 2 * DAY, False), ("r1-2", 5 * DAY, False),
    ]  # fmt: skip
    off = moves.reopen(again.request, "改天。", by("editor", MONDAY + 4 * DAY)).request
    assert [(each.id, each.off) for each in appointments.of(off)] == [("r1", False), ("r1-2", True)]


def test_of_those_that_are_answered_together_each_outlet_has_its_own(desk: Desk) -> None:
    first = desk.assigned(of=desk.opened("expert"))
    other = desk.opened("expert", RIVAL, outlet="o2", title="请来讲课")
    desk.do("join_request", LIAISON, request=other["id"], to=first["id"])
    agreed(desk, of=first)
    assert [each["request"] for each in month(desk, RIVAL)] == [other["id"]]
    assert [each["request"] for each in month(desk, EDITOR)] == [first["id"]]
    assert {each["outlet_name"] for each in month(desk, OFFICER)} == {"媒体o1", "媒体o2"}


def test_rights_protection_is_in_no_calendar_whatever_is_in_its_answer(desk: Desk) -> None:
    """Neither is it answered so, nor would it be shown if it were."""
    case = desk.assigned("named", of=desk.opened("rights"))
    given = {"kind": "appointment", "starts_at": AT.isoformat(), "place": "新闻科"}
    with pytest.raises(Invalid):
        desk.do("answer_request", NAMED, request=case["id"], **given)
    answer = {
        "kind": "appointment", "by": "named", "at": now(), "text": "", "files": [], "starts_at": AT, "place": "新闻科",
        "conditions": {"embargo_until": None, "source_line": ""}, "bulletin": "",
    }  # fmt: skip
    forced = {"$set": {"answer": answer, "earlier": [answer], "status": "answered"}}
    assert desk.stage.db["requests"].update_one({"_id": case["id"]}, forced).modified_count == 1
    for who in (EDITOR, COLLEAGUE, RIVAL, NAMED, OFFICER, HEAD, LIAISON, LEADER):
        assert (month(desk, who), feed(desk, who)) == ([], []), who.actor.account
    kept = request(RequestKind.RIGHTS, answer=Answer(AnswerKind.APPOINTMENT, "named", MONDAY, starts_at=MONDAY + DAY))
    assert appointments.of(kept) == []
