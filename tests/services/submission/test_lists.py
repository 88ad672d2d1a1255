"""Lists of submissions: filters, pages that neither lose nor repeat, and the index that serves each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.submission.repository import Filter
from services.submission.repository.searching import Search
from shared.clock import now
from shared.context import RequestContext
from shared.contracts.submission_terms import SubmissionSort, SubmissionStatus, Task
from shared.errors import Invalid
from shared.paging import encode_cursor
from tests.services.stage import BUREAU, asking
from tests.services.submission.desk import LEADER, Desk

TOPICS = ("反诈", "禁毒")
GENRES = ("article", "video", "photo_set")


def fill(desk: Desk) -> list[dict[str, Any]]:
    """Nine submissions: drafts, handed in, withdrawn; works and ideas."""
    made = []
    for number in range(9):
        work = {"genre": GENRES[number % 3], "kind": "work"}
        idea = {"genre": None, "kind": "golden_idea"}
        one = desk.create(topic=TOPICS[number % 2], **(idea if number in (3, 4) else work))
        if number not in (3, 4) and number % 3:
            one = desk.do("submit", "writer", submission=one["id"])
        if number == 8:
            one = desk.do("withdraw", "writer", submission=one["id"])
        made.append(one)
    return made


def walk(desk: Desk, by: RequestContext, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    for _ in range(100):
        page = desk.ask("search", by, **query | cursor)
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}
    raise AssertionError("the pages never end")


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


def key(one: dict[str, Any]) -> tuple[datetime, str]:
    return (one["submitted_at"] or one["created_at"], one["id"])


@pytest.fixture
def made(desk: Desk) -> list[dict[str, Any]]:
    return sorted(fill(desk), key=key, reverse=True)


@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_pages_show_everything_once_and_in_order(desk: Desk, made: list[dict[str, Any]], limit: int) -> None:
    assert ids(walk(desk, asking("writer"), limit=limit)) == ids(made)
    assert ids(walk(desk, LEADER, limit=limit)) == ids([one for one in made if one["round"]])
    assert walk(desk, asking("stranger"), limit=limit) == []


@pytest.mark.parametrize(
    "query",
    [
        {"status": ["draft"]},
        {"status": ["submitted"]},
        {"status": ["draft", "withdrawn", "submitted"], "limit": 2},
        {"kind": "golden_idea"},
        {"kind": "work", "status": ["submitted"]},
        {"topic": "反诈"},
        {"topic": "禁毒", "status": ["submitted"], "limit": 1},
        {"genre": "video"},
        {"outlet": "o1", "genre": "video", "limit": 1},
        {"outlet": "o2"},
    ],
)
def test_filters(desk: Desk, made: list[dict[str, Any]], query: dict[str, Any]) -> None:
    names = ("status", "kind", "topic", "genre", "outlet")
    given = {name: query[name] if name == "status" else [query[name]] for name in names if name in query}
    wanted = [one for one in made if all(one[name] in values for name, values in given.items())]
    assert ids(walk(desk, asking("writer"), **query)) == ids(wanted)
    assert ids(walk(desk, LEADER, **query)) == ids([one for one in wanted if one["round"]])


def test_a_number_and_a_span_of_time(desk: Desk, made: list[dict[str, Any]]) -> None:
    shown = [one for one in made if one["round"]]
    assert ids(walk(desk, LEADER, number=shown[2]["number"])) == [shown[2]["id"]]
    start, end = shown[3]["submitted_at"], shown[0]["submitted_at"]
    span = {"submitted_from": start.isoformat(), "submitted_to": end.isoformat()}
    within = [one for one in shown if start <= one["submitted_at"] < end]
    for by in (LEADER, asking("writer")):
        for limit in (1, 100):
            assert ids(walk(desk, by, limit=limit, **span)) == ids(within)
    with pytest.raises(Invalid):
        desk.ask("search", LEADER, submitted_from=end.isoformat(), submitted_to=start.isoformat())


def test_a_repeat_of_the_first_hand_in_keeps_its_place(desk: Desk) -> None:
    first, second = desk.submitted(), desk.submitted()
    assert ids(walk(desk, LEADER)) == [second["id"], first["id"]]


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        encode_cursor(["2026", "a"]),
        encode_cursor(["0001-01-01T00:00:00+23:00", "a"]),
        encode_cursor(["2026-01-01T00:00:00", "a"]),
        encode_cursor([1, "a"]),
        encode_cursor(["a"]),
    ],
)
def test_a_bad_cursor_is_refused(desk: Desk, cursor: str) -> None:
    with pytest.raises(Invalid):
        desk.ask("search", LEADER, cursor=cursor)


SPAN = {"submitted": [(now() - timedelta(days=1), now() + timedelta(days=1))]}
SUBMITTED = {"statuses": (SubmissionStatus.SUBMITTED,)}
BOTH = {"statuses": (SubmissionStatus.SUBMITTED, SubmissionStatus.APPROVED)}


@pytest.mark.parametrize(
    ("chosen", "index"),
    [
        (Filter(None), "newest"),
        (Filter(None, **SPAN), "newest"),
        (Filter(None, **SUBMITTED), "status"),
        (Filter(None, **SUBMITTED, **SPAN), "status"),
        (Filter(None, **BOTH), "status"),
        (Filter(None, {"kind": "work"}, **SUBMITTED), "kind_status"),
        (Filter(None, tasks=(Task.CHANGES_REQUESTED,)), "status"),
        (Filter(None, level="county"), "level"),
        (Filter(None, sort=SubmissionSort.OLDEST), "newest"),
        (Filter(None, sort=SubmissionSort.TITLE), "title"),
        (Filter(None, sort=SubmissionSort.CHANGED), "changed"),
        (Filter(None, {"outlet": "o1"}), "outlet"),
        (Filter(None, {"topic": "反诈"}, **SUBMITTED), "topic_status"),
        (Filter(None, {"topic": "反诈"}), "topic"),
        (Filter(None, {"genre": "video"}), "genre"),
        (Filter(None, {"number": "2026-000001"}), "number"),
        (Filter(("o1", "o2")), "reader"),
        (Filter(("o1",), statuses=(SubmissionStatus.DRAFT,)), "reader_status"),
        (Filter(("o1",), {"kind": "work"}), "reader"),
    ],
)
def test_an_index_serves_every_list(desk: Desk, chosen: Filter, index: str) -> None:
    fill(desk)
    found = desk.stage.db["submissions"].find(chosen.query(BUREAU)).sort(chosen.order).hint(chosen.index).limit(3)
    winning = str(found.explain()["queryPlanner"]["winningPlan"])
    assert f"'indexName': '{index}'" in winning
    assert "'SORT'" not in winning or index == "number"  # of which there is one


@pytest.mark.parametrize(("order", "sorted_anew"), [("newest", False), ("oldest", False), ("title", True)])
def test_an_index_serves_what_is_looked_for_by_its_text(desk: Desk, order: str, sorted_anew: bool) -> None:
    fill(desk)
    chosen = Filter(None, q="夜巡", gram="夜巡", sort=SubmissionSort(order))
    steps = [*Search(desk.stage.db, "submissions").steps(BUREAU, chosen, ordered=True), {"$limit": 3}]
    told = desk.stage.db.command("aggregate", "searched", pipeline=steps, cursor={}, hint="gram", explain=True)
    first, *others = told["stages"]
    winning = str(first["$cursor"]["queryPlanner"]["winningPlan"])
    assert "'indexName': 'gram'" in winning and "'SORT'" not in winning
    assert any("$sort" in stage for stage in others) == sorted_anew
