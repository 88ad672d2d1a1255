"""Requests on the real database: what is refused and with which words, and that nobody's request is left alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.liaison.domain.requests.model import MAX_REOPENED
from shared.clock import local_date, now
from shared.context import RequestContext, Role
from shared.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from shared.events import (
    PrivateNotice,
    RequestAnswered,
    RequestDueMoved,
    RequestReopened,
    RequestSpoken,
    RequestVacated,
)
from shared.ids import new_id
from shared.workdays import ordinary
from tests.services.calendars import adopted
from tests.services.liaison.desk import (
    ADMIN,
    COLLEAGUE,
    EDITOR,
    HEAD,
    LEADER,
    LIAISON,
    NAMED,
    OFFICER,
    REFUSAL,
    RIVAL,
    SECOND_NAMED,
    Desk,
)


def refused(error: type[DomainError], desk: Desk, method: str, by: RequestContext, **data: Any) -> DomainError:
    """What a command is refused with."""
    with pytest.raises(error) as found:
        desk.do(method, by, **data)
    return found.value


def rules(problem: DomainError) -> list[str]:
    assert isinstance(problem, Invalid)
    return [f"{each.pointer} {each.rule}" for each in problem.problems]


def test_what_waits_at_the_desk_is_counted_as_its_list_has_it_without_what_ones_own_outlet_asks(desk: Desk) -> None:
    desk.outlet("o1", "editor", "liaison")
    desk.opened(title="本人媒体的")
    other = desk.opened(by=RIVAL, outlet="o2")
    for by, waiting in ((LIAISON, [other["id"]]), (NAMED, None)):
        listed = desk.ask("requests_list", by, state="opened", desk=True)["items"]
        assert desk.ask("request_counts", by)["unacknowledged"] == len(listed)
        assert waiting is None or [each["id"] for each in listed] == waiting
    assert len(desk.ask("requests_list", LIAISON, state="opened")["items"]) == 2


def test_an_outlet_that_is_suspended_asks_nothing_new_and_goes_on_with_what_it_has_begun(desk: Desk) -> None:
    asked = desk.answered()
    desk.outlet("o1", "editor", "colleague", status="suspended")
    problem = refused(Conflict, desk, "open_request", EDITOR, kind="material", outlet="o1", title="画面", text="一段。")
    assert (problem.code, problem.params) == ("liaison.outlet_not_verified", {"status": "suspended"})
    assert desk.do("reopen_request", EDITOR, request=asked["id"], reason="不清楚。")["state"] == "assigned"
    desk.do("say_on_request", EDITOR, request=asked["id"], text="还需要吗？")
    desk.do("answer_request", OFFICER, request=asked["id"], **REFUSAL)
    assert desk.do("rate_request", EDITOR, request=asked["id"], stars=4)["state"] == "closed"


@pytest.mark.parametrize("how", ["suspended", "left"])
def test_who_may_no_longer_ask_at_the_commit_does_not(desk: Desk, how: str) -> None:
    """The outlet's new state arrives between the decision and its commit."""
    stage, found = desk.stage, desk.stage.service.outlets.rely_on

    def late(*args: Any) -> None:
        found(*args)
        members = ("editor", "colleague") if how == "suspended" else ("colleague",)
        stage.service.outlets.rely_on = found
        desk.outlet("o1", *members, status="suspended" if how == "suspended" else "verified")

    stage.service.outlets.rely_on = late
    wanted = Conflict if how == "suspended" else NotFound
    refused(wanted, desk, "open_request", EDITOR, kind="material", outlet="o1", title="画面", text="一段。")
    assert stage.db["requests"].count_documents({}) == 0


@pytest.mark.parametrize("method", ["note_on_request", "say_on_request"])
def test_who_joins_the_asking_outlet_before_the_commit_speaks_for_the_bureau_no_more(desk: Desk, method: str) -> None:
    asked, stage = desk.assigned(), desk.stage
    found = stage.service.outlets.require_stranger

    def late(*args: Any) -> None:
        found(*args)
        stage.service.outlets.require_stranger = found
        desk.outlet("o1", "editor", "colleague", "officer")

    stage.service.outlets.require_stranger = late
    if method == "note_on_request":
        assert refused(Forbidden, desk, method, OFFICER, request=asked["id"], text="先审核。").code == (
            "request.forbidden.bureau"
        )
        assert stage.db["notes"].count_documents({}) == 0
    else:
        desk.do(method, OFFICER, request=asked["id"], text="在办。")
        assert [each["from_bureau"] for each in stage.db["messages"].find()] == [False]


