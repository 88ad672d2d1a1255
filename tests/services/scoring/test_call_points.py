"""What calls promise counts as far as the scheme says, once for a work, capped for an outlet's quarter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from services.scoring import checking
from services.scoring.domain.compute import compute
from services.scoring.domain.explain import rule_name, working_text
from services.scoring.domain.facts import Author, Facts, Promise, merge
from services.scoring.domain.words import raw_told
from services.scoring.schemas import call_points_view
from services.scoring.service import ScoringService
from shared import events
from shared.clock import now
from shared.events import CallOpened, Received
from shared.events.calls import CallState
from shared.messaging import NotYet
from tests.services.scoring import makers
from tests.services.scoring.desk import START, Desk, Work
from tests.services.stage import asking, received

PROMISE = Promise(2, "c1", "call", "全民反诈百日行", 5)
CALLS = {"cap_per_work": "3", "cap_per_quarter": "4"}


def facts(promise: Promise | None = PROMISE, call: str = "c1", **changes: Any) -> Facts:
    whole = makers.facts(makers.publication(), call=call, **changes)
    return merge(whole, Facts(promises={promise.id: promise} if promise else {}))


def called(whole: Facts, **scheme: Any) -> list[tuple[str, int]]:
    lines = compute(makers.book(**scheme), whole).lines
    return [(line.key.outlet, line.cents) for line in lines if line.key.rule == "call"]


@pytest.mark.parametrize(
    ("scheme", "points"),
    [({}, []), ({"calls": {"cap_per_work": "3"}}, [300]), ({"calls": {"cap_per_work": "8"}}, [500])],
    ids=["no section", "capped", "below the cap"],
)
def test_a_work_has_what_was_promised_up_to_the_cap_and_nothing_without_the_section(
    scheme: dict[str, Any], points: list[int]
) -> None:
    assert [cents for _, cents in called(facts(), **scheme)] == points


@pytest.mark.parametrize(
    "whole",
    [facts(call=""), facts(call="c2"), facts(None), facts(replace(PROMISE, points=0)),
     merge(makers.facts(makers.publication(byline="paid"), call="c1"), Facts(promises={"c1": PROMISE}))],
    ids=["no call", "another call", "not heard of", "nothing promised", "paid space"],
)  # fmt: skip
def test_what_was_not_promised_or_is_worth_nothing_has_none(whole: Facts) -> None:
    assert called(whole, calls=CALLS) == []


def test_it_counts_once_however_often_the_work_appears_and_is_shared_by_its_authors() -> None:
    twice = [makers.publication(), makers.publication("p2", published_at=START + timedelta(days=2))]
    whole = makers.facts(*twice, call="c1", authors=(Author("o1", 2), Author("o2", 1)))
    assert called(merge(whole, Facts(promises={"c1": PROMISE})), calls=CALLS) == [("o1", 200), ("o2", 100)]


def test_the_order_of_facts_does_not_matter() -> None:
    parts = [*makers.parts(makers.facts(makers.publication(), call="c1")), Facts(promises={"c1": PROMISE})]
    for order in permutations(parts):
        known = Facts()
        for each in order:
            known = merge(known, each)
        assert called(known, calls=CALLS) == [("o1", 300)]


@pytest.mark.parametrize(
    ("scheme", "told"),
    [
        ({}, ("0.00", None, None)),
        ({"calls": {"cap_per_work": "3"}}, ("3.00", "3.00", None)),
        ({"calls": {"cap_per_work": "8", "cap_per_quarter": "20"}}, ("5.00", "8.00", "20.00")),
    ],
)
def test_what_a_promise_of_five_points_comes_to_is_told_before_anybody_answers(
    scheme: dict[str, Any], told: tuple[str | None, ...]
) -> None:
    view = call_points_view(makers.book(**scheme).on(START.date()), 5)
    assert (view["points"], view["per_work"], view["per_quarter"]) == told


def test_the_ledger_says_what_was_promised_in_both_languages() -> None:
    (line,) = [each for each in compute(makers.book(calls=CALLS), facts()).lines if each.key.rule == "call"]
    assert rule_name(None, "call", "zh") == "约稿加分"
    assert working_text(line.working, "zh") == "原始值 约稿《全民反诈百日行》加 5 分，计 3.00 分 → 系数 无 → 得分 3.00"
    assert "call for works 《全民反诈百日行》: 5 extra points" in working_text(line.working, "en")
    assert raw_told("各作品约稿加分合计 6.00 分，每季上限 4.00 分", "en") == (
        "extra points of calls 6.00 in all, 4.00 at the most in a quarter"
    )


@pytest.mark.parametrize(
    ("given", "pointer", "rule"),
    [
        ({}, "/calls/cap_per_work", "scheme.required"),
        ({"cap_per_work": "3", "cap_per_quarter": "2"}, "/calls/cap_per_quarter", "scheme.quarter_below_work"),
        ({"cap_per_work": "3", "cap": "2"}, "/calls/cap", "scheme.unknown"),
        ({"cap_per_work": "-1"}, "/calls/cap_per_work", "scheme.pattern"),
    ],
)
def test_a_scheme_that_cannot_be_meant_is_refused_with_its_place(
    given: dict[str, str], pointer: str, rule: str
) -> None:
    found = checking.problems({**checking.shipped(), "calls": given})
    assert [(each.pointer, each.rule) for each in found] == [(pointer, rule)]


# --- the service ---


def opened(**more: Any) -> Received[Any]:
    """That a call was opened."""
    state = CallState("c1", "call", "全民反诈百日行", "反诈", "open", "all", extra_points=5)
    return received(CallOpened(state, "liaison"), "c1", version=2, **more)


def answering(desk: Desk, outlet: str, call: str = "c1", **options: Any) -> Work:
    """A work for a call; it is not told of yet."""
    work = desk.work(outlet, **options)
    work.state = replace(work.state, call=call)
    return work


def adopt(desk: Desk, effective_from: str = "2026-07-01", **calls: str) -> None:
    scheme = {**checking.shipped(), "calls": calls}
    desk.do("adopt_scheme", scheme=scheme, effective_from=effective_from)


def points(desk: Desk, outlet: str, rule: str) -> list[str]:
    """What stands in an outlet's ledger by a rule."""
    entries = desk.ask("outlet_ledger", outlet=outlet, limit=100)["items"]
    return sorted(
        each["points"] for each in entries if each["rule"] == rule and not each["reversed"] and not each["reverses"]
    )


