"""The life of a call for works: what it promises, what fits, what is told of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.context import Role
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.events.calls import CallCancelled, CallChanged, CallClosed, CallOpened
from tests.services.liaison.calls.desk import CALL, LEADER, WRITER, Desk
from tests.services.stage import asking


def test_a_call_goes_its_whole_way_and_nobody_hears_of_the_draft(desk: Desk) -> None:
    draft = desk.add(topic="反诈骗", extra_points=5)
    assert (draft["state"], draft["topic"], draft["may"]) == ("draft", "反诈", ["change", "open", "cancel"])
    assert desk.kinds() == []
    with pytest.raises(NotFound):
        desk.ask("call", WRITER, call=draft["id"])
    opened = desk.do("open_call", call=draft["id"])
    assert (opened["state"], opened["days_left"]) == ("open", 10)
    seen = desk.ask("call", WRITER, call=draft["id"])
    assert (seen["may"], seen["by"], seen["moves"]) == (["answer"], None, [])
    closed = desk.do("close_call", call=draft["id"])
    assert closed["state"] == "closed" and closed["may"] == []
    with pytest.raises(Conflict) as refused:
        desk.do("cancel_call", call=draft["id"], reason="太晚")
    assert refused.value.params["allowed"] == []
    assert desk.kinds() == [CallOpened, CallClosed]
    first = desk.told()[0].data
    assert isinstance(first, CallOpened)
    assert (first.call.extra_points, first.call.topic) == (5, "反诈")


def test_a_draft_that_is_cancelled_was_never_told_to_anybody(desk: Desk) -> None:
    draft = desk.add()["id"]
    desk.do("cancel_call", call=draft, reason="领导不同意。")
    with pytest.raises(NotFound):
        desk.ask("call", WRITER, call=draft)
    for asked in ({}, {"state": "cancelled"}):
        assert desk.ask("calls", WRITER, **asked)["items"] == []
    opened = desk.opened()["id"]
    desk.do("cancel_call", call=opened, reason="不再需要。")
    assert [each["id"] for each in desk.ask("calls", WRITER)["items"]] == [opened]
    assert desk.ask("call", WRITER, call=opened)["reason"] == "不再需要。"
    assert desk.ask("call", call=draft)["state"] == "cancelled", "the bureau sees what it wrote"


def test_what_was_promised_stands_once_a_call_is_open(desk: Desk) -> None:
    draft = desk.add(extra_points=5)
    given = {"title": "全民反诈百日行", "brief": "写一种新骗局。", "closes_at": draft["closes_at"]}
    desk.do("change_call", call=draft["id"], extra_points=8, **given)
    desk.do("open_call", call=draft["id"])
    for points in (7, 9, 0):
        with pytest.raises(Invalid) as refused:
            desk.do("change_call", call=draft["id"], extra_points=points, **given)
        assert [(each.pointer, each.rule) for each in refused.value.problems] == [
            ("/extra_points", "call.points_promised")
        ]  # fmt: skip
    changed = desk.do("change_call", call=draft["id"], extra_points=8, **given | {"title": "反诈百日行"})
    assert (changed["title"], changed["extra_points"]) == ("反诈百日行", 8)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"closes_at": None}, "/closes_at"),
        ({"closes_at": "2020-01-01T00:00:00Z"}, "/closes_at"),
        ({"opens_at": "2099-01-01T00:00:00Z"}, "/closes_at"),
        ({"invited": "categories"}, "/categories"),
        ({"invited": "outlets"}, "/outlets"),
        ({"invited": "outlets", "outlets": ["o1", "o9"]}, "/outlets/1"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_place(desk: Desk, changes: dict[str, Any], place: str) -> None:
    with pytest.raises(Invalid) as refused:
        desk.add(**changes)
    assert [each.pointer for each in refused.value.problems] == [place]


def test_an_outlet_that_closed_since_stops_no_change_and_is_named_by_none_anew(desk: Desk) -> None:
    named = {"invited": "outlets", "outlets": ["o1", "o2"]}
    call = desk.opened(**named)
    desk.outlet("o2", "influencer", "partner", status="closed")
    given = {"brief": "一种新骗局。", "title": "反诈百日行", "closes_at": call["closes_at"].isoformat()}
    changed = desk.do("change_call", call=call["id"], **given | named)
    assert (changed["title"], changed["outlets"]) == ("反诈百日行", ["o1", "o2"])
    desk.do("change_call", call=call["id"], **given | {"invited": "outlets", "outlets": ["o1"]})
    with pytest.raises(Invalid) as refused:
        desk.do("change_call", call=call["id"], **given | named)
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [("/outlets/1", "call.outlet_unknown")]


def test_a_column_runs_until_it_is_closed(desk: Desk) -> None:
    column = desk.opened(kind="column", closes_at=None)
    assert (column["state"], column["days_left"]) == ("open", None)
    assert desk.passes(now() + timedelta(days=400)) == 0


def test_a_draft_opens_by_itself_and_one_whose_end_is_over_does_not(desk: Desk) -> None:
    begins = {"opens_at": (now() + timedelta(days=1)).isoformat()}
    one, late = desk.add(**begins), desk.add(days=2, **begins)
    desk.passes(now() + timedelta(days=1, hours=1))
    assert {desk.ask("call", call=each["id"])["state"] for each in (one, late)} == {"open"}
    never = desk.add(days=3, **begins)
    assert desk.passes(now() + timedelta(days=9)) == 3
    assert desk.ask("call", call=never["id"])["state"] == "draft"
    assert desk.ask("call", call=late["id"])["state"] == "closed"
    assert desk.passes(now() + timedelta(days=9)) == 0


def test_a_change_of_an_open_call_is_told_with_whether_it_moved(desk: Desk) -> None:
    call = desk.opened()
    ends = call["closes_at"].isoformat()
    body = {name: value for name, value in CALL.items() if name != "kind"}
    desk.do("change_call", call=call["id"], **body | {"brief": "写清楚一点。", "closes_at": ends})
    desk.do("change_call", call=call["id"], **body | {"brief": "写清楚一点。", "closes_at": ends})
    later = (call["closes_at"] + timedelta(days=1)).isoformat()
    desk.do("change_call", call=call["id"], **body | {"brief": "写清楚一点。", "closes_at": later})
    changes = [each.data for each in desk.told() if isinstance(each.data, CallChanged)]
    assert [each.moved for each in changes] == [False, True]
    with pytest.raises(Invalid):
        desk.do("change_call", call=call["id"], **body | {"closes_at": "2020-01-01T00:00:00Z"})


def test_a_cancelled_draft_is_told_to_nobody_and_an_open_one_with_its_reason(desk: Desk) -> None:
    desk.do("cancel_call", call=desk.add()["id"], reason="重复")
    assert desk.kinds() == []
    desk.do("cancel_call", call=desk.opened()["id"], reason="并入上级活动")
    (told,) = [each.data for each in desk.told() if isinstance(each.data, CallCancelled)]
    assert told.reason == "并入上级活动"


def test_liaisons_alone_make_calls_and_not_of_their_own_outlet(desk: Desk) -> None:
    for who in (WRITER, LEADER, asking("root", Role.ADMIN)):
        with pytest.raises(Forbidden):
            desk.do("add_call", who, **CALL | {"closes_at": "2099-01-01T00:00:00Z"})
    desk.outlet("o4", "self_media", "officer")
    with pytest.raises(Forbidden):
        desk.add()