def test_an_answer_is_rated_once(desk: Desk) -> None:
    asked = desk.answered()
    assert desk.do("rate_request", COLLEAGUE, request=asked["id"], stars=5)["rating"]["stars"] == 5
    for by in (EDITOR, COLLEAGUE):
        problem = refused(Conflict, desk, "rate_request", by, request=asked["id"], stars=1)
        assert problem.code == "request.illegal_move"
        assert problem.params == {"status": "closed", "action": "rate", "allowed": ["reopen", "hand_over"]}


def test_two_who_rate_at_once_rate_once(desk: Desk) -> None:
    asked = desk.answered()

    def rate(given: tuple[RequestContext, int]) -> str:
        by, stars = given
        try:
            return str(desk.do("rate_request", by, request=asked["id"], stars=stars)["rating"]["stars"])
        except Conflict as problem:
            return problem.code

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(rate, [(EDITOR, 5), (COLLEAGUE, 1)]))
    kept = desk.ask("request", LIAISON, request=asked["id"])["rating"]["stars"]
    assert sorted(told) == sorted([str(kept), "request.illegal_move"])


def test_what_is_closed_is_answered_no_more_and_nobody_speaks_on_it(desk: Desk) -> None:
    asked = desk.answered()
    desk.do("rate_request", EDITOR, request=asked["id"], stars=5)
    for method, by, more in (
        ("answer_request", OFFICER, REFUSAL),
        ("acknowledge_request", LIAISON, {}),
        ("withdraw_request", EDITOR, {}),
    ):
        assert refused(Conflict, desk, method, by, request=asked["id"], **more).code == "request.illegal_move"
    assert refused(Conflict, desk, "say_on_request", EDITOR, request=asked["id"], text="喂？").code == "request.over"
    desk.do("note_on_request", OFFICER, request=asked["id"], text="已归档。")


@pytest.mark.parametrize(("method", "by"), [("rate_request", EDITOR), ("withdraw_request", EDITOR)])
def test_on_what_is_over_at_that_moment_nothing_more_is_said(desk: Desk, method: str, by: RequestContext) -> None:
    asked = desk.answered() if method == "rate_request" else desk.assigned()
    service = desk.stage.service
    found = service.accounts.require_actor

    def late(*of: Any) -> None:
        """The request was read as open, and then it is over."""
        service.accounts.require_actor = found
        desk.do(method, by, request=asked["id"], **({"stars": 5} if method == "rate_request" else {}))
        found(*of)

    service.accounts.require_actor = late
    assert refused(Conflict, desk, "say_on_request", COLLEAGUE, request=asked["id"], text="喂？").code == "request.over"
    assert desk.ask("request_messages", EDITOR, request=asked["id"])["items"] == []
    assert desk.told(RequestSpoken) == []


def test_it_is_reopened_so_often_and_no_more(desk: Desk) -> None:
    asked = desk.answered()
    for _ in range(MAX_REOPENED):
        desk.do("reopen_request", EDITOR, request=asked["id"], reason="不清楚。")
        desk.do("answer_request", OFFICER, request=asked["id"], **REFUSAL)
    assert "reopen" not in desk.ask("request", EDITOR, request=asked["id"])["may"]
    problem = refused(Conflict, desk, "reopen_request", EDITOR, request=asked["id"], reason="不清楚。")
    assert (problem.code, problem.params) == ("request.reopened_often", {"max": MAX_REOPENED})


def given(desk: Desk, request: str, file: str, until: datetime | None = None) -> Any:
    """It is answered with material."""
    embargo = {"embargo_until": until.isoformat()} if until else {}
    answer = {"kind": "material", "text": "画面。", "files": [{"file": file}], "looked": True} | embargo
    return desk.do("answer_request", OFFICER, request=request, **answer)