def total(desk: Desk, outlet: str) -> str:
    explained: dict[str, Any] = desk.ask("explanation", period="2026-Q3", outlet=outlet)
    return str(explained["points"])


def rebuilt(desk: Desk) -> bool:
    return bool(desk.ask("rebuild_period", period="2026-Q3")["identical"])


def tell_in(desk: Desk, order: Iterable[Work]) -> None:
    for work in order:
        desk.tell(work)


def test_a_work_waits_for_the_promise_and_has_it_then(desk: Desk) -> None:
    adopt(desk, cap_per_work="3")
    outlet = desk.outlet()
    work = answering(desk, outlet)
    with pytest.raises(NotYet):
        desk.hear(work.submitted())
    desk.stage.deliver(opened(), "call_opened")
    desk.tell(work)
    assert points(desk, outlet, "call") == ["3.00"]
    assert rebuilt(desk)


def test_a_call_of_another_bureau_promises_nothing_here(desk: Desk) -> None:
    desk.stage.deliver(opened(bureau="330108"), "call_opened")
    with pytest.raises(NotYet):
        desk.hear(answering(desk, desk.outlet()).submitted())


def test_a_quarter_gives_no_more_than_its_cap_whatever_comes_first(desk: Desk) -> None:
    adopt(desk, cap_per_work="3", cap_per_quarter="4")
    desk.stage.deliver(opened(), "call_opened")
    outlet, other = desk.outlet(), desk.outlet()
    works = [answering(desk, outlet, at=START + timedelta(days=day)) for day in (1, 2, 3)]
    tell_in(desk, [works[2], works[0], answering(desk, other)])
    assert (points(desk, outlet, "call"), points(desk, outlet, "call:cap")) == (["3.00", "3.00"], ["-2.00"])
    assert (points(desk, other, "call"), points(desk, other, "call:cap")) == (["3.00"], [])
    tell_in(desk, [works[1]])
    assert points(desk, outlet, "call:cap") == ["-5.00"]
    bare = desk.outlet()
    tell_in(desk, [desk.work(bare, at=START + timedelta(days=day)) for day in (1, 2, 3)])
    assert float(total(desk, outlet)) == float(total(desk, bare)) + 4
    explained = desk.ask("explanation", period="2026-Q3", outlet=outlet)
    told = {each["title"]: [entry["text"] for entry in each["entries"]] for each in explained["items"]}
    assert "各作品约稿加分合计 9.00 分，每季上限 4.00 分" in " ".join(told["约稿加分超出每季上限"])
    assert (explained["works"], rebuilt(desk)) == (3, True)


