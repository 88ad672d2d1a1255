"""Requests, activities and calls are found by number and words among those of their list, and cases in their own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.liaison.migrations import found_by_words
from services.liaison.repository import searching
from shared.clock import now
from shared.context import RequestContext
from shared.errors import Invalid
from shared.grams import asked
from shared.mongo.searching import LOOKED_INTO, Part
from tests.services.liaison.desk import (
    COLLEAGUE,
    EDITOR,
    HEAD,
    LEADER,
    LIAISON,
    NAMED,
    OFFICER,
    RIVAL,
    SECOND_NAMED,
    STAFF,
    Desk,
)
from tests.services.liaison.test_reminders import DAY, announced, body
from tests.services.liaison.test_uninvited import changed
from tests.services.stage import BUREAU

EVERYBODY = (*STAFF, EDITOR, COLLEAGUE, RIVAL)
LISTS = ("requests_list", "activities_list", "calls")
CALL: dict[str, Any] = {"kind": "call", "title": "全民反诈百日行", "brief": "写一种新骗局，附截图。"}


def walk(desk: Desk, method: str, by: RequestContext, limit: int = 50, /, **query: Any) -> list[str]:
    """The ids of a whole list, page by page."""
    found: list[str] = []
    place: dict[str, str] = {}
    while True:
        page = desk.ask(method, by, limit=limit, **query, **place)
        assert len(page["items"]) <= limit
        found += [each["id"] for each in page["items"]]
        if not page["next"]:
            return found
        place = {"cursor": page["next"]}


def call(desk: Desk, *, opened: bool = True, **changes: Any) -> str:
    """A call for works that ends in ten days."""
    ends = {"closes_at": (now() + timedelta(days=10)).isoformat()}
    id_ = str(desk.do("add_call", LIAISON, **CALL | ends | changes)["id"])
    return str(desk.do("open_call", LIAISON, call=id_)["id"]) if opened else id_


@pytest.mark.parametrize("q", ["夜巡画面", "画", "夜巡 畫面", "ＡＢＣ", "《夜巡》", "三段，要", "频不"])
def test_any_part_of_title_or_text_finds_a_request(desk: Desk, q: str) -> None:
    found = desk.opened(title="夜巡画面", text="ABC 视频不少于三段，要横屏。")["id"]
    desk.opened("expert", title="讲反诈", text="一小时。")
    for by in (LIAISON, LEADER, EDITOR, COLLEAGUE):
        assert walk(desk, "requests_list", by, q=q) == walk(desk, "requests_list", by, q=q, open=True) == [found]
    assert walk(desk, "requests_list", RIVAL, q=q) == []


def test_a_request_is_found_by_any_part_of_its_number_as_people_write_it(desk: Desk) -> None:
    first, other = desk.opened(), desk.opened()
    number = first["number"]
    spelled = (number, number.lower(), number.replace("-", ""), number[5:], f" {number[:6]} {number[6:]} ")
    for q in spelled:
        for by in (LIAISON, EDITOR):
            assert walk(desk, "requests_list", by, q=q) == [first["id"]], q
    assert walk(desk, "requests_list", LIAISON, q=number[4:7]) == [other["id"], first["id"]]


def test_pairs_are_not_enough_and_what_is_typed_is_no_pattern(desk: Desk) -> None:
    desk.opened(title="夜巡", text="巡三公里。")
    for q in ("夜巡三", "没有这样的字", ".*", "$where"):
        for by in (LIAISON, EDITOR):
            assert walk(desk, "requests_list", by, q=q) == []


def test_quotation_marks_alone_are_no_search(desk: Desk) -> None:
    request, case = desk.opened()["id"], desk.opened("rights")["id"]
    assert walk(desk, "requests_list", LIAISON, q="“”") == walk(desk, "requests_list", EDITOR, q="“”") == [request]
    assert walk(desk, "cases", NAMED, q="“”") == [case]


@pytest.mark.parametrize("method", [*LISTS, "cases"])
def test_what_is_looked_for_has_its_longest(desk: Desk, method: str) -> None:
    assert walk(desk, method, LIAISON, q="字" * 100) == []
    with pytest.raises(Invalid) as refused:
        desk.ask(method, LIAISON, q="字" * 101)
    assert [each.pointer for each in refused.value.problems] == ["/q"]


def test_a_long_text_is_looked_into_from_its_beginning(desk: Desk) -> None:
    request = desk.opened(text="甲乙丙丁" * (LOOKED_INTO // 4 - 1) + "末尾的话" + "其后不查")["id"]
    for q, found in (("末尾", [request]), ("其后不查", [])):
        for by in (LIAISON, EDITOR):
            assert walk(desk, "requests_list", by, q=q) == found


def test_pages_orders_and_filters_are_those_of_the_list(desk: Desk) -> None:
    for number in range(7):
        kind = "material" if number % 2 else "expert"
        desk.opened(kind, title=f"夜巡{number}", **({"by": RIVAL, "outlet": "o2"} if number == 3 else {}))
    desk.opened(title="别的")
    desk.assigned(of=desk.opened(title="夜巡已派"))
    desk.answered(of=desk.opened(title="夜巡已答"))
    asked: list[dict[str, Any]] = [
        {}, {"open": True}, {"kind": "expert"}, {"state": "answered"}, {"mine": True}, {"outlet": "o2"},
        {"unit": desk.unit}, {"overdue": True}, {"released": True}, {"desk": True}, {"headed": True},
    ]  # fmt: skip
    other = walk(desk, "requests_list", LIAISON, q="别的")
    for by in EVERYBODY:
        for query in asked:
            listed = [each for each in walk(desk, "requests_list", by, **query) if each not in other]
            for limit in (1, 3, 50):
                assert walk(desk, "requests_list", by, limit, q="夜巡", **query) == listed, (by.actor.account, query)
    assert len(walk(desk, "requests_list", EDITOR, q="夜巡")) == 8
    assert len(walk(desk, "requests_list", OFFICER, q="夜巡", mine=True)) == 2


def test_an_activity_is_found_as_it_is_now_by_who_sees_it(desk: Desk) -> None:
    written = {"title": "警营开放日", "agenda": "参观反诈中心。", "invited": [{"to": "outlet", "id": "o1"}]}
    activity = announced(desk, 3 * DAY, **written)
    draft = desk.do("plan_activity", LIAISON, **body(2 * DAY, title="警营座谈"))["id"]
    readers = (LIAISON, NAMED, SECOND_NAMED, LEADER)
    for by in EVERYBODY:
        listed = walk(desk, "activities_list", by)
        assert walk(desk, "activities_list", by, q="警营") == listed, by.actor.account
        assert walk(desk, "activities_list", by, 1, q="警营", latest=True) == [*reversed(listed)]
        assert walk(desk, "activities_list", by, q="座谈") == ([draft] if by in readers else [])
        assert walk(desk, "activities_list", by, q="反诈中心") == ([] if by is RIVAL else [activity])
    changed(desk, activity, title="重阳走访", agenda="", place="敬老院")
    assert walk(desk, "activities_list", LIAISON, q="反诈中心") == walk(desk, "activities_list", EDITOR, q="开放") == []
    for q in ("重阳", "敬老院"):
        assert walk(desk, "activities_list", RIVAL, q=q) == walk(desk, "activities_list", LIAISON, q=q) == [activity]


def test_an_activity_that_moves_is_found_where_it_is_listed_now(desk: Desk) -> None:
    first, second = (announced(desk, days * DAY, title="开放日") for days in (2, 3))
    assert walk(desk, "activities_list", EDITOR, 1, q="开放日") == [first, second]
    times = {name: each.isoformat() for name, each in _times(4).items()}
    desk.do("change_activity", LIAISON, activity=first, **body(DAY) | {"title": "开放日"} | times)
    for by in (EDITOR, LIAISON):
        assert walk(desk, "activities_list", by, 1, q="开放日") == [second, first]
        assert walk(desk, "activities_list", by, 1, q="开放日", latest=True) == [first, second]


def _times(days: int) -> dict[str, Any]:
    begins = now() + days * DAY
    return {"starts_at": begins, "ends_at": begins + DAY / 12, "sign_up_until": begins - DAY / 2}


def test_a_call_is_found_as_it_is_now_by_who_sees_it(desk: Desk) -> None:
    opened = call(desk, invited="outlets", outlets=["o1"])
    draft = call(desk, opened=False, title="平安校园", brief="写一所学校。", kind="campaign")
    for by in EVERYBODY:
        for query in ({}, {"kind": "call"}, {"state": "open"}, {"mine": True}):
            listed = [each for each in walk(desk, "calls", by, **query) if each == opened]
            assert walk(desk, "calls", by, 1, q="骗局", **query) == listed, (by.actor.account, query)
        assert walk(desk, "calls", by, q="校园") == ([draft] if by in STAFF else [])
    assert walk(desk, "calls", RIVAL, q="反诈") == []
    desk.do("change_call", LIAISON, call=opened, **{name: each for name, each in CALL.items() if name != "kind"} | {
        "title": "防溺水", "closes_at": (now() + timedelta(days=9)).isoformat(), "invited": "all",
    })  # fmt: skip
    assert walk(desk, "calls", RIVAL, q="防溺水") == walk(desk, "calls", LIAISON, q="防溺水") == [opened]
    assert walk(desk, "calls", LIAISON, q="百日行") == []


def test_a_word_finds_things_of_its_own_list_alone(desk: Desk) -> None:
    found = (desk.opened(title="同一个词")["id"], announced(desk, DAY, title="同一个词"), call(desk, title="同一个词"))
    for by in (LIAISON, EDITOR):
        assert [walk(desk, method, by, q="同一个词") for method in LISTS] == [[each] for each in found]


def test_cases_are_found_in_their_own_list_by_who_sees_them_and_nothing_is_kept_of_their_words(desk: Desk) -> None:
    case = desk.opened("rights", title="采访受阻", text="在現場被人推搡。")
    theirs = desk.opened("rights", by=RIVAL, outlet="o2", title="设备被砸", text="推搡之后。")
    number = case["number"]
    for q in ("受阻", "现场", "阻", number, number.lower(), number.replace("-", "")):
        for by in (EDITOR, NAMED, SECOND_NAMED):
            assert walk(desk, "cases", by, q=q) == [case["id"]], (q, by.actor.account)
        for by in EVERYBODY:
            assert walk(desk, "requests_list", by, q=q) == [], (q, by.actor.account)
            if by not in (EDITOR, NAMED, SECOND_NAMED):
                assert walk(desk, "cases", by, q=q) == [], (q, by.actor.account)
    assert walk(desk, "cases", NAMED, 1, q="推搡") == [theirs["id"], case["id"]]
    assert walk(desk, "cases", NAMED, 1, q="推搡", open=True) == [theirs["id"], case["id"]]
    assert walk(desk, "cases", NAMED, q="推搡", state="closed") == walk(desk, "cases", NAMED, q="另一件") == []
    assert desk.stage.db["searched"].count_documents({}) == 0


def test_what_is_from_before_is_found_after_the_migration_and_cases_leave_nothing(desk: Desk) -> None:
    request, case = desk.opened(title="从前的需求"), desk.opened("rights", title="从前的案件")
    activity, kept = announced(desk, DAY, title="从前的活动"), call(desk, title="从前的征集")
    db, q = desk.stage.db, "从前的"
    before = {row["_id"]: row for row in db["searched"].find()}
    assert before.keys() == {request["id"], activity, kept}
    db["searched"].delete_many({})
    for by in (LIAISON, EDITOR):
        assert [walk(desk, method, by, q=q) for method in LISTS] == [[], [], []]
    for _ in range(2):
        found_by_words.upgrade(db)
        assert {row["_id"]: row for row in db["searched"].find()} == before
        for by in (LIAISON, EDITOR):
            assert [walk(desk, method, by, q=q) for method in LISTS] == [[request["id"]], [activity], [kept]]
    assert walk(desk, "cases", NAMED, q=q) == [case["id"]]


@pytest.mark.parametrize("latest", [True, False])
def test_an_index_serves_what_is_looked_for_in_the_order_of_time(desk: Desk, latest: bool) -> None:
    for number in range(50):
        desk.opened(title=f"夜巡{number}")
    order = searching.LATEST_FIRST if latest else searching.EARLIEST_FIRST
    query = {"bureau": BUREAU, "confidential": False}
    [gram] = asked("夜巡")
    steps = searching.search(desk.stage.db, "requests").steps(BUREAU, Part("夜巡", gram), query, order)
    told = desk.stage.db.command("aggregate", "searched", pipeline=steps, cursor={}, hint="gram", explain=True)
    winning = str(told["stages"][0]["$cursor"]["queryPlanner"]["winningPlan"])
    assert "'indexName': 'gram'" in winning and "'SORT'" not in winning
    assert not any("$sort" in stage for stage in told["stages"])


def test_head_and_officers_look_among_what_they_see(desk: Desk) -> None:
    """Staff who act for the unit see all requests; others of the bureau what they have in hand."""
    request = desk.assigned(of=desk.opened(title="夜巡画面"))["id"]
    for by in (OFFICER, HEAD):
        assert walk(desk, "requests_list", by, q="夜巡") == walk(desk, "requests_list", by) == [request]
