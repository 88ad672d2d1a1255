"""From events to the ledger, the standings and the ranking, on a real database."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from shared import events
from shared.context import Role
from shared.errors import NotFound
from shared.messaging import NotYet
from tests.services.scoring.desk import LEADER, START, Desk, idea
from tests.services.stage import asking


def ledger(desk: Desk, **match: Any) -> list[dict[str, Any]]:
    return list(desk.stage.db["ledger"].find(match).sort("_id", 1))


def test_a_work_earns_what_the_scheme_says_and_the_ranking_shows_it(desk: Desk) -> None:
    first, second = desk.outlet(), desk.outlet()
    work = desk.tell(desk.work(first, second, levels=("provincial", "county"), reads=100_001, grade="A"))
    # 10 × 1.5 = 15, then 2 × 1.5 × 0.5 = 1.5, then the tier 26: 42.50, shared equally
    points = desk.ask("submission_points", submission=work.id)
    assert points["points"] == "42.50"
    assert [(each["outlet"], each["points"]) for each in points["outlets"]] == sorted(
        [(first, "21.25"), (second, "21.25")]
    )
    assert {rank for rank, _, _ in desk.ranking()} == {1}
    assert sum(entry["cents"] for entry in ledger(desk)) == 4250
    counters = desk.ask("period", period="2026-Q3")["counters"]
    assert counters == {"works": 1, "publications": 2, "metrics": 1, "ideas": 0, "entries": 6}
    assert desk.ask("period", period="2026")["counters"] == counters


def test_order_and_repetition_of_events_do_not_matter(desk: Desk) -> None:
    outlet, other = desk.outlet(), desk.outlet()
    works = [desk.work(outlet, other, levels=("county", "central"), reads=6000, grade="B") for _ in range(4)]
    told = [event for work in works for event in work.told()]
    random.Random(7).shuffle(told)
    for event in [*told, *told[:5]]:
        desk.hear(event)
    straight = desk.tell(desk.work(outlet, other, levels=("county", "central"), reads=6000, grade="B"))
    # 2 × 1.2, then 20 × 1.2 × 0.5, then the tier 4
    assert desk.ask("submission_points", submission=straight.id)["points"] == "18.40"
    assert {desk.ask("submission_points", submission=work.id)["points"] for work in works} == {"18.40"}
    assert {points for _, _, points in desk.ranking()} == {"46.00"}
    desk.stage.db["inbox"].delete_many({})
    before = ledger(desk)
    for event in told:
        desk.hear(event)
    assert ledger(desk) == before
    assert desk.ask("rebuild_period", period="2026-Q3")["identical"]


def test_a_corrected_grade_reverses_and_enters_again(desk: Desk) -> None:
    work = desk.tell(desk.work())
    desk.hear(work.approved("A", round_=2))
    told = [event for event in desk.emitted() if isinstance(event, events.PointsEntered | events.PointsReversed)]
    assert [(type(event).__name__, event.points, event.title) for event in told] == [
        ("PointsEntered", Decimal("2.00"), "夜巡三公里"),
        ("PointsReversed", Decimal("-2.00"), "夜巡三公里"),
        ("PointsEntered", Decimal("3.00"), "夜巡三公里"),
    ]
    entries = desk.ask("submission_points", submission=work.id)["entries"]
    assert {entry["text"][:4] for entry in entries if entry["reverses"]} == {"冲回“刊"}
    assert sorted((entry["points"], entry["reversed"]) for entry in entries) == [
        ("-2.00", False), ("2.00", True), ("3.00", False),
    ]  # fmt: skip


def test_an_adopted_idea_earns_points_and_is_no_work(desk: Desk) -> None:
    outlet = desk.outlet()
    id_, told = idea(outlet)
    for event in reversed(told):
        desk.hear(event)
    period = desk.ask("submission_points", submission=id_)["entries"][0]["period"]
    counters = desk.ask("period", period=period)["counters"]
    assert (counters["ideas"], counters["works"], counters["entries"]) == (1, 0, 1)
    assert desk.ranking(period) == []  # the shipped scheme wants one work at least


def test_the_best_and_the_earliest_work_are_known_after_a_correction_too(desk: Desk) -> None:
    outlet = desk.outlet()
    best = desk.tell(desk.work(outlet, levels=("central",), grade="A"))
    desk.tell(desk.work(outlet, levels=("provincial",), at=START.replace(day=8)))
    row = desk.ask("ranking", period="2026-Q3")["items"][0]
    assert (row["best_work"], row["a_grades"], row["works"], row["earliest"]) == ("30.00", 1, 2, START)
    desk.hear(best.approved("C", round_=2))
    row = desk.ask("ranking", period="2026-Q3")["items"][0]
    assert (row["best_work"], row["a_grades"], row["works"], row["points"]) == ("20.00", 0, 2, "30.00")


def test_ties_share_a_place_and_pages_go_on(desk: Desk) -> None:
    for levels in (("county",), ("central",), ("county",), ("county",), ("municipal",)):
        desk.tell(desk.work(desk.outlet(), levels=levels))
    found = desk.ranking(limit=2)
    assert [(rank, points) for rank, _, points in found] == [
        (1, "20.00"), (2, "5.00"), (3, "2.00"), (3, "2.00"), (3, "2.00"),
    ]  # fmt: skip
    assert [outlet for _, outlet, _ in found[2:]] == sorted(outlet for _, outlet, _ in found[2:])


def test_ladders_are_apart_and_the_unranked_stand_on_none(desk: Desk) -> None:
    medium, person, gone = desk.outlet(category="official_media"), desk.outlet(), desk.outlet()
    for outlet, levels in ((medium, ("central",)), (person, ("county",)), (gone, ("county",))):
        desk.tell(desk.work(outlet, levels=levels))
    desk.outlet(gone, status="closed")
    assert desk.ranking(category="self_media") == [(1, person, "2.00")]
    assert [outlet for _, outlet, _ in desk.ranking()] == [medium, person]
    told = desk.ask("explanation", period="2026-Q3", outlet=gone)
    assert (told["ranked"], told["rank"], told["points"]) == (False, None, "2.00")
    assert "不参加排名" in told["text"]


def test_a_renamed_outlet_is_renamed_in_open_rankings_by_its_newest_state(desk: Desk) -> None:
    outlet = desk.outlet()
    desk.tell(desk.work(outlet))
    desk.outlet(outlet, category="department")
    desk.versions = iter([1])  # an old fact comes late
    desk.outlet(outlet, category="influencer")
    assert desk.ranking(category="department") == [(1, outlet, "2.00")]
    assert desk.ranking(category="influencer") == []


def test_an_outlet_that_is_not_known_yet_is_waited_for(desk: Desk) -> None:
    work = desk.work("nobody")
    desk.hear(work.submitted())
    desk.hear(work.approved())
    with pytest.raises(NotYet):
        desk.hear(work.reported()[0])
    desk.outlet("nobody")
    assert desk.hear(work.reported()[0])
    assert desk.ranking() == [(1, "nobody", "2.00")]


def test_every_place_is_explained_in_chinese_and_as_data(desk: Desk) -> None:
    outlet = desk.outlet()
    desk.tell(desk.work(outlet, levels=("municipal",), reads=1000, grade="B"))
    told = desk.ask("explanation", period="2026-Q3", outlet=outlet)
    assert (told["rank"], told["category_rank"], told["points"], told["works"]) == (1, 1, "6.00", 1)
    assert told["text"].startswith(f"媒体{outlet[-4:]}（自媒体）2026年第三季度积分 6.00 分（计分中）。")
    (work,) = told["items"]
    (entry,) = work["entries"]
    factors = "B（良好）×1.2 篇幅未报×1"
    assert entry["text"] == f"刊发：原始值 市级《滨江播报》（微信公众号），计 5 分 → 系数 {factors} → 得分 6.00"
    assert list(entry["working"]["factors"]) == [
        {"name": "grade", "value": "B", "factor": "1.2"}, {"name": "length", "value": "unreported", "factor": "1"},
    ]  # fmt: skip
    assert [note["text"] for note in work["notes"]] == ["七日阅读播放量：传播数据未达到起计档"]


def test_who_sees_what(desk: Desk) -> None:
    outlet, stranger = desk.outlet(), desk.outlet()
    work = desk.tell(desk.work(outlet))
    own, other = asking(f"of-{outlet}"), asking(f"of-{stranger}")
    elsewhere = asking("m", Role.SCORING_MANAGER, bureau="370830")
    assert desk.ask("submission_points", own, submission=work.id)["points"] == "2.00"
    told = desk.ask("explanation", own, period="2026-Q3", outlet=outlet)
    assert (told["points"], told["rank"]) == ("2.00", None)  # places are public later
    assert len(desk.ask("outlet_ledger", own, outlet=outlet)["items"]) == 1
    for by in (other, asking("x"), elsewhere):
        for method, data in (
            ("submission_points", {"submission": work.id}),
            ("explanation", {"period": "2026-Q3", "outlet": outlet}),
            ("outlet_ledger", {"outlet": outlet}),
        ):
            with pytest.raises(NotFound):
                desk.ask(method, by, **data)
    for by in (own, other):
        with pytest.raises(NotFound):
            desk.ask("ranking", by, period="2026-Q3")
    assert desk.ranking(by=elsewhere) == []
    with pytest.raises(NotFound):
        desk.ask("public_ranking", asking(""), period="2026-Q3", bureau="370829")
    desk.finalised()
    assert desk.ranking(by=own) == desk.ranking(by=other) == [(1, outlet, "2.00")]
    public = desk.ask("public_ranking", asking(""), period="2026-Q3", bureau="370829")
    assert [row["outlet"] for row in public["items"]] == [outlet]
    with pytest.raises(NotFound):
        desk.ask("ranking", asking("x"), period="2026-Q3")


def test_the_ledger_is_paged_in_the_order_of_causes(desk: Desk) -> None:
    outlet = desk.outlet()
    for _ in range(3):
        desk.tell(desk.work(outlet, reads=2000))
    found, more = [], {}
    while True:
        page = desk.ask("outlet_ledger", LEADER, outlet=outlet, limit=4, **more)
        found += page["items"]
        if page["next"] is None:
            break
        more = {"cursor": page["next"]}
    assert len({entry["id"] for entry in found}) == 6
    assert [entry["at"] for entry in found] == sorted(entry["at"] for entry in found)
    assert all(entry["at"] > datetime(2026, 1, 1, tzinfo=UTC) for entry in found)
    for period, entries in (("2026", found), ("2026-Q3", found), ("2025", [])):
        assert desk.ask("outlet_ledger", LEADER, outlet=outlet, period=period)["items"] == entries


def test_rankings_and_explanations_are_read_off_indexes(desk: Desk) -> None:
    outlet = desk.outlet()
    desk.tell(desk.work(outlet))
    db = desk.stage.db
    for collection, match, sort in (
        ("ledger", {"bureau": "370829", "outlet": outlet, "period": "2026-Q3"}, [("at", 1), ("_id", 1)]),
        ("scores", {"bureau": "370829", "period": "2026-Q3", "outlet": outlet}, [("works", -1), ("cents", -1)]),
        ("standings", {"bureau": "370829", "period": "2026-Q3", "ranked": True}, [("key", 1), ("outlet", 1)]),
    ):
        plan = db[collection].find(match).sort(sort).explain()["queryPlanner"]["winningPlan"]
        stages = str(plan)
        assert "IXSCAN" in stages and "COLLSCAN" not in stages and "'SORT'" not in stages, plan


def test_who_asks_in_english_is_told_in_english(desk: Desk) -> None:
    outlet = desk.outlet()
    desk.tell(desk.work(outlet, levels=("municipal",), reads=1000, grade="B"))
    by = asking("manager", Role.SCORING_MANAGER)
    told = desk.ask("explanation", by, period="2026-Q3", outlet=outlet)
    assert told["text"].startswith(f"媒体{outlet[-4:]} (self-media) has 6.00 points in Q3 2026 (open)")
    (work,) = told["items"]
    assert all(text.isascii() for text in (note["text"].partition(": ")[2] for note in work["notes"]))
    (entry,) = work["entries"]
    assert entry["text"].startswith(
        "publication: raw value municipal medium 《滨江播报》 (WeChat Official Account), worth 5"
    )
    assert desk.ask("period", by, period="2026-Q3")["name"] == "Q3 2026"
