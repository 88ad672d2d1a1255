"""Statistics: what is counted decision by decision is what a count of all rounds gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.review.domain.statistics import Figures, period
from services.review.migrations import statistics_kept
from shared.clock import SHANGHAI, local_date, now
from shared.context import Role
from shared.contracts.review_terms import Stage
from shared.errors import DomainError, Forbidden, Invalid
from shared.months import month_of
from shared.workdays import Workday
from shared.working_time import later, worked
from tests.services.review.desk import ALL, FINAL, FIRST, KEEPER, LEADER, SECOND, Desk
from tests.services.review.makers import policy_input
from tests.services.stage import BUREAU, asking

SPANS = ((510, 720), (840, 1050))
WORKING = [{"from": "00:00", "to": "23:59"}]
SCORING = asking("scoring", Role.SCORING_MANAGER)
Key = tuple[str, str, str]


def weekdays(day: date) -> Workday:
    return Workday(day.weekday() < 5)


YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 500_000).map(lambda minutes: YEAR + timedelta(minutes=minutes))


@given(MOMENTS, st.integers(0, 5000))
def test_the_minutes_worked_are_those_that_a_time_was_counted_by(start: datetime, minutes: int) -> None:
    assert worked(start, later(start, minutes, SPANS, weekdays).at, SPANS, weekdays) == minutes


@given(MOMENTS, MOMENTS, MOMENTS)
def test_minutes_worked_add_up(one: datetime, two: datetime, three: datetime) -> None:
    first, second, third = sorted((one, two, three))
    parts = worked(first, second, SPANS, weekdays) + worked(second, third, SPANS, weekdays)
    assert worked(first, third, SPANS, weekdays) == parts
    assert first == third or worked(third, first, SPANS, weekdays) == 0


@given(st.lists(st.integers(0, 300), max_size=60), st.integers(1, 100))
def test_a_percentile_is_the_value_at_the_nearest_rank(values: list[int], percent: int) -> None:
    found = Figures(Stage.FIRST, {}, 0, Counter(values)).within(percent)
    if not values:
        assert found is None
        return
    assert sum(value <= found for value in values) * 100 >= percent * len(values)
    assert sum(value < found for value in values) * 100 < percent * len(values)


def test_a_period_is_months_in_a_row() -> None:
    assert period("2025-11", "2026-02").months == ["2025-11", "2025-12", "2026-01", "2026-02"]
    before = period("2026-01", "2026-03").previous
    assert (before.first, before.last) == ("2025-10", "2025-12")
    for first, last, rule in (("2026-02", "2026-01", "range.order"), ("2023-01", "2026-01", "review.many_months")):
        with pytest.raises(Invalid) as error:
            period(first, last)
        assert [(each.pointer, each.rule) for each in error.value.problems] == [("/to", rule)]


def counted(desk: Desk) -> dict[str, Any]:
    """What is kept, without what it was spread over."""
    return {each["_id"]: each for each in desk.stage.db["statistics"].find()}


def from_scratch(desk: Desk, field: str) -> dict[Key, dict[str, Any]]:
    """The same, counted here from the stored rounds."""
    found: dict[Key, dict[str, Any]] = {}
    for review in desk.stage.db["reviews"].find():
        for at, stage, outcome, took in _decided(review):
            key = (at.astimezone(SHANGHAI).strftime("%Y-%m"), stage, review[field])
            one = found.setdefault(key, {"outcomes": Counter(), "overdue": 0, "minutes": []})
            one["outcomes"][outcome] += 1
            one["overdue"] += took["overdue"]
            one["minutes"].append(took["minutes"])
    return found


def _decided(review: dict[str, Any]) -> Iterator[tuple[datetime, str, str, dict[str, Any]]]:
    names = {"pass": "passed", "changes": "changes", "reject": "rejected"}
    for each in review["decisions"]:
        yield each["at"], each["stage"], "rejected" if each["grade"] == "D" else names[each["verdict"]], each
    if review["status"] in ("adopted", "declined"):
        last = review["assessments"][-1]
        yield last["at"], "assessment", review["status"], last


def shown(desk: Desk, **more: str) -> dict[str, Any]:
    month = f"{local_date(now()):%Y-%m}"
    return desk.ask("statistics", LEADER, **({"from": month, "to": month} | more))  # type: ignore[no-any-return]


def of(figures: list[dict[str, Any]], stage: str) -> dict[str, Any]:
    (found,) = [each for each in figures if each["stage"] == stage]
    return found


@pytest.fixture
def always(desk: Desk) -> Desk:
    """A bureau that works day and night, so that any time is working time; and two kinds of outlets."""
    desk.adopt("propose_policy", KEEPER, **policy_input(working_hours=WORKING))
    desk.stage.db["workdays"].insert_many(
        {"_id": f"{BUREAU}:{year}", "bureau": BUREAU, "year": year, "version": 1, "days": _all_worked(year)}
        for year in (now().year - 1, now().year)
    )
    desk.outlet("o2", "partner", category="official_media")
    return desk


def _all_worked(year: int) -> list[dict[str, Any]]:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
    return [{"day": day.isoformat(), "worked": True} for day in days]


def age(desk: Desk, review: Any, minutes: int) -> None:
    """Have the stage that waits be so old."""
    began = now() - timedelta(minutes=minutes)
    due = later(began, 4 * 60, ((0, 23 * 60 + 59),), lambda day: Workday(True)).at
    desk.stage.db["reviews"].update_one({"_id": review["id"]}, {"$set": {"stage_at": began, "due_at": due}})


def test_decisions_are_counted_by_stage_and_category_as_they_are_made(always: Desk) -> None:
    for minutes in (10, 20, 300):
        review = always.opened()
        age(always, review, minutes)
        always.decide(review, FIRST)
    always.decide(always.opened(outlets=("o2",)), FIRST, decision="reject", reason="失实")
    always.decide(always.up_to(always.opened(outlets=("o2",)), "final"), FINAL, grade="D")
    told = shown(always, compare="previous")
    first = of(told["stages"], "first")
    assert (first["decided"], first["passed"], first["rejected"], first["timed"]) == (5, 4, 1, 5)
    assert (first["overdue"], first["overdue_percent"]) == (1, "20.0")
    own = of(next(each for each in told["categories"] if each["category"] == "self_media")["stages"], "first")
    assert own["decided"] == 3 and abs(own["median_minutes"] - 20) <= 1 and abs(own["p90_minutes"] - 300) <= 2
    final = of(told["stages"], "final")
    assert (final["decided"], final["passed"], final["rejected"], final["overdue_percent"]) == (1, 0, 1, "0.0")
    none = of(told["stages"], "second")
    assert (none["decided"], none["median_minutes"], none["p90_minutes"], none["overdue_percent"]) == (0, *[None] * 3)
    assert [each["decided"] for each in told["previous"]["stages"]] == [0, 0, 0, 0, 0]
    assert told["months"][0]["stages"] == told["stages"]
    kept = always.stage.db["reviews"].find_one({"decisions.overdue": True}) or {}
    (late,) = always.ask("get", review=kept["_id"])["decisions"]
    assert late["overdue"] and abs(late["minutes"] - 300) <= 2


def test_an_idea_is_counted_once_when_it_is_decided(always: Desk) -> None:
    idea = always.opened(kind="golden_idea")
    always.do("assess", FIRST, review=idea["id"], novelty=90, feasibility=90, benefit=90)
    assert of(shown(always)["stages"], "assessment")["decided"] == 0
    always.do("assess", FINAL, review=idea["id"], novelty=90, feasibility=90, benefit=90)
    told = of(shown(always)["stages"], "assessment")
    assert (told["decided"], told["adopted"], told["declined"], told["timed"]) == (1, 1, 0, 1)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_counted_by_the_way_is_what_a_count_of_all_gives(always: Desk, seed: int) -> None:
    """Whatever people do; then all of it is counted anew."""
    draw = Random(seed)
    reviews = []
    for _ in range(12):
        kind = draw.choice(["work", "work", "golden_idea"])
        topic = draw.choice(["反诈", "禁毒", ""])
        reviews.append(always.opened(kind=kind, topic=topic, outlets=(draw.choice(["o1", "o2"]),)))
    for _ in range(70):
        review, by = draw.choice(reviews), draw.choice([FIRST, SECOND, FINAL, ALL])
        if draw.random() < 0.5:
            age(always, review, draw.randint(0, 3000))
        said = draw.choice([{"decision": "pass"}, {"decision": "pass"}, {"decision": "changes", "reason": "改"}])
        for method, given_ in (
            ("claim", {}),
            ("decide", said),
            ("decide", {"decision": "pass", "grade": draw.choice("ABCD"), "no_embargo": True}),
            ("assess", {"novelty": draw.randint(0, 100), "feasibility": 70, "benefit": 90}),
            *([("revoke", {"reason": "失实"})] if draw.random() < 0.1 else []),
        ):
            try:
                always.do(method, by, review=review["id"], **given_)
            except DomainError:
                continue
    kept = counted(always)
    for parts, field in (("categories", "category"), ("topics", "topic")):
        expected = from_scratch(always, field)
        assert len(expected) >= 4
        _require_same(shown(always)[parts], field, expected)
    always.stage.service.tallies.rebuild(BUREAU)
    assert counted(always) == kept


def _require_same(parts: list[dict[str, Any]], field: str, expected: dict[Key, dict[str, Any]]) -> None:
    month = f"{local_date(now()):%Y-%m}"
    assert {part[field] for part in parts} == {value for _, _, value in expected}
    for part in parts:
        for stage in part["stages"]:
            one = expected.get((month, stage["stage"], part[field]))
            if one is None:
                assert stage["decided"] == 0
                continue
            assert {name: stage[name] for name in one["outcomes"]} == one["outcomes"]
            minutes = sorted(one["minutes"])
            assert (stage["decided"], stage["overdue"]) == (len(minutes), one["overdue"])
            assert stage["median_minutes"] == minutes[-(-len(minutes) // 2) - 1]
            assert stage["p90_minutes"] == minutes[-(-len(minutes) * 9 // 10) - 1]


def test_a_decision_that_fails_counts_nothing(desk: Desk) -> None:
    review = desk.do("claim", FIRST, review=desk.opened()["id"])
    with pytest.raises(Invalid):
        desk.do("decide", FIRST, review=review["id"], decision="reject")
    assert counted(desk) == {}


def test_months_are_those_of_shanghai() -> None:
    assert month_of(datetime(2026, 8, 31, 15, 59, tzinfo=UTC)) == "2026-08"
    assert month_of(datetime(2026, 8, 31, 16, 0, tzinfo=UTC)) == "2026-09"


def test_staff_reads_them_of_their_own_bureau(desk: Desk) -> None:
    desk.decide(desk.opened(), FIRST)
    month = f"{local_date(now()):%Y-%m}"
    for by, count in ((SCORING, 1), (asking("far", Role.LEADER, bureau="330108"), 0)):
        told = desk.ask("statistics", by, **{"from": month, "to": month})
        assert of(told["stages"], "first")["decided"] == count
    with pytest.raises(Forbidden):
        desk.ask("statistics", asking("writer"), **{"from": month, "to": month})
    for wrong in ("2026-13", "2026-1", "2026-01\n", "1999-01"):
        with pytest.raises(Invalid):
            desk.ask("statistics", LEADER, **{"from": wrong, "to": wrong})


def test_what_was_decided_before_is_counted_by_the_migration(always: Desk) -> None:
    done = always.approved()
    changed = always.submitted()
    always.hear(changed)
    (item,) = always.ask("search", submission=changed.submission.id)["items"]
    always.decide(item, FIRST, decision="changes", reason="请补充来源")
    always.hear(always.submitted(id=changed.submission.id, round=2, revision=2))
    idea = always.opened(kind="golden_idea")
    for by in (FIRST, FINAL):
        always.do("assess", by, review=idea["id"], novelty=10, feasibility=10, benefit=10)
    reviews, kept = always.stage.db["reviews"], counted(always)
    for each in list(reviews.find()):
        old = {name: [_without(one) for one in each[name]] for name in ("decisions", "assessments")}
        reviews.update_one({"_id": each["_id"]}, {"$set": old, "$unset": {"returned": 1}})
    always.stage.db["statistics"].delete_many({})
    for _ in range(2):
        statistics_kept.upgrade(always.stage.db)
        assert counted(always) == kept
        assert [each["returned"] for each in reviews.find({"round": 2})] == [True]
    (decision, _) = always.ask("get", review=done["id"])["decisions"]
    assert decision["minutes"] <= 1 and not decision["overdue"]


def _without(made: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in made.items() if name not in ("minutes", "overdue")}