def test_what_was_answered_before_it_was_asked_again_can_still_be_read(desk: Desk) -> None:
    asked = desk.assigned()["id"]
    first, second = new_id(), new_id()
    given(desk, asked, first)
    desk.do("reopen_request", EDITOR, request=asked, reason="缺一段。")
    for by, who in ((EDITOR, ""), (OFFICER, "officer")):
        shown = desk.ask("request", by, request=asked)
        assert (shown["answer"], [each["files"] for each in shown["earlier_answers"]]) == (None, [[first]])
        assert [each["by"] for each in shown["earlier_answers"]] == [who]
    given(desk, asked, second)
    desk.do("reopen_request", EDITOR, request=asked, reason="还缺一段。")
    desk.do("answer_request", OFFICER, request=asked, **REFUSAL)
    shown = desk.ask("request", EDITOR, request=asked)
    assert [each["files"] for each in shown["earlier_answers"]] == [[second], [first]]
    for file in (first, second):
        assert desk.ask("request_file", EDITOR, request=asked, file=file) == {"file": file}
        with pytest.raises(NotFound):
            desk.ask("request_file", RIVAL, request=asked, file=file)


@pytest.mark.parametrize("later", [None, 1, 3])
def test_of_material_that_is_given_again_the_later_embargo_holds(desk: Desk, later: int | None) -> None:
    moment = now().replace(microsecond=0)
    asked, first = desk.assigned()["id"], moment + timedelta(days=2)
    given(desk, asked, new_id(), first)
    desk.do("reopen_request", EDITOR, request=asked, reason="缺一段。")
    assert desk.ask("request", EDITOR, request=asked)["embargo_until"] == first
    second = moment + timedelta(days=later) if later else None
    shown = given(desk, asked, new_id(), second)
    holds = max(first, second or first)
    assert (shown["embargo_until"], shown["answer"]["embargo_until"]) == (holds, second)
    assert [each.embargo_until for each in desk.told(RequestAnswered)] == [first, holds]
    assert [each["embargo_until"] for each in desk.ask("requests_list", EDITOR, released=True)["items"]] == [holds]


@pytest.mark.parametrize("how", ["closed", "role", "own_outlet"])
def test_what_somebody_answered_who_left_is_assigned_anew_when_it_is_reopened(desk: Desk, how: str) -> None:
    asked = desk.answered()
    match how:
        case "closed":
            desk.person("officer", Role.REVIEWER_FIRST, closed=True)
        case "role":
            desk.person("officer")
        case _:
            desk.outlet("o1", "editor", "colleague", "officer")
    again = desk.do("reopen_request", EDITOR, request=asked["id"], reason="不清楚。")
    assert again["state"] == "acknowledged"
    (told,) = desk.told(RequestReopened)
    assert told.request.officer == "", "the liaisons are told"
    assert desk.do("answer_request", LIAISON, request=asked["id"], **REFUSAL)["state"] == "answered"


def test_what_an_officer_had_in_hand_who_left_waits_for_another(desk: Desk) -> None:
    asked = desk.assigned()
    desk.person("officer", Role.REVIEWER_FIRST, closed=True)
    seen = desk.ask("request", LIAISON, request=asked["id"])
    assert (seen["state"], seen["officer"]) == ("acknowledged", None)
    assert [each.former for each in desk.told(RequestVacated)] == ["officer"]
    problem = refused(Invalid, desk, "assign_request", LIAISON, request=asked["id"], unit=desk.unit, officer="nobody")
    assert rules(problem) == ["/officer unit.not_of_it"]


@pytest.mark.parametrize(
    ("how", "rule"),
    [("closed", "account.closed"), ("role", "account.role"), ("own_outlet", "request.officer_own_outlet")],
)
def test_nobody_is_given_what_they_could_not_answer_though_their_unit_still_has_them(
    desk: Desk, how: str, rule: str
) -> None:
    match how:
        case "closed":
            desk.person("officer", Role.REVIEWER_FIRST, closed=True)
        case "role":
            desk.person("officer")
        case _:
            desk.outlet("o1", "editor", "colleague", "officer")
    asked = desk.opened()
    problem = refused(Invalid, desk, "assign_request", LIAISON, request=asked["id"], unit=desk.unit, officer="officer")
    assert rules(problem) == [f"/officer {rule}"]