def test_what_leaves_makes_room_under_the_cap(desk: Desk) -> None:
    adopt(desk, cap_per_work="3", cap_per_quarter="4")
    desk.stage.deliver(opened(), "call_opened")
    outlet = desk.outlet()
    works = [answering(desk, outlet, at=START + timedelta(days=day)) for day in (1, 2)]
    tell_in(desk, works)
    over = replace(works[0].publications[0], status="refused", version=9)
    desk.hear(received(events.PublicationRefused(works[0].state, "liaison", over, "并未刊发"), works[0].id, version=9))
    assert (points(desk, outlet, "call"), points(desk, outlet, "call:cap")) == (["3.00"], [])
    assert rebuilt(desk)


@pytest.mark.parametrize("first", [0, 1])
def test_who_gains_and_who_loses_by_other_shares_is_one_change(desk: Desk, first: int) -> None:
    adopt(desk, cap_per_work="1", cap_per_quarter="1")
    desk.stage.deliver(opened(), "call_opened")
    outlets = desk.outlet(), desk.outlet()
    works = [Work(outlets, at=START + timedelta(days=day)) for day in (1, 2, 3)]
    for work in works:
        work.state = replace(work.state, call="c1")
    tell_in(desk, works)
    assert [points(desk, each, "call:cap") for each in outlets] == [["-0.50"], ["-0.50"]]
    authors = tuple(events.AuthorState(each, 4 if number == first else 1) for number, each in enumerate(outlets))
    work.state = replace(work.state, authors=authors)
    content = events.ContentState(2, "h", work.state.title, "正文")
    desk.hear(received(events.SubmissionSubmitted(work.state, "writer", content, 1), work.id, version=12))
    caps = [points(desk, each, "call:cap") for each in outlets]
    assert (caps[first], caps[1 - first]) == (["-0.80"], ["-0.20"])
    assert rebuilt(desk)


def test_an_appeal_takes_back_what_the_cap_took_off(desk: Desk) -> None:
    adopt(desk, cap_per_work="3", cap_per_quarter="4")
    desk.stage.deliver(opened(), "call_opened")
    outlet = desk.outlet()
    tell_in(desk, [answering(desk, outlet, at=START + timedelta(days=day)) for day in (1, 2)])
    before = float(total(desk, outlet))
    entries = desk.ask("outlet_ledger", outlet=outlet, limit=100)["items"]
    (cap,) = [each for each in entries if each["rule"] == "call:cap"]
    desk.do("close_period", period="2026-Q3")
    desk.do("publicise_period", period="2026-Q3")
    member = asking(f"of-{outlet}", locale="zh")
    appeal = desk.do("open_appeal", member, period="2026-Q3", outlet=outlet, entries=[cap["id"]], reason="上限有误。")
    desk.do(
        "answer_appeal", appeal=appeal["id"], decision="upheld", answer="更正。", corrections=[{"reverses": cap["id"]}]
    )
    assert float(total(desk, outlet)) == before + 2
    assert rebuilt(desk)


@pytest.mark.parametrize(("works", "taken", "left"), [(2, 1, []), (3, 1, ["-2.00"]), (3, 2, [])])
def test_what_an_appeal_takes_back_makes_room_under_the_cap(
    desk: Desk, works: int, taken: int, left: list[str]
) -> None:
    adopt(desk, cap_per_work="3", cap_per_quarter="4")
    desk.stage.deliver(opened(), "call_opened")
    outlet = desk.outlet()
    tell_in(desk, [answering(desk, outlet, at=START + timedelta(days=day)) for day in range(1, works + 1)])
    over = 3 * works - 4
    assert points(desk, outlet, "call:cap") == [f"-{over}.00"]
    before = float(total(desk, outlet))
    adopt(desk, cap_per_work="5", effective_from="2026-10-01")
    desk.do("close_period", period="2026-Q3")
    desk.do("publicise_period", period="2026-Q3")
    entries = desk.ask("outlet_ledger", outlet=outlet, limit=100)["items"]
    gone = [each["id"] for each in entries if each["rule"] == "call"][:taken]
    member = asking(f"of-{outlet}", locale="zh")
    appeal = desk.do("open_appeal", member, period="2026-Q3", outlet=outlet, entries=gone, reason="不是应征稿件。")
    corrections = [{"reverses": each} for each in gone]
    desk.do("answer_appeal", appeal=appeal["id"], decision="upheld", answer="更正。", corrections=corrections)
    assert float(total(desk, outlet)) == before - 3 * taken
    freed = min(3 * taken, over)
    later = float(desk.ask("explanation", period="2026-Q4", outlet=outlet)["points"])
    assert (later, points(desk, outlet, "call:cap")) == (freed, left), "like all that comes late, in the next quarter"
    assert rebuilt(desk)
    assert desk.ask("rebuild_period", period="2026-Q4")["identical"]


