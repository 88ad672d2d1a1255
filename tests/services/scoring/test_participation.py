"""Taking part earns what the scheme says while it stands."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from services.scoring import checking
from services.scoring.domain.compute import compute
from services.scoring.domain.explain import rule_name, working_text
from services.scoring.domain.facts import Facts, merge
from services.scoring.domain.heard import told
from shared import events
from shared.contracts.participation_terms import ParticipationKind
from shared.events import PointsEntered, PointsReversed
from tests.services.scoring.desk import START, Desk
from tests.services.scoring.makers import book
from tests.services.stage import received

POINTS = {"activity": "1", "call": "0.50", "suggestion": "2"}
KINDS = (events.OutletParticipated, events.ParticipationWithdrawn)


def state(outlet: str = "o1", **changes: Any) -> events.ParticipationState:
    given = {"id": "p1", "outlet": outlet, "kind": "activity", "object": "a1", "title": "警营开放日", "at": START}
    return events.ParticipationState(**given | changes)


def facts(*kinds: Any, **changes: Any) -> Facts:
    known = Facts()
    for kind in kinds:
        known = merge(known, told(kind(state(**changes), "liaison"), KINDS.index(kind) + 1, START))
    return known


def test_it_gives_what_the_scheme_says_and_says_why() -> None:
    (line,) = compute(book(participation=POINTS), facts(KINDS[0])).lines
    assert (line.cents, line.home, line.key.rule, line.key.outlet) == (100, "2026-Q3", "participation:activity", "o1")
    assert working_text(line.working, "zh") == "原始值 参加活动：警营开放日，计 1 分 → 系数 无 → 得分 1.00"
    told_in_english = working_text(line.working, "en")
    assert "attended an activity: 警营开放日" in told_in_english
    assert rule_name(None, line.key.rule, "zh") == "参加活动"


@pytest.mark.parametrize("kind", ParticipationKind)
def test_each_kind_gives_its_own_points_and_nothing_where_the_scheme_is_silent(kind: ParticipationKind) -> None:
    cents = [line.cents for line in compute(book(participation=POINTS), facts(KINDS[0], kind=kind)).lines]
    assert cents == {"activity": [100], "call": [50], "lent": [], "suggestion": [200]}[kind]
    assert compute(book(), facts(KINDS[0], kind=kind)).lines == ()


def test_what_was_withdrawn_gives_nothing_in_whatever_order_it_is_told() -> None:
    for order in permutations(KINDS):
        assert compute(book(participation=POINTS), facts(*order)).lines == ()


def test_what_stands_again_gives_its_points_once_in_whatever_order_it_is_told() -> None:
    said = [told(kind(state(), ""), version, START) for version, kind in enumerate((*KINDS, KINDS[0]), 1)]
    for order in permutations(said):
        known = Facts()
        for fact in order:
            known = merge(known, fact)
        assert [line.cents for line in compute(book(participation=POINTS), known).lines] == [100]


# --- the service ---


def test_its_points_come_into_the_quarter_of_its_day_are_no_work_and_go_when_it_is_withdrawn(desk: Desk) -> None:
    outlet = desk.outlet()
    scheme = {**checking.shipped(), "participation": POINTS}
    desk.do("adopt_scheme", scheme=scheme, effective_from="2026-07-01")
    took = state(outlet, at=START + timedelta(days=1))
    desk.hear(received(events.OutletParticipated(took, ""), took.id, version=1))
    explained = desk.ask("explanation", period="2026-Q3", outlet=outlet)
    texts = [entry["text"] for each in explained["items"] for entry in each["entries"]]
    assert texts == ["参加活动：原始值 参加活动：警营开放日，计 1 分 → 系数 无 → 得分 1.00"]
    assert (explained["points"], explained["works"]) == ("1.00", 0)
    desk.hear(received(events.ParticipationWithdrawn(took, "liaison"), took.id, version=2))
    assert desk.ask("explanation", period="2026-Q3", outlet=outlet)["points"] == "0.00"
    told = [each for each in desk.emitted() if isinstance(each, PointsEntered | PointsReversed)]
    assert [(type(each).__name__, str(each.points), each.submission) for each in told] == [
        ("PointsEntered", "1.00", ""), ("PointsReversed", "-1.00", ""),
    ]  # fmt: skip


def test_a_scheme_that_counts_something_else_is_refused_with_its_place() -> None:
    found = checking.problems({**checking.shipped(), "participation": {"visits": "1"}})
    assert [each.pointer for each in found] == ["/participation/visits"]
