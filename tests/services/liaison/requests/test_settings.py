"""Units, times and texts of a bureau: what fits, and from when it holds."""

from __future__ import annotations

from datetime import timedelta

from shared.clock import local_date, now
from shared.errors import Conflict, Forbidden, Invalid
from shared.events import RequestDueMoved
from shared.workdays import ordinary
from tests.services.calendars import adopted
from tests.services.liaison.desk import EDITOR, LEADER, LIAISON, OFFICER, Desk
from tests.services.liaison.requests.refusing import refused, rules


def test_two_units_in_use_have_not_one_name(desk: Desk) -> None:
    again = {"name": "新闻科", "head": "head", "officers": []}
    problem = refused(Conflict, desk, "add_unit", LEADER, **again)
    assert (problem.code, [each.pointer for each in problem.problems]) == ("unit.name_taken", ["/name"])
    retired = desk.do("add_unit", LEADER, **again, active=False)["id"]
    assert refused(Conflict, desk, "change_unit", LEADER, unit=retired, **again, active=True).code == "unit.name_taken"


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


def test_times_that_do_not_fit_are_refused_where_they_stand(desk: Desk) -> None:
    policy = desk.ask("policy_now", LEADER)
    given = {name: policy[name] for name in ("working_hours", "near_percent", "lapse_days", "remind_days", "times")}
    wrong = [dict(each) for each in given["times"]]
    wrong[2] |= {"acknowledgement": 40, "answer": 2}
    problem = refused(Invalid, desk, "adopt_policy", LEADER, **given | {"times": wrong, "remind_days": 7})
    assert rules(problem) == [
        "/times/2/acknowledgement range.order",
        "/remind_days liaison_policy.remind_after_lapse",
    ]
    twice = [*given["times"][1:], given["times"][1]]
    assert rules(refused(Invalid, desk, "adopt_policy", LEADER, **given | {"times": twice})) == [
        "/times liaison_policy.limit_missing"
    ]


def test_texts_that_answers_begin_with_are_the_bureau_s_own(desk: Desk) -> None:
    policy = desk.ask("policy_now", LEADER)
    given = {name: policy[name] for name in ("working_hours", "near_percent", "lapse_days", "remind_days", "times")}
    texts = [{"kind": "material", "name": "画面已备", "text": "画面已脱敏。"}]
    assert desk.do("adopt_policy", LEADER, **given, texts=texts)["version"] == 1
    assert desk.ask("policy_now", OFFICER)["texts"] == texts
    shown = desk.ask("policy_now", EDITOR)
    assert (shown["texts"], shown["by"]) == ([], ""), "who of the bureau wrote it is no outlet's business"
    assert desk.ask("policy_now", OFFICER)["by"] == "leader"
    assert refused(Forbidden, desk, "adopt_policy", LIAISON, **given).code == "liaison.forbidden.keeper"