@pytest.mark.parametrize(
    ("officers", "active"), [(["officer", "named", "second"], False), (["named"], True)], ids=["unit", "officer"]
)
def test_what_somebody_has_in_hand_stays_theirs_when_their_unit_gets_nothing_new_or_has_them_no_more(
    desk: Desk, officers: list[str], active: bool
) -> None:
    asked, other = desk.assigned(), desk.opened(by=RIVAL, outlet="o2")
    desk.do("change_unit", ADMIN, unit=desk.unit, name="新闻科", head="head", officers=officers, active=active)
    assert [each["id"] for each in desk.ask("requests_list", OFFICER, open=True)["items"]] == [asked["id"]]
    assert desk.ask("request_counts", OFFICER)["mine"] == 1
    with pytest.raises(NotFound):
        desk.ask("request", OFFICER, request=other["id"])
    for by in (OFFICER, HEAD):
        assert "answer" in desk.ask("request", by, request=asked["id"])["may"]
        assert asked["id"] in {each["id"] for each in desk.ask("requests_list", by, open=True)["items"]}
    assert desk.do("answer_request", OFFICER, request=asked["id"], **REFUSAL)["state"] == "answered"


def test_two_units_in_use_have_not_one_name(desk: Desk) -> None:
    again = {"name": "新闻科", "head": "head", "officers": []}
    problem = refused(Conflict, desk, "add_unit", ADMIN, **again)
    assert (problem.code, [each.pointer for each in problem.problems]) == ("unit.name_taken", ["/name"])
    retired = desk.do("add_unit", ADMIN, **again, active=False)["id"]
    assert refused(Conflict, desk, "change_unit", ADMIN, unit=retired, **again, active=True).code == "unit.name_taken"


def test_who_is_asked_of_one_s_own_outlet_is_nobody_of_the_bureau(desk: Desk) -> None:
    desk.outlet("o1", "editor", "colleague", "liaison")
    asked = desk.opened()
    assert refused(Forbidden, desk, "acknowledge_request", LIAISON, request=asked["id"]).code == (
        "request.forbidden.bureau"
    )
    assert desk.ask("request", LIAISON, request=asked["id"])["may"] == ["withdraw"]


def test_what_is_withdrawn_leaves_those_that_were_joined_to_it_to_be_answered(desk: Desk) -> None:
    first, second = desk.opened(), desk.opened(by=RIVAL, outlet="o2")
    desk.do("join_request", LIAISON, request=second["id"], to=first["id"])
    assert "answer" not in desk.ask("request", LIAISON, request=second["id"])["may"]
    desk.do("withdraw_request", EDITOR, request=first["id"])
    left = desk.ask("request", LIAISON, request=second["id"])
    assert left["same_as"] == "" and "answer" in left["may"]
    assert desk.do("answer_request", LIAISON, request=second["id"], **REFUSAL)["state"] == "answered"


def test_to_join_tells_nothing_of_a_case_whatever_else_is_wrong(desk: Desk) -> None:
    case, over = desk.opened("rights"), desk.opened()
    desk.do("withdraw_request", EDITOR, request=over["id"])
    told = []
    for to in (case["id"], new_id()):
        problem = refused(Conflict, desk, "join_request", LIAISON, request=over["id"], to=to)
        told.append((problem.code, problem.params))
    assert told[0] == told[1] and told[0][0] == "request.illegal_move"


def test_one_that_others_are_joined_to_is_joined_to_none(desk: Desk) -> None:
    first, second, third = (desk.opened() for _ in range(3))
    desk.do("join_request", LIAISON, request=second["id"], to=first["id"])
    problem = refused(Conflict, desk, "join_request", LIAISON, request=first["id"], to=third["id"])
    assert (problem.code, problem.params) == ("request.carries", {"count": 1})
    problem = refused(Conflict, desk, "join_request", LIAISON, request=third["id"], to=second["id"])
    assert (problem.code, problem.params) == ("request.cannot_join", {"number": second["number"]})
    desk.do("join_request", LIAISON, request=third["id"], to=first["id"])
    before = desk.ask("request", LIAISON, request=first["id"])["version"]
    problem = refused(Conflict, desk, "join_request", LIAISON, request=third["id"], to=first["id"])
    assert (problem.code, problem.params) == ("request.joined_to_it", {"number": first["number"]})
    assert desk.ask("request", LIAISON, request=first["id"])["version"] == before, "whoever reads it is not disturbed"
    desk.do("answer_request", LIAISON, request=first["id"], **REFUSAL)
    assert len(desk.told(RequestAnswered)) == 3