def test_an_answer_that_takes_back_a_gain_and_the_line_of_the_cap_moves_both_once(desk: Desk) -> None:
    adopt(desk, cap_per_work="3", cap_per_quarter="4")
    desk.stage.deliver(opened(), "call_opened")
    outlet = desk.outlet()
    tell_in(desk, [answering(desk, outlet, at=START + timedelta(days=day)) for day in (1, 2)])
    before = float(total(desk, outlet))
    desk.do("close_period", period="2026-Q3")
    desk.do("publicise_period", period="2026-Q3")
    entries = desk.ask("outlet_ledger", outlet=outlet, limit=100)["items"]
    gone = [next(each["id"] for each in entries if each["rule"] == rule) for rule in ("call", "call:cap")]
    member = asking(f"of-{outlet}", locale="zh")
    appeal = desk.do("open_appeal", member, period="2026-Q3", outlet=outlet, entries=gone, reason="有误。")
    corrections = [{"reverses": each} for each in gone]
    desk.do("answer_appeal", appeal=appeal["id"], decision="upheld", answer="更正。", corrections=corrections)
    assert float(total(desk, outlet)) == before - 3 + 2
    assert rebuilt(desk)


def test_a_newer_scheme_and_a_trial_count_by_their_own_caps(desk: Desk) -> None:
    adopt(desk, cap_per_work="3", cap_per_quarter="4")
    desk.stage.deliver(opened(), "call_opened")
    outlet = desk.outlet()
    tell_in(desk, [answering(desk, outlet, at=START + timedelta(days=day)) for day in (1, 2)])
    before = float(total(desk, outlet))
    for calls, more in (
        ({"cap_per_work": "1"}, -2),
        ({"cap_per_work": "5"}, 6),
        ({"cap_per_work": "5", "cap_per_quarter": "7"}, 3),
    ):
        tried = desk.ask("try_draft", scheme={**checking.shipped(), "calls": calls}, period="2026-Q3", limit=10)
        (row,) = tried["items"]
        assert (float(row["points_now"]), float(row["points"])) == (before, before + more)
    adopt(desk, cap_per_work="5", cap_per_quarter="7")
    for key, run in list(ScoringService.follow_schemes.__wrapped__(desk.stage.service, now())):  # type: ignore[attr-defined]
        desk.stage.run(key, run)
    assert (points(desk, outlet, "call"), points(desk, outlet, "call:cap")) == (["5.00", "5.00"], ["-3.00"])
    assert float(total(desk, outlet)) == before + 3
    assert rebuilt(desk)


def test_what_a_publication_would_earn_knows_the_cap(desk: Desk) -> None:
    adopt(desk, cap_per_work="3", cap_per_quarter="4")
    desk.stage.deliver(opened(), "call_opened")
    outlet = desk.outlet()
    first, second = (answering(desk, outlet, at=START + timedelta(days=day)) for day in (1, 2))
    plain = desk.work(outlet)
    for work in (first, second, plain):
        desk.hear(work.submitted())
        desk.hear(work.approved())

    def expected(work: Work) -> float:
        place = work.publications[0]
        names = ("platform", "level", "media", "published_at", "placement", "byline", "length", "reprint", "group",
                 "before_permit", "before_embargo")  # fmt: skip
        asked = {name: getattr(place, name) for name in names} | {"submission": work.id, "publication": place.id}
        asked["published_at"] = place.published_at.isoformat()
        (found,) = desk.ask("expected_points", publications=[asked])["items"]
        return float(found["points"])

    assert expected(first) == expected(plain) + 3
    desk.tell(first)
    assert expected(second) == expected(plain) + 1
