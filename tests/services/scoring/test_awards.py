"""Appeals, their corrections, awards, certificates and what documents are told, on a real database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared import events, validation
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.contracts import scoring_awards as contracts
from shared.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from shared.mongo import StaleWrite, Unit
from tests.services.scoring.desk import LEADER, MANAGER, Desk
from tests.services.stage import BUREAU, asking

PERIOD = "2026-Q3"
LIAISON = asking("liaison", Role.LIAISON)


def member(outlet: str, *roles: Role) -> RequestContext:
    return asking(f"of-{outlet}", *roles)


def refused(kind: type[DomainError], code: str, act: Callable[[], Any]) -> DomainError:
    with pytest.raises(kind) as told:
        act()
    assert told.value.code == code
    return told.value


def published(desk: Desk, *categories: str) -> list[str]:
    """An outlet of each category with one more work than the one before; the quarter is publicised."""
    outlets = [desk.outlet(category=category) for category in categories]
    for number, outlet in enumerate(outlets, start=1):
        for _ in range(number):
            desk.tell(desk.work(outlet, levels=("provincial",), grade="A"))
    desk.do("close_period", period=PERIOD)
    desk.do("publicise_period", period=PERIOD)
    return outlets


def appeal(desk: Desk, outlet: str, **more: Any) -> Any:
    return desk.do("open_appeal", member(outlet), period=PERIOD, outlet=outlet, reason="请复核", **more)


def entries(desk: Desk, outlet: str) -> list[Any]:
    found: list[Any] = desk.ask("outlet_ledger", outlet=outlet, period=PERIOD)["items"]
    return found


def score(desk: Desk, outlet: str) -> Decimal:
    return next(Decimal(points) for _, who, points in desk.ranking() if who == outlet)


def decided(desk: Desk, method: str, by: RequestContext, **data: Any) -> Unit:
    """A command that was decided upon what is now stored, and is not committed yet."""
    unit, schema = Unit(), getattr(contracts, "".join(word.title() for word in method.split("_")))
    unit.result = desk.stage._raw(method)(desk.stage.service, unit, validation.load(schema(), data), by)
    return unit


# --- appeals ---


def test_only_the_outlets_own_people_appeal_and_only_while_the_ranking_is_publicised(desk: Desk) -> None:
    outlet = desk.outlet()
    desk.tell(desk.work(outlet))
    other = desk.outlet()
    assert refused(Conflict, "period.illegal_move", lambda: appeal(desk, outlet)).params["status"] == "open"
    desk.do("close_period", period=PERIOD)
    assert refused(Conflict, "period.illegal_move", lambda: appeal(desk, outlet)).params["status"] == "closed"
    desk.do("publicise_period", period=PERIOD)
    asked = {"period": PERIOD, "outlet": outlet, "reason": "请复核"}
    refused(NotFound, "outlet.not_found", lambda: desk.do("open_appeal", member(other), **asked))
    refused(Forbidden, "appeal.own_outlet", lambda: desk.do("open_appeal", MANAGER, **asked))
    opened = appeal(desk, outlet)
    assert (opened["status"], opened["version"]) == ("open", 1)
    refused(Conflict, "appeal.open_already", lambda: appeal(desk, outlet))
    assert isinstance(desk.emitted()[-1], events.AppealOpened)
    past = {"$set": {"appeals_until": now() - timedelta(days=3)}}
    assert desk.stage.db["periods"].update_one({"_id": f"{BUREAU}:{PERIOD}"}, past).modified_count == 1
    refused(Conflict, "appeal.too_late", lambda: appeal(desk, other))


def test_an_appeal_is_about_what_is_the_outlets_own(desk: Desk) -> None:
    first, second = published(desk, "self_media", "self_media")
    foreign = entries(desk, second)[0]
    told = refused(
        Invalid, "validation", lambda: appeal(desk, first, entries=[foreign["id"]], submission=foreign["submission"])
    )
    assert [problem.pointer for problem in told.problems] == ["/submission", "/entries/0"]
    own = entries(desk, first)[0]
    opened = appeal(desk, first, entries=[own["id"]], submission=own["submission"])
    assert (list(opened["entries"]), opened["submission"]) == ([own["id"]], own["submission"])


def test_an_upheld_appeal_corrects_by_entries_that_name_it_and_a_rebuild_agrees(desk: Desk) -> None:
    first, second = published(desk, "self_media", "self_media")
    before, wrong = score(desk, second), entries(desk, second)[0]
    opened = appeal(desk, second)
    answer = {"appeal": opened["id"], "decision": "upheld", "answer": "经核实予以更正"}
    corrections = [{"reverses": wrong["id"]}, {"points": "-0.01", "reason": "尾差"}]
    done = desk.do("answer_appeal", **answer, corrections=corrections)
    made = [Decimal(one["points"]) for one in done["corrections"]]
    assert made == [-Decimal(wrong["points"]), Decimal("-0.01")]
    assert score(desk, second) == before + sum(made) == sum(Decimal(one["points"]) for one in entries(desk, second))
    assert {one["_id"] for one in desk.stage.db["adjustments"].find({"appeal": opened["id"]})}
    answered = [event for event in desk.emitted() if isinstance(event, events.AppealAnswered)]
    assert [(one.decision, one.appeal.status) for one in answered] == [("upheld", "upheld")]
    assert desk.ask("rebuild_period", period=PERIOD)["identical"]
    refused(Conflict, "appeal.illegal_move", lambda: desk.do("answer_appeal", **answer, corrections=corrections))
    # The outlet may ask again, but what was taken back is not taken back twice.
    again = {**answer, "appeal": appeal(desk, second)["id"]}
    told = refused(Invalid, "validation", lambda: desk.do("answer_appeal", **again, corrections=corrections))
    assert [problem.pointer for problem in told.problems] == ["/corrections/0/reverses"]
    elsewhere = [{"reverses": entries(desk, first)[0]["id"]}]
    refused(Invalid, "validation", lambda: desk.do("answer_appeal", **again, corrections=elsewhere))


def test_what_an_appeal_took_back_stays_so_when_the_works_grade_changes_later(desk: Desk) -> None:
    one, other = desk.outlet(), desk.outlet()
    work = desk.tell(desk.work(one, other, levels=("provincial",), grade="A"))
    desk.do("close_period", period=PERIOD)
    desk.do("publicise_period", period=PERIOD)
    [wrong], [right] = entries(desk, one), entries(desk, other)
    corrections = [{"reverses": wrong["id"]}, {"points": "3.00", "reason": "按B级核定"}]
    answer = {"appeal": appeal(desk, one)["id"], "decision": "upheld", "answer": "更正"}
    desk.do("answer_appeal", **answer, corrections=corrections)
    desk.hear(work.approved("C", 2))
    ledger = list(desk.stage.db["ledger"].find({}))
    assert [entry["rule"] for entry in ledger if entry["reverses"] == wrong["id"]] == ["manual:appeal"]
    # The answer stands for the one; the other's share follows the grade, in the quarter that is open.
    assert sum(entry["cents"] for entry in ledger if entry["outlet"] == one) == 300
    taken = [(entry["outlet"], entry["period"]) for entry in ledger if entry["reverses"] == right["id"]]
    assert taken == [(other, "2026-Q4")]
    for period in (PERIOD, "2026-Q4"):
        assert desk.ask("rebuild_period", period=period)["identical"]


def test_an_answer_gives_points_for_no_work_that_the_outlet_has_no_part_in(desk: Desk) -> None:
    first, second = published(desk, "self_media", "self_media")
    [foreign, *_], [own] = entries(desk, second), entries(desk, first)
    answer = {"appeal": appeal(desk, first)["id"], "decision": "upheld", "answer": "更正"}
    more = {"points": "1.00", "reason": "补记"}
    wrong = [more, more | {"submission": foreign["submission"]}]
    told = refused(Invalid, "adjustment.invalid", lambda: desk.do("answer_appeal", **answer, corrections=wrong))
    assert [(each.pointer, each.rule) for each in told.problems] == [
        ("/corrections/1/submission", "adjustment.no_part")
    ]
    nothing = [more | {"submission": "nothing"}]
    refused(NotFound, "submission.not_found", lambda: desk.do("answer_appeal", **answer, corrections=nothing))
    right = [more | {"submission": own["submission"]}]
    assert [each["points"] for each in desk.do("answer_appeal", **answer, corrections=right)["corrections"]] == ["1.00"]


def test_what_newer_facts_took_back_in_the_next_quarter_no_appeal_takes_back(desk: Desk) -> None:
    outlet = desk.outlet()
    work = desk.tell(desk.work(outlet, levels=("provincial",), grade="A"))
    desk.do("close_period", period=PERIOD)
    desk.do("publicise_period", period=PERIOD)
    [entry] = entries(desk, outlet)
    desk.hear(work.approved("C", 2))
    answer = {"appeal": appeal(desk, outlet)["id"], "decision": "upheld", "answer": "更正"}
    again = {"corrections": [{"reverses": entry["id"]}]}
    told = refused(Invalid, "validation", lambda: desk.do("answer_appeal", **answer, **again))
    assert [(one.pointer, one.rule) for one in told.problems] == [
        ("/corrections/0/reverses", "appeal.entry_not_correctable")
    ]


def test_points_by_hand_are_taken_back_once_by_an_appeal_or_by_reversal(desk: Desk) -> None:
    outlet = desk.outlet()
    desk.tell(desk.work(outlet))
    one, two = (
        desk.do("adjust_points", outlet=outlet, period=PERIOD, rule="first_report", reason=reason)
        for reason in ("首报", "再报")
    )
    desk.do("close_period", period=PERIOD)
    desk.do("publicise_period", period=PERIOD)
    by_hand = {entry["cause"]: entry["id"] for entry in entries(desk, outlet)}
    answer = {"appeal": appeal(desk, outlet)["id"], "decision": "upheld", "answer": "更正"}
    twice = [{"reverses": by_hand[one["id"]]}] * 2
    told = refused(Invalid, "validation", lambda: desk.do("answer_appeal", **answer, corrections=twice))
    assert [problem.pointer for problem in told.problems] == ["/corrections/1/reverses"]
    done = desk.do("answer_appeal", **answer, corrections=twice[:1])
    assert [Decimal(each["points"]) for each in done["corrections"]] == [-Decimal(one["points"])]
    refused(Conflict, "adjustment.reversed", lambda: desk.do("reverse_adjustment", adjustment=one["id"], reason="再撤"))
    correction = desk.stage.db["adjustments"].find_one({"reverses": by_hand[one["id"]]})
    assert correction is not None
    act = {"adjustment": correction["_id"], "reason": "撤销更正"}
    refused(Conflict, "adjustment.takes_back", lambda: desk.do("reverse_adjustment", **act))
    desk.do("reverse_adjustment", adjustment=two["id"], reason="误记")
    for period in (PERIOD, "2026-Q4"):
        assert desk.ask("rebuild_period", period=period)["identical"]
    assert [each["id"] for each in listed(desk, stands=True)] == [correction["_id"]]
    assert {each["id"] for each in listed(desk, stands=False)} == {one["id"], two["id"]}
    assert [each["may"] for each in listed(desk)] == [[], [], []]


def listed(desk: Desk, by: RequestContext = MANAGER, **asked: Any) -> list[Any]:
    found: list[Any] = desk.ask("adjustments_list", by, **asked)["items"]
    return found


def test_points_by_hand_are_listed_for_whom_they_concern(desk: Desk) -> None:
    one, two = desk.outlet(), desk.outlet(more_members=("manager",))
    made = [
        desk.do("adjust_points", asking("chief", Role.SCORING_MANAGER), outlet=outlet, **given)
        for outlet, given in (
            (one, {"period": PERIOD, "rule": "first_report", "reason": "首报"}),
            (two, {"period": PERIOD, "rule": "first_report", "reason": "首报"}),
            (one, {"period": "2026-Q4", "rule": "first_report", "reason": "再报"}),
        )
    ]
    first, second, third = (each["id"] for each in made)
    assert [each["id"] for each in listed(desk, LEADER)] == [third, second, first]
    assert [each["id"] for each in listed(desk, LEADER, outlet=one, period=PERIOD)] == [first]
    pages = desk.ask("adjustments_list", LEADER, limit=2)
    assert [each["id"] for each in listed(desk, LEADER, limit=2, cursor=pages["next"])] == [first]
    # A manager does not touch what an outlet of theirs got; a leader touches nothing.
    may = ["reverse_adjustment"]
    assert {each["id"]: each["may"] for each in listed(desk)} == {first: may, second: [], third: may}
    assert not any(each["may"] for each in listed(desk, LEADER))
    theirs = asking(f"of-{one}")
    assert [(each["id"], each["by"]) for each in listed(desk, theirs)] == [(third, ""), (first, "")]
    refused(NotFound, "outlet.not_found", lambda: listed(desk, theirs, outlet=two))
    assert desk.ask("adjustment", theirs, adjustment=first)["outlet_name"]
    refused(NotFound, "adjustment.not_found", lambda: desk.ask("adjustment", theirs, adjustment=second))


def test_one_answer_takes_back_several_uses_of_a_rule_and_a_later_one_a_correction(desk: Desk) -> None:
    outlet = desk.outlet()
    desk.tell(desk.work(outlet))
    for reason in ("首报", "再报"):
        desk.do("adjust_points", outlet=outlet, period=PERIOD, rule="first_report", reason=reason)
    desk.do("close_period", period=PERIOD)
    desk.do("publicise_period", period=PERIOD)
    uses = [{"reverses": entry["id"]} for entry in entries(desk, outlet) if entry["rule"] == "manual:first_report"]
    answer = {"decision": "upheld", "answer": "更正"}
    corrections = [*uses, {"points": "3.00", "reason": "补记"}]
    done = desk.do("answer_appeal", appeal=appeal(desk, outlet)["id"], **answer, corrections=corrections)
    assert score(desk, outlet) == 5
    again = [{"reverses": done["corrections"][-1]["entry"]}, {"points": "1.00", "reason": "改记"}]
    desk.do("answer_appeal", appeal=appeal(desk, outlet)["id"], **answer, corrections=again)
    assert score(desk, outlet) == 3
    counts = {row["_id"].rpartition(":")[2]: row["count"] for row in desk.stage.db["adjustment_counts"].find({})}
    assert counts == {"first_report": 0, "appeal": 4}
    assert desk.ask("rebuild_period", period=PERIOD)["identical"]


def test_a_bonus_that_an_appeal_took_back_does_not_return_at_an_earlier_publication(desk: Desk) -> None:
    outlet = desk.outlet()
    work = desk.work(outlet, levels=("county", "county"), grade="A")
    work.state = replace(work.state, original=True)
    earlier, later = work.reported()
    for event in (work.submitted(), work.approved(), later):
        desk.hear(event)
    desk.do("close_period", period=PERIOD)
    desk.do("publicise_period", period=PERIOD)
    [bonus] = [entry for entry in entries(desk, outlet) if entry["rule"].startswith("bonus:")]
    answer = {"appeal": appeal(desk, outlet)["id"], "decision": "upheld", "answer": "并非原创"}
    desk.do("answer_appeal", **answer, corrections=[{"reverses": bonus["id"]}])
    desk.hear(earlier)
    ledger = list(desk.stage.db["ledger"].find({"outlet": outlet}))
    assert [entry["cents"] for entry in ledger if entry["rule"].startswith("bonus:")] == [200]
    # 2 × 1.5 × 1.2, in full at the first medium and by half at the second.
    assert sum(entry["cents"] for entry in ledger) == 360 + 180
    for period in (PERIOD, "2026-Q4"):
        assert desk.ask("rebuild_period", period=period)["identical"]


def test_an_explained_works_entries_add_up_to_its_points_whatever_was_entered_by_hand(desk: Desk) -> None:
    outlet = desk.outlet()
    work = desk.tell(desk.work(outlet))
    by_hand = {"rule": "first_report", "reason": "首报", "submission": work.id}
    desk.do("adjust_points", outlet=outlet, period=PERIOD, **by_hand)
    desk.do("close_period", period=PERIOD)
    desk.do("publicise_period", period=PERIOD)
    [entry] = [entry for entry in entries(desk, outlet) if entry["rule"] == "publication"]
    answer = {"appeal": appeal(desk, outlet)["id"], "decision": "upheld", "answer": "更正"}
    desk.do("answer_appeal", **answer, corrections=[{"reverses": entry["id"]}])
    told = desk.ask("explanation", period=PERIOD, outlet=outlet)
    [item] = told["items"]
    assert [(one["points"], one["reversed"]) for one in item["entries"]] == [(item["points"], True)] == [("2.00", True)]
    assert item["text"].endswith("得 2.00 分（积分流水 1 条）")
    total = sum(Decimal(one["points"]) for one in (*told["items"], *told["by_hand"]))
    assert total == Decimal(told["points"]) == 3


def test_a_dismissed_appeal_changes_nothing_but_itself(desk: Desk) -> None:
    [outlet] = published(desk, "self_media")
    before, ledger = desk.ranking(), entries(desk, outlet)
    opened = appeal(desk, outlet)
    done = desk.do("answer_appeal", appeal=opened["id"], decision="dismissed", answer="维持原分")
    assert (done["status"], done["answered_by"], done["corrections"]) == ("dismissed", "manager", [])
    assert (desk.ranking(), entries(desk, outlet)) == (before, ledger)
    assert desk.ask("appeal", member(outlet), appeal=opened["id"])["answered_by"] == ""


def test_nobody_answers_for_their_own_outlet_or_without_the_role(desk: Desk) -> None:
    [outlet] = published(desk, "self_media")
    answer = {"appeal": appeal(desk, outlet)["id"], "decision": "dismissed", "answer": "维持原分"}
    own = member(outlet, Role.SCORING_MANAGER)
    refused(Forbidden, "appeal.own_answer", lambda: desk.do("answer_appeal", own, **answer))
    with pytest.raises(Forbidden):
        desk.do("answer_appeal", LEADER, **answer)
    with pytest.raises(NotFound):
        desk.do("answer_appeal", asking("manager", Role.SCORING_MANAGER, bureau="330108"), **answer)


def test_nobody_has_a_hand_in_what_their_own_outlet_gets(desk: Desk) -> None:
    """Whatever enters or takes back points, grants or hands over: not by somebody of the outlet."""
    [outlet] = published(desk, "self_media")
    manager = member(outlet, Role.SCORING_MANAGER, Role.LIAISON)
    bonus = {"outlet": outlet, "rule": "first_report", "reason": "首家报道"}
    refused(Forbidden, "scoring.own_outlet", lambda: desk.do("adjust_points", manager, **bonus))
    made = desk.do("adjust_points", MANAGER, **bonus)
    taken = {"adjustment": made["id"], "reason": "录入有误"}
    refused(Forbidden, "scoring.own_outlet", lambda: desk.do("reverse_adjustment", manager, **taken))
    desk.do("finalise_period", LEADER, period=PERIOD, early=True, reason="演示")
    refused(Forbidden, "scoring.own_outlet", lambda: desk.do("grant_awards", manager, period=PERIOD))
    desk.do("grant_awards", MANAGER, period=PERIOD)
    awards = desk.ask("awards_list", period=PERIOD, limit=100)["items"]
    gift = next(one for one in awards if one["kind"] == "gift_pack")
    record = {
        "award": gift["id"], "delivered_at": now().isoformat(), "received_by": "王芳", "delivered_by": "liaison",
        "photo": "photo",
    }  # fmt: skip
    refused(Forbidden, "scoring.own_outlet", lambda: desk.do("deliver_award", manager, **record))
    assert desk.do("grant_awards", manager, period=PERIOD)["granted"] == 0


def test_who_acted_is_not_told_the_outlet_not_even_those_of_its_people_who_are_staff(desk: Desk) -> None:
    """By no way: ledger, points by hand, explanations, appeals, awards, periods."""
    [outlet] = published(desk, "self_media")
    both, own = member(outlet, Role.SCORING_MANAGER, Role.LIAISON, Role.LEADER), member(outlet)
    desk.do("adjust_points", MANAGER, outlet=desk.outlet(), rule="first_report", reason="首家报道")
    opened = appeal(desk, outlet)
    correction = [{"points": "1.00", "reason": "漏计"}]
    desk.do("answer_appeal", appeal=opened["id"], decision="upheld", answer="漏计一分", corrections=correction)
    desk.do("finalise_period", LEADER, period=PERIOD, early=True, reason="演示")
    desk.do("grant_awards", MANAGER, period=PERIOD)

    def read(by: RequestContext) -> list[Any]:
        return [
            desk.ask("outlet_ledger", by, outlet=outlet),
            desk.ask("adjustments_list", by, outlet=outlet),
            desk.ask("explanation", by, period=PERIOD, outlet=outlet),
            desk.ask("appeal", by, appeal=opened["id"]),
            desk.ask("appeals_list", by, period=PERIOD),
            desk.ask("awards_list", by, period=PERIOD),
            desk.ask("periods_list", by),
            desk.ask("period", by, period=PERIOD),
        ]

    def told(found: Any, names: tuple[str, ...]) -> set[str]:
        """The values of these fields, however deep."""
        if isinstance(found, dict):
            mine = {str(found[name]) for name in names if found.get(name) in ("manager", "leader")}
            return mine.union(*(told(each, names) for each in found.values()))
        return set().union(*(told(each, names) for each in found)) if isinstance(found, list | tuple) else set()

    who = ("by", "answered_by", "granted_by", "recorded_by", "account")
    assert told(read(asking("else", Role.LEADER)), who) == {"manager", "leader"}
    for by in (both, own):
        assert [told(each, who) for each in read(by)] == [set()] * 8
    of_all = ("counters", "closed", "appeals", "open_appeals")
    shown = desk.ask("period", own, period=PERIOD)
    assert [shown[name] for name in of_all] == [None] * 4 and shown["moves"] == []
    assert (shown["publicised"]["name"], shown["finalised"]["at"] is not None) == ("", True)
    assert desk.ask("period", both, period=PERIOD)["counters"]["works"] == 1


def test_who_is_known_to_have_left_or_lost_the_role_does_nothing_whatever_the_token_says(desk: Desk) -> None:
    [outlet] = published(desk, "self_media")
    bonus = {"outlet": outlet, "rule": "first_report", "reason": "首家报道"}
    for version, (rule, roles, closed) in enumerate(
        (("account.role", (Role.LEADER,), False), ("account.closed", (Role.SCORING_MANAGER,), True)), start=1
    ):
        desk.person("manager", *roles, closed=closed, version=version)
        told = refused(Invalid, "validation", lambda: desk.do("adjust_points", MANAGER, **bonus))
        assert [(problem.pointer, problem.rule) for problem in told.problems] == [("/account", rule)]
    desk.person(f"of-{outlet}", closed=True)
    told = refused(Invalid, "validation", lambda: appeal(desk, outlet))
    assert [problem.rule for problem in told.problems] == ["account.closed"]


def test_an_answer_that_was_decided_before_its_author_joined_the_outlet_is_decided_again(desk: Desk) -> None:
    [outlet] = published(desk, "self_media")
    answer = {"appeal": appeal(desk, outlet)["id"], "decision": "dismissed", "answer": "维持原分"}
    unit = decided(desk, "answer_appeal", MANAGER, **answer)
    desk.outlet(outlet, more_members=("manager",))
    with pytest.raises(StaleWrite):
        desk.stage._committer.commit(unit)
    refused(Forbidden, "appeal.own_answer", lambda: desk.do("answer_appeal", MANAGER, **answer))


def test_nothing_is_signed_while_an_appeal_is_open_whichever_comes_first(desk: Desk) -> None:
    [outlet] = published(desk, "self_media")
    late = decided(desk, "open_appeal", member(outlet), period=PERIOD, outlet=outlet, reason="请复核")
    opened = appeal(desk, outlet)
    sign = {"period": PERIOD, "early": True, "reason": "演示"}
    refused(Conflict, "period.appeals_open", lambda: desk.do("finalise_period", LEADER, **sign))
    desk.do("answer_appeal", appeal=opened["id"], decision="dismissed", answer="维持原分")
    desk.do("finalise_period", LEADER, **sign)
    with pytest.raises(StaleWrite):
        desk.stage._committer.commit(late)
    assert desk.stage.db["appeals"].count_documents({}) == 1


def test_of_two_answers_at_once_one_counts(desk: Desk) -> None:
    [outlet] = published(desk, "self_media")
    opened, before = appeal(desk, outlet), score(desk, outlet)
    told = {"appeal": opened["id"], "decision": "upheld", "answer": "更正"}
    corrections = [{"points": "5.00", "reason": "补记"}]
    units = [decided(desk, "answer_appeal", MANAGER, **told, corrections=corrections) for _ in range(2)]
    desk.stage._committer.commit(units[0])
    with pytest.raises(StaleWrite):
        desk.stage._committer.commit(units[1])
    assert score(desk, outlet) == before + 5


def test_people_of_outlets_see_their_own_appeals_alone(desk: Desk) -> None:
    first, second = published(desk, "self_media", "self_media")
    ids = [appeal(desk, outlet)["id"] for outlet in (first, second)]

    def seen(by: RequestContext, **more: Any) -> list[str]:
        return [one["id"] for one in desk.ask("appeals_list", by, period=PERIOD, **more)["items"]]

    assert seen(MANAGER) == ids[::-1] and seen(MANAGER, outlet=first) == ids[:1]
    assert seen(member(first)) == ids[:1] and seen(member(first), outlet=second) == []
    refused(NotFound, "appeal.not_found", lambda: desk.ask("appeal", member(first), appeal=ids[1]))
    page = desk.ask("appeals_list", period=PERIOD, limit=1)
    assert seen(MANAGER, limit=1, cursor=page["next"]) == ids[:1]


# --- awards ---


def granted(desk: Desk, by: RequestContext = MANAGER) -> list[Any]:
    """The awards of the shipped scheme, after the quarter is signed."""
    desk.do("finalise_period", LEADER, period=PERIOD, early=True, reason="演示")
    desk.do("grant_awards", period=PERIOD)
    found: list[Any] = desk.ask("awards_list", by, period=PERIOD, limit=100)["items"]
    return found


def test_awards_follow_the_scheme_from_the_signed_ranking_alone(desk: Desk) -> None:
    few, many, official = published(desk, "self_media", "self_media", "official_media")
    refused(Conflict, "award.not_finalised", lambda: desk.do("grant_awards", period=PERIOD))
    awards = granted(desk)
    rows = {row["outlet"]: row for row in desk.ask("ranking", LEADER, period=PERIOD)["items"]}
    leading = {(one["outlet"], one["place"]) for one in awards if one["kind"] == "commendation"}
    assert leading == {(many, 1), (few, 2), (official, 1)}
    overall = {one["outlet"]: one["place"] for one in awards if one["kind"] == "gift_pack"}
    assert overall == {outlet: row["rank"] for outlet, row in rows.items()}
    consoled = [one for one in awards if one["kind"] == "consolation"]
    assert len(consoled) == 3 and {one["outlet"] for one in consoled} == {few, many}
    assert all(one["submission"] and one["work"] and not one["code"] for one in consoled)
    digest = desk.ask("period", period=PERIOD)["digest"]
    assert {one["digest"] for one in awards} == {digest} and digest
    told = [event for event in desk.emitted() if isinstance(event, events.AwardGranted)]
    assert {event.award.id for event in told} == {one["id"] for one in awards}


def test_a_work_is_consoled_by_what_appeals_left_of_it(desk: Desk) -> None:
    outlet = desk.outlet()
    gone, less, whole = (desk.tell(desk.work(outlet, levels=("provincial",), grade="A")).id for _ in range(3))
    more = {"rule": "superior_comment", "submission": less, "reason": "批示"}
    desk.do("adjust_points", outlet=outlet, period=PERIOD, **more)
    desk.do("close_period", period=PERIOD)
    desk.do("publicise_period", period=PERIOD)
    of = {(entry["submission"], entry["rule"]): {"reverses": entry["id"]} for entry in entries(desk, outlet)}
    comment = of[less, "manual:superior_comment"]
    instead = {"points": "12.00", "reason": "按B级核定", "submission": less}
    corrections = [of[gone, "publication"], of[less, "publication"], comment, instead]
    answer = {"appeal": appeal(desk, outlet)["id"], "decision": "upheld", "answer": "更正"}
    desk.do("answer_appeal", **answer, corrections=corrections)
    consoled = {one["submission"]: one["points"] for one in granted(desk) if one["kind"] == "consolation"}
    assert consoled == {less: "12.00", whole: "15.00"}


def test_awards_are_granted_once_and_certificates_numbered_without_a_gap(desk: Desk) -> None:
    published(desk, "self_media", "self_media", "official_media")
    desk.do("finalise_period", LEADER, period=PERIOD, early=True, reason="演示")
    units = [decided(desk, "grant_awards", MANAGER, period=PERIOD) for _ in range(2)]
    desk.stage._committer.commit(units[0])
    refused(Conflict, "award.raced", lambda: desk.stage._committer.commit(units[1]))
    again = desk.do("grant_awards", period=PERIOD)
    assert again["granted"] == 0 and again["total"] == units[0].result["granted"]
    found = list(desk.stage.db["awards"].find({"kind": "certificate"}))
    numbers, year = sorted(one["number"] for one in found), local_date(now()).year
    assert numbers == [f"{found[0]['bureau']}-{year}-{number:04}" for number in range(1, len(found) + 1)]
    # What is lost is granted again, with a number of its own.
    desk.stage.db["awards"].delete_one({"number": numbers[0]})
    assert desk.do("grant_awards", period=PERIOD)["granted"] == 1
    newest = max(one["number"] for one in desk.stage.db["awards"].find({"kind": "certificate"}))
    assert newest == f"{found[0]['bureau']}-{year}-{len(found) + 1:04}"


def test_people_of_outlets_see_their_own_awards_without_who_granted_them(desk: Desk) -> None:
    first, second = published(desk, "self_media", "self_media")
    own = granted(desk, member(first))
    assert {one["outlet"] for one in own} == {first} and {one["granted_by"] for one in own} == {""}
    other = desk.ask("awards_list", member(second), period=PERIOD)["items"][0]
    refused(NotFound, "award.not_found", lambda: desk.ask("award", member(first), award=other["id"]))
    assert desk.ask("award", award=other["id"])["granted_by"] == "manager"
    pages, more = [], {}
    while True:
        page = desk.ask("awards_list", period=PERIOD, limit=3, **more)
        pages += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        more = {"cursor": page["next"]}
    assert pages == [one["id"] for one in desk.ask("awards_list", period=PERIOD, limit=100)["items"]]


def test_a_gift_pack_is_handed_over_with_who_when_and_photo(desk: Desk) -> None:
    published(desk, "self_media")
    gift = next(one for one in granted(desk) if one["kind"] == "gift_pack")
    record = {
        "award": gift["id"], "delivered_at": now().isoformat(), "received_by": "王芳", "delivered_by": "liaison",
    }  # fmt: skip
    refused(Invalid, "validation", lambda: desk.do("deliver_award", LIAISON, **record))
    of_it = member(gift["outlet"], Role.LIAISON)
    for by, may in ((LIAISON, ["deliver"]), (MANAGER, []), (of_it, [])):
        assert desk.ask("award", by, award=gift["id"])["may"] == may, "nobody hands over what their own outlet gets"
    with pytest.raises(Forbidden):
        desk.do("deliver_award", MANAGER, **record, photo="photo")
    done = desk.do("deliver_award", LIAISON, **record, photo="photo")
    assert (done["status"], done["version"], done["may"]) == ("delivered", 2, [])
    assert (done["delivery"]["photo"], done["delivery"]["recorded_by"]) == ("photo", "liaison")
    assert isinstance(desk.emitted()[-1], events.AwardDelivered)
    refused(Conflict, "award.illegal_move", lambda: desk.do("deliver_award", LIAISON, **record, photo="photo"))


def test_who_handed_an_award_over_is_an_officer_whom_the_bureau_has_and_not_of_the_outlet(desk: Desk) -> None:
    published(desk, "self_media")
    gift = next(one for one in granted(desk) if one["kind"] == "gift_pack")
    desk.person("lijing", Role.REVIEWER_FIRST)
    desk.person("left", Role.LIAISON, closed=True)
    desk.person("keeper", Role.ADMIN)
    desk.person("nobody")
    desk.person(of_it := f"of-{gift['outlet']}", Role.LIAISON)
    record = {"award": gift["id"], "delivered_at": now().isoformat(), "received_by": "王芳", "photo": "photo"}
    for by, rule in (
        ("somebody", "account.unknown"),
        ("left", "account.closed"),
        ("keeper", "account.role"),
        ("nobody", "account.role"),
        (of_it, "award.own_outlet"),
    ):
        with pytest.raises(Invalid) as told:
            desk.do("deliver_award", LIAISON, **record, delivered_by=by)
        assert [(each.pointer, each.rule) for each in told.value.problems] == [("/delivered_by", rule)], by
    assert desk.ask("award", award=gift["id"])["status"] == "granted"
    done = desk.do("deliver_award", LIAISON, **record, delivered_by="lijing")["delivery"]
    assert (done["delivered_by"], done["deliverer"], done["recorded_by"]) == ("lijing", "lijing", "liaison")
    shown = desk.ask("award", member(gift["outlet"]), award=gift["id"])["delivery"]
    assert (shown["deliverer"], shown["recorded_by"]) == ("", ""), "an outlet learns the name of who came, no account"


def test_a_delivery_of_before_has_the_name_that_was_written_and_no_account(desk: Desk) -> None:
    published(desk, "self_media")
    gift = next(one for one in granted(desk) if one["kind"] == "gift_pack")
    record = {"award": gift["id"], "delivered_at": now().isoformat(), "received_by": "王芳", "photo": "photo"}
    desk.do("deliver_award", LIAISON, **record, delivered_by="liaison")
    old = {"$set": {"delivery.delivered_by": "李静"}, "$unset": {"delivery.deliverer": ""}}
    desk.stage.db["awards"].update_one({"_id": gift["id"]}, old)
    shown = desk.ask("award", award=gift["id"])["delivery"]
    assert (shown["delivered_by"], shown["deliverer"]) == ("李静", "")


def test_a_certificate_is_verified_by_its_code_in_its_bureau(desk: Desk) -> None:
    [outlet] = published(desk, "self_media")
    award = next(one for one in granted(desk) if one["kind"] == "certificate")
    shown = desk.ask("certificate", asking(""), code=award["code"])
    assert (shown["number"], shown["outlet_name"]) == (award["number"], f"媒体{outlet[-4:]}")
    typed = award["code"].replace("-", "").lower().replace("0", "o").replace("1", "l")
    assert desk.ask("certificate", asking(""), code=typed) == shown
    refused(NotFound, "certificate.not_found", lambda: desk.ask("certificate", asking(""), code=award["code"][:-1]))
    elsewhere = asking("", bureau="330108")
    refused(NotFound, "certificate.not_found", lambda: desk.ask("certificate", elsewhere, code=award["code"]))


# --- what documents are told ---


def test_documents_are_told_the_ranking_the_ledger_and_the_awards_as_they_are(desk: Desk) -> None:
    few, many = published(desk, "self_media", "official_media")
    opened = appeal(desk, few)
    corrections = [{"points": "3.33", "reason": "补记"}]
    desk.do("answer_appeal", appeal=opened["id"], decision="upheld", answer="更正", corrections=corrections)
    draft = desk.ask("period_result", period=PERIOD)
    assert (draft["status"], draft["finalised"], draft["awards"]) == ("publicised", None, [])
    awards = granted(desk)
    told = desk.ask("period_result", period=PERIOD)
    assert (told["appeals"], told["upheld"], told["digest"] != "") == (1, 1, True)
    assert told["ladders"] == draft["ladders"]
    ranks = {row["outlet"]: row["rank"] for row in desk.ask("ranking", LEADER, period=PERIOD)["items"]}
    assert {one["outlet"]: one["overall"] for each in told["ladders"] for one in each["standings"]} == ranks
    assert [ladder["category"] for ladder in told["ladders"]] == ["official_media", "self_media"]
    assert len(told["awards"]) == len(awards)
    rows: list[Any] = []
    more: dict[str, str] = {}
    while True:
        page = desk.ask("period_entries", period=PERIOD, limit=2, **more)
        rows += page["items"]
        if page["next"] is None:
            break
        more = {"cursor": page["next"]}
    for ladder in told["ladders"]:
        for one in ladder["standings"]:
            mine = [Decimal(row["points"]) for row in rows if row["outlet"] == one["outlet"]]
            assert sum(mine) == Decimal(one["points"]) and one["outlet"] in (few, many)
    with pytest.raises(Forbidden):
        desk.ask("period_result", member(few), period=PERIOD)