def test_times_follow_what_the_bureau_enters_and_are_told(desk: Desk) -> None:
    asked = desk.opened()
    today = local_date(now())
    off = [today + timedelta(days=number) for number in range(40)]
    for year in (today.year, today.year + 1):
        days = [(day, False) for day in off if day.year == year and ordinary(day)]
        desk.stage.deliver(adopted(year, *days), "workdays_adopted")
    assert desk.run("recount", now()) == 1 and desk.run("recount", now()) == 0
    clock = desk.ask("request", EDITOR, request=asked["id"])["clock"]
    assert local_date(clock["due_at"]) > off[-1]
    (told,) = desk.told(RequestDueMoved)
    assert (told.due_at, told.former) == (clock["due_at"], asked["clock"]["due_at"])


def test_an_answer_that_nobody_rates_is_closed_in_time_and_reminded_of_once(desk: Desk) -> None:
    asked = desk.answered()
    due = asked["clock"]["due_at"]
    assert desk.run("remind", due - timedelta(days=2)) == 1
    assert desk.run("remind", due - timedelta(days=1)) == 0
    desk.run("remind", due)
    closed = desk.ask("request", EDITOR, request=asked["id"])
    assert (closed["state"], closed["closing"], closed["rating"]) == ("closed", "lapsed", None)
    assert closed["may"] == ["reopen"]
    assert desk.run("remind", due + timedelta(days=9)) == 0


def test_what_waits_is_counted_for_whom_it_waits(desk: Desk) -> None:
    desk.opened()
    desk.do("acknowledge_request", LIAISON, request=desk.opened()["id"])
    late = desk.assigned()
    desk.stage.db["requests"].update_one({"_id": late["id"]}, {"$set": {"due_at": now() - timedelta(hours=1)}})
    desk.answered()

    def counts(by: RequestContext) -> dict[str, int]:
        return {name: number for name, number in desk.ask("request_counts", by).items() if number}

    assert counts(LIAISON) == {"unacknowledged": 1, "unassigned": 1, "overdue": 1}
    assert counts(OFFICER) == {"mine": 1, "mine_overdue": 1}
    assert counts(HEAD) == {"unit_overdue": 1}
    assert counts(LEADER) == {"overdue": 1}
    assert counts(EDITOR) == {"to_rate": 1} and counts(COLLEAGUE) == {} and counts(RIVAL) == {}
    found = desk.ask("requests_list", HEAD, headed=True, overdue=True)["items"]
    assert [each["id"] for each in found] == [late["id"]]
    assert desk.ask("requests_list", LIAISON, headed=True, overdue=True)["items"] == []


def test_a_case_is_for_its_asker_and_who_is_named_and_no_relation_of_the_asker(desk: Desk) -> None:
    desk.outlet("o1", "editor", "colleague", "second")
    case = desk.opened("rights")
    assert [notice.to for notice in desk.told(PrivateNotice)] == [("named",)]
    for by in (COLLEAGUE, SECOND_NAMED, LIAISON, LEADER, ADMIN, RIVAL):
        with pytest.raises(NotFound):
            desk.ask("request", by, request=case["id"])
        assert desk.ask("cases", by)["items"] == []
    given = desk.assigned("named", of=case)
    assert given["state"] == "assigned"
    problem = refused(Invalid, desk, "assign_request", NAMED, request=case["id"], unit=desk.unit, officer="second")
    assert rules(problem) == ["/officer request.not_named"]


