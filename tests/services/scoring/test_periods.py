"""The life of periods, late facts, schemes that change, points by hand, on a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.scoring import checking
from services.scoring.domain.periods import last_day
from shared import events
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts.scoring_terms import PeriodAct, PeriodStatus
from shared.errors import Conflict, Forbidden, Invalid, NotFound, VersionMismatch
from shared.holidays import workday
from shared.mongo import StaleWrite, Unit
from tests.services.scoring.desk import LEADER, MANAGER, START, Desk
from tests.services.stage import asking


def county(**changes: Any) -> dict[str, Any]:
    """The shipped scheme, changed."""
    return {**checking.shipped(), **changes}


def doubled() -> dict[str, Any]:
    """A scheme by which a county medium gives 4 points."""
    publications = {**checking.shipped()["publications"], "points": [{"level": "county", "points": "4"}]}
    return county(name="加倍", publications=publications)


def follow(desk: Desk) -> int:
    """Run what follows a new scheme; gives how many jobs there were."""
    service = desk.stage.service
    jobs = list(type(service).follow_schemes.__wrapped__(service, now()))
    for key, run in jobs:
        unit = Unit(key=key)
        run(unit)
        desk.stage._committer.commit(unit)
    return len(jobs)


def test_a_period_goes_through_its_states_and_no_other_way(desk: Desk) -> None:
    desk.tell(desk.work())
    moves = ("close_period", "publicise_period", "finalise_period")

    def refused(*names: str) -> None:
        for name in names:
            with pytest.raises(Conflict) as told:
                desk.do(name, LEADER if name == "finalise_period" else MANAGER, period="2026-Q3")
            assert told.value.code == "period.illegal_move"
            assert {"status", "action", "allowed"} <= told.value.params.keys()

    refused("publicise_period", "finalise_period")
    closed = desk.do("close_period", period="2026-Q3")
    assert (closed["status"], closed["moves"], closed["closed"]["account"]) == ("closed", ["publicise"], "manager")
    assert closed["may"] == ["publicise", "rebuild"]
    refused("close_period", "finalise_period")
    public = desk.do("publicise_period", period="2026-Q3", working_days=3)
    assert public["appeals_until"] == last_day(local_date(public["publicised"]["at"]), 3, workday)[0]
    refused("close_period", "publicise_period")
    with pytest.raises(Conflict) as running:
        desk.do("finalise_period", LEADER, period="2026-Q3")
    assert running.value.code == "period.appeals_running"
    with pytest.raises(Invalid):
        desk.do("finalise_period", LEADER, period="2026-Q3", early=True)
    final = desk.do("finalise_period", LEADER, period="2026-Q3", early=True, reason="演示")
    assert (final["status"], final["moves"], final["early"], len(final["digest"])) == ("finalised", [], "演示", 64)
    refused(*moves)
    told = [event for event in desk.emitted() if isinstance(event, events.PeriodEvent)]
    assert [event.period.status for event in told] == ["closed", "publicised", "finalised"]
    assert told[-1].period.digest == final["digest"]
    assert desk.ask("rebuild_period", period="2026-Q3") | {"digest": "", "rebuilt_digest": ""} == {
        "period": "2026-Q3", "identical": True, "entries": 1, "rebuilt": 1, "missing": [], "surplus": [],
        "different": [], "standings": [], "ranking": True, "digest": "", "rebuilt_digest": "",
    }  # fmt: skip


def test_only_who_may_moves_a_period(desk: Desk) -> None:
    for name in ("close_period", "publicise_period"):
        with pytest.raises(Forbidden):
            desk.do(name, LEADER, period="2026-Q3")
    with pytest.raises(Forbidden):
        desk.do("finalise_period", MANAGER, period="2026-Q3", early=True, reason="x")
    for name in ("period", "ranking", "rebuild_period"):
        with pytest.raises(NotFound):
            desk.ask(name, period="2026-Q5")


def test_a_period_closes_when_it_is_over_and_after_those_before_it(desk: Desk) -> None:
    desk.tell(desk.work())
    desk.tell(desk.work(at=START - timedelta(days=90)))
    for period, code in (
        ("2026-Q3", "period.earlier_open"),
        ("2026", "period.not_over"),
        ("2099-Q1", "period.not_over"),
    ):
        with pytest.raises(Conflict) as refused:
            desk.do("close_period", period=period)
        assert refused.value.code == code
    desk.do("close_period", period="2026-Q2")
    desk.do("close_period", period="2026-Q3")
    assert [one["id"] for one in desk.ask("periods_list")["items"]][-3:] == ["2026-Q3", "2026-Q2", "2026"]
    # What nobody had points in before is behind the last closed quarter, and thus closed.
    late = desk.tell(desk.work(at=START - timedelta(days=400)))
    (entry,) = desk.ask("submission_points", submission=late.id)["entries"]
    assert (entry["period"], entry["late"]) == ("2026-Q4", "2025-Q2")


def test_what_somebody_may_do_with_a_period_is_what_would_not_be_refused(desk: Desk) -> None:
    own = desk.outlet(more_members=("insider",))
    desk.tell(desk.work(own))
    desk.tell(desk.work(own, at=START - timedelta(days=90)))
    insider = asking("insider", Role.SCORING_MANAGER)

    def may(period: str, by: RequestContext = MANAGER) -> list[str]:
        one = desk.ask("period", by, period=period)
        listed = {each["id"]: each["may"] for each in desk.ask("periods_list", by)["items"]}
        assert listed.get(period, one["may"]) == one["may"]
        return [act for act in one["may"] if act in tuple(PeriodAct)]

    assert (may("2026-Q2"), may("2026-Q2", LEADER), may("2026-Q2", insider)) == (["close"], [], [])
    assert may("2026-Q3") == [], "the quarter before it is open"
    assert may("2099-Q1") == [], "it is not over"
    desk.do("close_period", period="2026-Q2")
    assert may("2026-Q3") == ["close"]
    assert (may("2026-Q2"), may("2026-Q2", LEADER)) == (["publicise"], [])
    desk.do("publicise_period", period="2026-Q2", working_days=5)
    assert (may("2026-Q2"), may("2026-Q2", LEADER)) == ([], ["finalise"]), "early, with a reason"


def test_nothing_enters_a_closed_period_even_when_it_was_decided_before(desk: Desk) -> None:
    desk.tell(desk.work())
    late = desk.work()
    desk.hear(late.submitted())
    desk.hear(late.approved())
    unit = Unit(key="x")
    handler = type(desk.stage.service).submission_changed.__wrapped__
    handler(desk.stage.service, unit, late.reported()[0])
    desk.do("close_period", period="2026-Q3")
    before = desk.ranking()
    with pytest.raises(StaleWrite):
        desk.stage._committer.commit(unit)
    desk.hear(late.reported()[0])
    (entry,) = desk.ask("submission_points", submission=late.id)["entries"]
    assert (entry["period"], entry["late"], entry["text"].endswith("（2026年第三季度已截止，计入2026年第四季度）")) == (
        "2026-Q4", "2026-Q3", True,
    )  # fmt: skip
    assert desk.ranking() == before


def test_a_closed_period_stands_still(desk: Desk) -> None:
    outlet = desk.outlet()
    work = desk.tell(desk.work(outlet, levels=("central",)))
    desk.do("close_period", period="2026-Q3")
    before = desk.ask("ranking", period="2026-Q3")["items"]
    desk.hear(work.approved("A", round_=2))
    desk.outlet(outlet, category="department")
    assert desk.ask("ranking", period="2026-Q3")["items"] == before
    assert desk.ranking("2026-Q4") == [(1, outlet, "10.00")]  # 30 for 20
    entries = desk.ask("submission_points", submission=work.id)["entries"]
    (back,) = [entry["text"] for entry in entries if entry["reverses"]]
    assert back == "冲回“刊发” -20.00 分（2026年第三季度已截止，计入2026年第四季度）"
    assert desk.ranking("2026") == [(1, outlet, "30.00")]
    assert all(desk.ask("rebuild_period", period=period)["identical"] for period in ("2026-Q3", "2026-Q4"))


def test_movement_is_against_the_last_finalised_period(desk: Desk) -> None:
    first, second, third = desk.outlet(), desk.outlet(), desk.outlet()
    spring = START - timedelta(days=90)
    for outlet, level, at in (
        (first, "central", spring), (second, "county", spring),
        (first, "county", START), (second, "central", START), (third, "provincial", START),
    ):  # fmt: skip
        desk.tell(desk.work(outlet, levels=(level,), at=at))
    desk.finalised("2026-Q2")
    open_ = desk.ask("ranking", period="2026-Q3")["items"]
    assert [(row["outlet"], row["rank"], row["previous"], row["movement"]) for row in open_] == [
        (second, 1, 2, 1), (third, 2, None, None), (first, 3, 1, -2),
    ]  # fmt: skip
    desk.finalised("2026-Q3")
    assert desk.ask("ranking", period="2026-Q3")["items"] == open_
    assert desk.ranking(limit=1) == desk.ranking() == [(row["rank"], row["outlet"], row["points"]) for row in open_]


def test_a_year_is_the_sum_of_its_quarters_or_their_mean(desk: Desk) -> None:
    outlet = desk.outlet()
    for quarter in range(4):
        desk.tell(desk.work(outlet, at=datetime(2025, 2 + 3 * quarter, 1, tzinfo=UTC), levels=("municipal",)))
    with pytest.raises(Conflict) as early:
        desk.do("close_period", period="2025")
    assert early.value.code == "period.quarters_open"
    for quarter in range(1, 5):
        desk.finalised(f"2025-Q{quarter}")
    desk.finalised("2025")
    assert desk.ranking("2025") == [(1, outlet, "20.00")]
    told = desk.ask("explanation", period="2025", outlet=outlet)
    assert (told["points"], told["works"], len(told["items"])) == ("20.00", 4, 4)
    desk.do("adopt_scheme", scheme=county(year="mean"), effective_from="2026-01-01")
    for number, level in enumerate(("central", "county")):
        desk.tell(desk.work(outlet, at=datetime(2026, 2 + 3 * number, 1, tzinfo=UTC), levels=(level,)))
    assert desk.ranking("2026") == [(1, outlet, "11.00")]


def test_a_year_by_mean_has_one_figure_in_ranking_documents_awards_and_trials(desk: Desk) -> None:
    outlet = desk.outlet()
    awards = [
        {"kind": "gift_pack", "title": "礼包", "ladder": "overall", "min_points": "20.01"},
        {"kind": "commendation", "title": "表扬", "ladder": "overall", "min_points": "20.00"},
    ]
    id_ = desk.do("adopt_scheme", scheme=county(year="mean", awards=awards), effective_from="2024-01-01")["id"]
    for quarter in range(4):
        desk.tell(desk.work(outlet, at=datetime(2025, 2 + 3 * quarter, 1, tzinfo=UTC), levels=("central",)))
    for period in (*(f"2025-Q{number}" for number in range(1, 5)), "2025"):
        desk.finalised(period)
    assert desk.ranking("2025") == [(1, outlet, "20.00")]
    told = desk.ask("explanation", period="2025", outlet=outlet)
    assert told["points"] == "20.00" and "积分 20.00 分（4 个季度合计 80.00 分，取平均；已定榜）" in told["text"]
    result = desk.ask("period_result", period="2025")
    assert (result["quarters"], result["ladders"][0]["standings"][0]["points"]) == (4, "20.00")
    assert desk.do("grant_awards", period="2025")["granted"] == 1
    [award] = desk.ask("awards_list", period="2025")["items"]
    assert (award["kind"], award["points"]) == ("commendation", "20.00")
    for scheme, points in ((id_, "20.00"), ("county", "80.00")):
        tried = desk.ask("try_scheme", scheme=scheme, period="2025")
        [row] = tried["items"]
        assert (row["points"], row["points_now"]) == (tried["points"], tried["points_now"]) == (points, "20.00")


def test_a_scheme_that_starts_later_words_nothing_of_the_quarters_before_it(desk: Desk) -> None:
    outlet = desk.outlet()
    work = desk.tell(desk.work(outlet, levels=("municipal",), reads=1000))
    desk.finalised()

    def texts() -> tuple[Any, Any]:
        [item] = desk.ask("explanation", period="2026-Q3", outlet=outlet)["items"]
        told = desk.ask("submission_points", submission=work.id)
        return (item["text"], item["entries"], item["notes"]), (told["text"], told["entries"], told["notes"])

    before = texts()
    assert [note["text"] for note in before[0][2]] == ["七日阅读播放量：传播数据未达到起计档"]
    renamed = [{**checking.shipped()["metrics"][0], "name": "首周热度"}]
    desk.do("adopt_scheme", scheme=county(name="新办法", metrics=renamed), effective_from="2099-01-01")
    desk.do("adopt_scheme", scheme=county(name="无数据", metrics=[]), effective_from="2099-07-01")
    assert texts() == before


def test_a_newer_scheme_concerns_what_is_published_from_its_date_on(desk: Desk) -> None:
    outlet = desk.outlet()
    old = desk.tell(desk.work(outlet, at=START))
    concerned = desk.tell(desk.work(outlet, at=START + timedelta(days=30)))
    adopted = desk.do("adopt_scheme", scheme=doubled(), effective_from="2026-08-01")
    assert (adopted["serial"], adopted["in_force"]) == (1, True)
    with pytest.raises(Conflict) as waiting:
        desk.do("close_period", period="2026-Q3")
    assert waiting.value.code == "period.following_scheme"
    assert follow(desk) > 0
    assert follow(desk) == 0
    points = {work.id: desk.ask("submission_points", submission=work.id)["points"] for work in (old, concerned)}
    assert points == {old.id: "2.00", concerned.id: "4.00"}
    assert [entry["scheme"] for entry in desk.ask("submission_points", submission=concerned.id)["entries"]][-1] in (
        0,
        1,
    )
    assert desk.ranking() == [(1, outlet, "6.00")]
    assert desk.ask("rebuild_period", period="2026-Q3")["identical"]
    desk.do("close_period", period="2026-Q3")
    with pytest.raises(Conflict) as shut:
        desk.do("adopt_scheme", scheme=doubled(), effective_from="2026-09-30")
    assert (shut.value.code, shut.value.params["period"]) == ("scheme.period_closed", "2026-Q3")
    assert [row["serial"] for row in desk.ask("schemes_list")["items"]] == [1, 0]


def test_nothing_is_entered_by_a_scheme_that_is_no_longer_the_newest(desk: Desk) -> None:
    work = desk.work()
    desk.tell(desk.work())
    desk.hear(work.submitted())
    desk.hear(work.approved())
    unit = Unit(key="x")
    type(desk.stage.service).submission_changed.__wrapped__(desk.stage.service, unit, work.reported()[0])
    desk.do("adopt_scheme", scheme=doubled(), effective_from="2026-07-01")
    with pytest.raises(StaleWrite):
        desk.stage._committer.commit(unit)


def test_a_ranking_follows_a_scheme_that_orders_differently(desk: Desk) -> None:
    few, many = desk.outlet(), desk.outlet()
    desk.tell(desk.work(few, levels=("municipal",)))
    for _ in range(2):
        desk.tell(desk.work(many))
    assert [outlet for _, outlet, _ in desk.ranking()] == [few, many]
    desk.do("adopt_scheme", scheme=county(ranking={"ties": ["total"], "minimum_works": 2}), effective_from="2026-09-01")
    follow(desk)
    assert desk.ranking() == [(1, many, "4.00")]


def test_a_scheme_is_tried_without_effect(desk: Desk) -> None:
    one, two = desk.outlet(), desk.outlet()
    desk.tell(desk.work(one, levels=("municipal",)))
    desk.tell(desk.work(two))
    desk.do("adjust_points", outlet=two, rule="activity", period="2026-Q3", reason="到场")
    desk.do("close_period", period="2026-Q3")
    id_ = desk.do("adopt_scheme", scheme=doubled(), effective_from="2027-01-01")["id"]
    before = desk.ranking()
    tried = desk.ask("try_scheme", scheme=id_, period="2026-Q3")
    columns = ("outlet", "rank", "points", "rank_now", "points_now")
    assert [tuple(row[name] for name in columns) for row in tried["items"]] == [
        (two, 1, "5.00", 2, "3.00"), (one, None, "0.00", 1, "5.00"),
    ]  # fmt: skip
    assert (tried["works"], tried["points_now"]) == (2, "8.00")
    assert desk.ranking() == before
    assert desk.ask("try_draft", scheme=doubled(), period="2026-Q3") == tried | {"scheme": ""}
    with pytest.raises(Invalid) as refused:
        desk.ask("try_draft", scheme=doubled() | {"year": "median"}, period="2026-Q3")
    assert [each.pointer for each in refused.value.problems] == ["/scheme/year"]
    same = desk.ask("try_scheme", scheme="county", period="2026-Q3")
    assert all(row["points"] == row["points_now"] and row["rank"] == row["rank_now"] for row in same["items"])


def test_a_trial_treats_what_came_late_as_the_ledger_does(desk: Desk) -> None:
    one, two = desk.outlet(), desk.outlet()
    work = desk.tell(desk.work(one, levels=("municipal",)))
    desk.do("adjust_points", outlet=one, rule="activity", period="2026-Q3", reason="到场")
    desk.do("close_period", period="2026-Q3")
    desk.tell(desk.work(two, levels=("county",)))  # late: it counts in the fourth quarter
    desk.hear(work.approved("A", round_=2))  # and so does what the better grade adds
    columns = ("outlet", "points", "works")
    for period in ("2026-Q3", "2026-Q4", "2026"):
        same = desk.ask("try_scheme", scheme="county", period=period)
        assert all(row["points"] == row["points_now"] and row["rank"] == row["rank_now"] for row in same["items"])
        assert same["late"] == (0 if period == "2026" else 2)
    doubling = {**doubled(), "metrics": []}
    id_ = desk.do("adopt_scheme", scheme=doubling, effective_from="2027-01-01")["id"]
    third, fourth = (desk.ask("try_scheme", scheme=id_, period=f"2026-Q{number}")["items"] for number in (3, 4))
    assert [tuple(row[name] for name in columns) for row in third] == [(one, "1.00", 0)]
    assert [tuple(row[name] for name in columns) for row in fourth] == [(two, "4.00", 1), (one, "0.00", 0)]


def test_a_bad_scheme_is_refused_with_its_places(desk: Desk) -> None:
    bad = county(year="median")
    told = desk.ask("check_scheme", scheme=bad)
    assert (told["valid"], told["problems"][0]["pointer"]) == (False, "/year")
    assert desk.ask("check_scheme", scheme=county())["valid"]
    with pytest.raises(Invalid) as refused:
        desk.do("adopt_scheme", scheme=bad, effective_from="2027-01-01")
    assert refused.value.problems[0].pointer == "/scheme/year"
    with pytest.raises(Invalid):
        desk.do("adopt_scheme", scheme=county(), effective_from="1999-01-01")


def test_points_by_hand_within_the_schemes_limits(desk: Desk) -> None:
    outlet = desk.outlet()
    work = desk.tell(desk.work(outlet))
    given = {"outlet": outlet, "period": "2026-Q3", "reason": "批示"}
    made = desk.do("adjust_points", rule="superior_comment", submission=work.id, **given)
    assert (made["points"], made["name"]) == ("5.00", "上级领导批示肯定")
    taken = desk.do("adjust_points", rule="falsehood", points="12.5", **given)
    assert taken["points"] == "-12.50"
    assert desk.ranking() == [(1, outlet, "-5.50")]
    for rule, more in (
        ("nothing", {}),
        ("falsehood", {}),
        ("falsehood", {"points": "9.99"}),
        ("activity", {"points": "2"}),
    ):
        with pytest.raises(Invalid):
            desk.do("adjust_points", rule=rule, **given, **more)
    for _ in range(5):
        desk.do("adjust_points", rule="activity", **given)
    with pytest.raises(Conflict) as often:
        desk.do("adjust_points", rule="activity", **given)
    assert often.value.code == "adjustment.times"
    with pytest.raises(NotFound):
        desk.do("adjust_points", rule="activity", **{**given, "outlet": "nobody"})
    told = desk.ask("explanation", period="2026-Q3", outlet=outlet)
    assert [entry["points"] for entry in told["by_hand"]][:2] == ["5.00", "-12.50"]
    assert "上级领导批示肯定 5.00：批示" in [entry["text"] for entry in told["by_hand"]]
    assert desk.ask("rebuild_period", period="2026-Q3")["identical"]


def test_points_by_hand_for_a_work_are_for_who_has_a_part_in_it(desk: Desk) -> None:
    author, other, stranger = desk.outlet(), desk.outlet(), desk.outlet()
    work = desk.tell(desk.work(author, other))
    given = {"period": "2026-Q3", "reason": "批示", "rule": "superior_comment", "submission": work.id}
    assert desk.do("adjust_points", outlet=other, **given)["submission"] == work.id
    with pytest.raises(Invalid) as refused:
        desk.do("adjust_points", outlet=stranger, **given)
    (problem,) = refused.value.problems
    assert (problem.pointer, problem.rule) == ("/submission", "adjustment.no_part")
    assert desk.ask("submission_points", submission=work.id)["entries"][-1]["outlet"] != stranger


def test_points_by_hand_are_taken_back_once_late_or_not(desk: Desk) -> None:
    outlet = desk.outlet()
    desk.tell(desk.work(outlet))
    given = {"outlet": outlet, "rule": "first_report", "period": "2026-Q3", "reason": "首报"}
    one, two = desk.do("adjust_points", **given), desk.do("adjust_points", **given)
    desk.do("reverse_adjustment", adjustment=one["id"], reason="误记")
    assert desk.ranking() == [(1, outlet, "5.00")]
    with pytest.raises(Conflict):
        desk.do("reverse_adjustment", adjustment=one["id"], reason="误记")
    desk.do("close_period", period="2026-Q3")
    with pytest.raises(Conflict) as shut:
        desk.do("adjust_points", **given)
    assert shut.value.code == "period.illegal_move"
    late = desk.do("reverse_adjustment", adjustment=two["id"], reason="误记")
    assert late["reversed_in"] == "2026-Q4"
    assert desk.ranking() == [(1, outlet, "5.00")]
    assert all(desk.ask("rebuild_period", period=period)["identical"] for period in ("2026-Q3", "2026-Q4"))
    with pytest.raises(Forbidden):
        desk.do("adjust_points", asking(f"of-{outlet}"), **given)


def test_a_rebuild_finds_what_was_tampered_with(desk: Desk) -> None:
    outlet = desk.outlet()
    for _ in range(2):
        desk.tell(desk.work(outlet))
    ledger = desk.stage.db["ledger"]
    first = ledger.find_one(sort=[("_id", 1)])
    ledger.update_one({"_id": first["_id"]}, {"$set": {"cents": 999}})
    told = desk.ask("rebuild_period", period="2026-Q3")
    assert (told["identical"], told["different"], told["standings"]) == (False, [first["_id"]], [])
    ledger.delete_one({"_id": first["_id"]})
    assert desk.ask("rebuild_period", period="2026-Q3")["missing"] == [first["_id"]]
    ledger.insert_one(first)
    desk.stage.db["standings"].update_one({"period": "2026-Q3"}, {"$inc": {"cents": 1}})
    assert desk.ask("rebuild_period", period="2026-Q3")["standings"] == [outlet]


def test_a_work_from_before_keeps_the_rules_that_it_was_computed_by(desk: Desk) -> None:
    first = {"id": "b", "name": "首发", "points": "3", "when": {"first": True}}
    publications = {**checking.shipped()["publications"], "factors": {"length": [{"at_least": 1, "factor": "0.5"}]}}
    desk.do("adopt_scheme", scheme=county(publications=publications, bonuses=[first]), effective_from="2026-01-01")
    outlet = desk.outlet()
    old, new = (desk.work(outlet, levels=("elsewhere", "county"), reads=9_000) for _ in range(2))
    desk.hear(old.submitted())
    # As it was kept before editions were counted.
    assert desk.stage.db["works"].update_one({"_id": old.id}, {"$unset": {"rules": ""}}).modified_count == 1
    for work in (old, new):
        desk.tell(work)
    points = [desk.ask("submission_points", submission=work.id)["points"] for work in (old, new)]
    # 2 for the publication and 4 for the reads; by today's rules half of the 2 for a length that nobody reported, and
    # the bonus for the first medium that is worth something.
    assert points == ["6.00", "8.00"]
    told = desk.ask("rebuild_period", period="2026-Q3")
    assert told["identical"] and told["entries"] == 5


def test_if_match_names_the_version_of_a_period(desk: Desk) -> None:
    desk.tell(desk.work())
    with pytest.raises(VersionMismatch):
        desk.do("close_period", asking_version(MANAGER, 4), period="2026-Q3")
    assert desk.do("close_period", asking_version(MANAGER, 0), period="2026-Q3")["status"] == PeriodStatus.CLOSED


def asking_version(context: Any, version: int) -> Any:
    """The same request with `If-Match`."""
    return replace(context, expected_version=version)


def test_appeals_last_over_holidays_and_the_days_that_make_up_for_them() -> None:
    assert last_day(date(2026, 9, 30), 5, workday) == (date(2026, 10, 13), True)
    assert last_day(date(2027, 12, 31), 1, workday) == (date(2028, 1, 3), False)


def test_who_acts_for_an_outlet_adopts_no_scheme(desk: Desk) -> None:
    desk.outlet("o1", more_members=("manager",))
    with pytest.raises(Forbidden, match="own_outlet_rules"):
        desk.do("adopt_scheme", scheme=doubled(), effective_from="2026-08-01")
    assert desk.do(
        "adopt_scheme", asking("other", Role.SCORING_MANAGER), scheme=doubled(), effective_from="2026-08-01"
    )["id"]


def test_who_acts_for_an_outlet_moves_no_period(desk: Desk) -> None:
    other, head = asking("other", Role.SCORING_MANAGER), asking("head", Role.LEADER)
    outlet = desk.outlet(more_members=("manager", "leader"))
    desk.tell(desk.work(outlet))

    def refused(name: str, by: RequestContext, **data: Any) -> None:
        with pytest.raises(Forbidden, match="own_outlet_rules"):
            desk.do(name, by, period="2026-Q3", **data)

    refused("close_period", MANAGER)
    desk.do("close_period", other, period="2026-Q3")
    refused("publicise_period", MANAGER)
    desk.do("publicise_period", other, period="2026-Q3")
    refused("finalise_period", LEADER, early=True, reason="演示")
    assert desk.do("finalise_period", head, period="2026-Q3", early=True, reason="演示")["status"] == "finalised"


def test_a_closed_account_moves_no_period(desk: Desk) -> None:
    desk.person("manager", Role.SCORING_MANAGER, closed=True)
    with pytest.raises(Invalid):
        desk.do("close_period", period="2026-Q3")
