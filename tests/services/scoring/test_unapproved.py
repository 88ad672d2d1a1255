"""What is published without approval costs points while its record stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from services.scoring import checking
from services.scoring.domain.compute import compute
from services.scoring.domain.explain import working_text
from services.scoring.domain.facts import Facts, merge
from services.scoring.domain.heard import told
from services.scoring.domain.scores import counted
from shared import events
from shared.events import PointsEntered, PointsReversed
from tests.services.scoring.desk import LEADER, START, Desk
from tests.services.scoring.makers import book
from tests.services.stage import received

KINDS = (events.UnapprovedRecorded, events.UnapprovedObjected, events.UnapprovedWithdrawn)


def state(outlet: str = "o1", at: datetime = START, **changes: Any) -> events.UnapprovedState:
    given: dict[str, Any] = {
        "id": "u1", "outlet": outlet, "title": "凌晨突查酒驾", "platform": "douyin", "media": "滨江播报",
        "published_at": at, "status": "recorded", "recorded_by": "liaison", "reason": "未投稿",
    }  # fmt: skip
    return events.UnapprovedState(**given | changes)


def fact(cls: Any, of: events.UnapprovedState) -> Any:
    return cls(of, "liaison") if cls is events.UnapprovedRecorded else cls(of, "liaison", "理由")


def facts(*kinds: Any) -> Facts:
    known = Facts()
    for kind in kinds:
        known = merge(known, told(fact(kind, state()), KINDS.index(kind) + 1, START))
    return known


def penalties(*rules: dict[str, Any]) -> dict[str, Any]:
    return {
        "penalties": [{"id": f"p{place}", "name": "扣分", "points": "3", **rule} for place, rule in enumerate(rules)]
    }


def test_it_costs_what_the_scheme_says_and_says_why() -> None:
    (line,) = compute(book(), facts(events.UnapprovedRecorded)).lines
    assert (line.cents, line.home, line.key.rule, line.key.outlet) == (-500, "2026-Q3", "penalty:unapproved", "o1")
    assert working_text(line.working, "zh") == "原始值 未经审核在抖音“滨江播报”发布，计 -5 分 → 系数 无 → 得分 -5.00"


def test_a_withdrawn_record_costs_nothing_in_whatever_order_it_is_told() -> None:
    for order in permutations(KINDS):
        assert compute(book(), facts(*order)).lines == ()
    assert compute(book(), facts(KINDS[0], KINDS[1], KINDS[0])).lines != ()


@pytest.mark.parametrize(
    ("when", "cents"),
    [
        ({"unapproved": True, "platforms": ["douyin"]}, [-300]),
        ({"unapproved": True, "platforms": ["weibo"]}, []),
        ({"unapproved": True, "media": ["滨江播报"]}, [-300]),
        ({"unapproved": True, "media": ["《濱江 播報》"]}, [-300]),
        ({"before_permit": True}, []),
        ({"unapproved": False}, []),
    ],
)
def test_a_penalty_may_be_for_some_platforms_and_media(when: dict[str, Any], cents: list[int]) -> None:
    found = compute(book(**penalties({"when": when})), facts(events.UnapprovedRecorded))
    assert [line.cents for line in found.lines] == cents


@pytest.mark.parametrize(
    ("section", "when"),
    [
        ("bonuses", {"unapproved": True}),
        ("penalties", {"unapproved": True, "original": True}),
        ("penalties", {"unapproved": True, "levels": ["county"]}),
    ],
)
def test_it_is_penalised_by_platform_and_medium_alone(section: str, when: dict[str, Any]) -> None:
    rule = {"id": "u", "name": "未经审核发布", "points": "3", "when": when}
    found = checking.problems({**checking.shipped(), section: [rule]})
    assert [(each.pointer, each.rule) for each in found] == [
        (f"/{section}/0/when/unapproved", "scheme.unapproved_alone")
    ]


def test_it_is_no_work_and_belongs_to_its_quarter() -> None:
    assert {period: dict(counts) for period, counts in counted(facts(events.UnapprovedRecorded)).items()} == {
        "2026-Q3": {}
    }


# --- the service ---


def hear(desk: Desk, cls: Any, of: events.UnapprovedState) -> None:
    desk.hear(received(fact(cls, of), of.id, version=KINDS.index(cls) + 1))


def test_the_deduction_is_entered_explained_and_reversed(desk: Desk) -> None:
    work = desk.tell(desk.work())
    outlet = work.state.outlet
    record = state(outlet)
    hear(desk, events.UnapprovedRecorded, record)
    assert [points for _, _, points in desk.ranking()] == ["-3.00"]
    explained = desk.ask("explanation", period="2026-Q3", outlet=outlet)
    assert explained["works"] == 1
    texts = {each["title"]: [entry["text"] for entry in each["entries"]] for each in explained["items"]}
    assert texts[record.title] == ["未经审核发布：原始值 未经审核在抖音“滨江播报”发布，计 -5 分 → 系数 无 → 得分 -5.00"]
    hear(desk, events.UnapprovedWithdrawn, record)
    assert [points for _, _, points in desk.ranking()] == ["2.00"]
    told = [each for each in desk.emitted() if isinstance(each, PointsEntered | PointsReversed)]
    assert [(type(each).__name__, str(each.points), each.submission) for each in told[-2:]] == [
        ("PointsEntered", "-5.00", ""), ("PointsReversed", "5.00", ""),
    ]  # fmt: skip


def test_in_a_closed_quarter_it_goes_to_the_next_one(desk: Desk) -> None:
    outlet = desk.tell(desk.work()).state.outlet
    desk.finalised()
    hear(desk, events.UnapprovedRecorded, state(outlet, START + timedelta(days=1)))
    (entry, *_) = desk.ask("outlet_ledger", LEADER, outlet=outlet, period="2026-Q4")["items"]
    assert (entry["points"], entry["late"]) == ("-5.00", "2026-Q3")