def test_who_is_named_and_asks_for_an_outlet_of_their_own_finds_what_they_asked(desk: Desk) -> None:
    desk.outlet("o1", "editor", "colleague", "second")
    own, of_editor = desk.opened("rights", by=SECOND_NAMED), desk.opened("rights")
    other = desk.opened("rights", by=RIVAL, outlet="o2")
    assert {each["id"] for each in desk.ask("cases", SECOND_NAMED)["items"]} == {own["id"], other["id"]}
    first = desk.ask("cases", SECOND_NAMED, limit=1)
    (second,) = desk.ask("cases", SECOND_NAMED, limit=1, cursor=first["next"])["items"]
    assert (first["items"][0]["id"], second["id"]) == (other["id"], own["id"])
    assert desk.ask("request_counts", SECOND_NAMED)["cases"] == 1, "what waits for the bureau, and not for them"
    assert {each["id"] for each in desk.ask("cases", NAMED)["items"]} == {own["id"], of_editor["id"], other["id"]}


@pytest.mark.parametrize("how", ["nobody", "own_outlet", "closed"])
def test_a_case_that_nobody_would_see_is_refused_and_its_asker_told_where_to_turn(desk: Desk, how: str) -> None:
    match how:
        case "nobody":
            desk.stage.db["named"].delete_many({})
        case "own_outlet":
            desk.outlet("o1", "editor", "colleague", "named", "second")
        case _:
            for account in ("named", "second"):
                desk.person(account, Role.LIAISON, closed=True)
    asked = {"kind": "rights", "outlet": "o1", "title": "采访受阻", "text": "被人推搡。"}
    assert refused(Conflict, desk, "open_request", EDITOR, **asked).code == "request.nobody_named"
    assert desk.stage.db["requests"].count_documents({}) == 0
    assert desk.opened()["state"] == "opened", "all else is asked as ever"


def test_who_is_named_no_longer_has_no_case_in_hand_and_hears_of_none(desk: Desk) -> None:
    case = desk.assigned("named", of=desk.opened("rights"))
    desk.name("second")
    assert desk.told(PrivateNotice)[-1].to == ("second",), "who is named now hears that it is to be assigned anew"
    seen = desk.ask("request", SECOND_NAMED, request=case["id"])
    assert (seen["state"], seen["officer"]) == ("acknowledged", None)
    told = len(desk.told(PrivateNotice))
    desk.do("say_on_request", EDITOR, request=case["id"], text="在吗？")
    assert [notice.to for notice in desk.told(PrivateNotice)[told:]] == [("second",)]
    with pytest.raises(NotFound):
        desk.do("say_on_request", NAMED, request=case["id"], text="在。")


def test_times_that_do_not_fit_are_refused_where_they_stand(desk: Desk) -> None:
    policy = desk.ask("policy_now", ADMIN)
    given = {name: policy[name] for name in ("working_hours", "near_percent", "lapse_days", "remind_days", "times")}
    wrong = [dict(each) for each in given["times"]]
    wrong[2] |= {"acknowledgement": 40, "answer": 2}
    problem = refused(Invalid, desk, "adopt_policy", ADMIN, **given | {"times": wrong, "remind_days": 7})
    assert rules(problem) == [
        "/times/2/acknowledgement range.order",
        "/remind_days liaison_policy.remind_after_lapse",
    ]
    twice = [*given["times"][1:], given["times"][1]]
    assert rules(refused(Invalid, desk, "adopt_policy", ADMIN, **given | {"times": twice})) == [
        "/times liaison_policy.limit_missing"
    ]


def test_texts_that_answers_begin_with_are_the_bureau_s_own(desk: Desk) -> None:
    policy = desk.ask("policy_now", ADMIN)
    given = {name: policy[name] for name in ("working_hours", "near_percent", "lapse_days", "remind_days", "times")}
    texts = [{"kind": "material", "name": "画面已备", "text": "画面已脱敏。"}]
    assert desk.do("adopt_policy", ADMIN, **given, texts=texts)["version"] == 1
    assert desk.ask("policy_now", OFFICER)["texts"] == texts
    shown = desk.ask("policy_now", EDITOR)
    assert (shown["texts"], shown["by"]) == ([], ""), "who of the bureau wrote it is no outlet's business"
    assert desk.ask("policy_now", OFFICER)["by"] == "admin"
    assert refused(Forbidden, desk, "adopt_policy", LIAISON, **given).code == "liaison.forbidden.keeper"
