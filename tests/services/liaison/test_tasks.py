"""Tasks of minutes: for whom they are, and what they become, once and one thing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from services.liaison.domain.activities import outcomes, tasks
from services.liaison.domain.outlets import Outlet
from shared.clock import SHANGHAI, local_date, now
from shared.context import Role
from shared.contracts.activity_terms import ActivityStatus
from shared.contracts.liaison_terms import RequestKind
from shared.errors import Conflict, Forbidden, Invalid, NotFound
from shared.events import RequestOpened, TaskGiven
from shared.people import Person
from tests.services.liaison.desk import EDITOR, LEADER, LIAISON, RIVAL, Desk
from tests.services.liaison.gatherings import activity, sign_up
from tests.services.liaison.makers import MONDAY
from tests.services.liaison.test_reminders import HOUR, announced, reply

DAY = local_date(now()) + timedelta(days=20)
TASK = {"text": "提供反诈案例素材", "due": DAY.isoformat()}


def held(desk: Desk, monkeypatch: pytest.MonkeyPatch, *wanted: dict[str, Any]) -> tuple[str, list[Any]]:
    """An activity that was held with the editor there, and its tasks."""
    activity_ = announced(desk, HOUR)
    reply(desk, activity_, editor="yes", colleague="yes", rival="yes")
    desk.do("check_in", LIAISON, activity=activity_, account="colleague")
    later = now() + 2 * HOUR
    monkeypatch.setattr("services.liaison.service.activities.now", lambda: later)
    desk.do("hold_activity", LIAISON, activity=activity_)
    return activity_, keep(desk, activity_, *wanted)["tasks"]


def keep(desk: Desk, activity_: str, *wanted: dict[str, Any]) -> Any:
    return desk.do("keep_minutes", LIAISON, activity=activity_, tasks=list(wanted))


def test_no_task_is_given_to_an_administrator(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    in_, _ = held(desk, monkeypatch, TASK | {"person": "officer"})
    with pytest.raises(Invalid) as found:
        keep(desk, in_, TASK | {"person": "admin"})
    assert [(each.pointer, each.rule) for each in found.value.problems] == [("/tasks/0/person", "account.role")]


def test_a_task_becomes_a_draft_of_a_call_with_its_text_and_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    in_, (task,) = held(desk, monkeypatch, TASK | {"unit": "反诈中心"})
    made = desk.do("call_of_task", LIAISON, activity=in_, task=task["id"])
    assert (made["state"].value, made["title"], made["kind"].value) == ("draft", "提供反诈案例素材", "call")
    assert "秋季警营开放日" in made["brief"] and made["closes_at"].astimezone(SHANGHAI).date() == DAY
    (kept,) = desk.ask("minutes", LEADER, activity=in_)["tasks"]
    assert (kept["call"], kept["request"]) == (made["id"], "")
    for again in ("call_of_task", "request_of_task"):
        with pytest.raises(Conflict, match=r"minutes\.became"):
            desk.do(again, LIAISON, activity=in_, task=task["id"])
    (kept,) = keep(desk, in_, TASK | {"unit": "反诈中心", "id": task["id"]})["tasks"]
    assert kept["call"] == made["id"], "what it became stays"
    assert len(desk.ask("calls", LIAISON)["items"]) == 1


@pytest.mark.parametrize("into", ["call_of_task", "request_of_task"])
def test_a_task_that_became_something_stays_in_the_minutes_and_others_may_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, into: str
) -> None:
    wanted = TASK | {"outlet": "o1"}
    in_, (first, second) = held(desk, monkeypatch, wanted, wanted | {"text": "补拍视频"})
    desk.do(into, LIAISON, activity=in_, task=first["id"], **({} if into == "call_of_task" else {"kind": "material"}))
    for left in ([], [wanted], [wanted | {"id": second["id"]}]):
        with pytest.raises(Invalid) as refused:
            keep(desk, in_, *left)
        told = [(each.pointer, each.rule, each.params) for each in refused.value.problems]
        assert told == [("/tasks", "minutes.task_became", {"text": first["text"]})]
    (kept,) = keep(desk, in_, wanted | {"id": first["id"]})["tasks"]
    assert kept["id"] == first["id"] and (kept["call"] or kept["request"])


def test_a_task_for_an_outlet_becomes_its_request_in_the_name_of_who_was_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_, (task,) = held(desk, monkeypatch, TASK | {"outlet": "o1"})
    assert (task["outlet"], task["outlet_name"]) == ("o1", "媒体o1")
    made = desk.do("request_of_task", LIAISON, activity=in_, task=task["id"], kind="interview")
    assert (made["outlet"], made["asker"]["account"], made["kind"].value) == ("o1", "colleague", "interview")
    assert made["needed_by"] == DAY
    (told,) = desk.told(RequestOpened)
    assert (told.by, told.request.asker) == ("liaison", "colleague")
    assert desk.ask("minutes", LIAISON, activity=in_)["tasks"][0]["request"] == made["id"]
    assert desk.ask("request", EDITOR, request=made["id"])["title"] == "提供反诈案例素材"
    with pytest.raises(NotFound):
        desk.ask("request", RIVAL, request=made["id"])
    assert desk.ask("minutes", EDITOR, activity=in_)["tasks"] == []


@pytest.mark.parametrize("kind", ["rights", "rumour", "suggestion"])
def test_what_outlets_ask_themselves_no_task_becomes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:  # fmt: skip
    in_, (task,) = held(desk, monkeypatch, TASK | {"outlet": "o1"})
    with pytest.raises(Invalid) as refused:
        desk.do("request_of_task", LIAISON, activity=in_, task=task["id"], kind=kind)
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [("/kind", "choice")]


def test_of_an_outlet_that_may_not_ask_nothing_is_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    in_, made = held(desk, monkeypatch, TASK | {"outlet": "o2"}, TASK | {"unit": "反诈中心"})
    desk.outlet("o2", "rival", status="suspended")
    with pytest.raises(Conflict, match="not_verified"):
        desk.do("request_of_task", LIAISON, activity=in_, task=made[0]["id"])
    with pytest.raises(Conflict, match=r"minutes\.no_outlet"):
        desk.do("request_of_task", LIAISON, activity=in_, task=made[1]["id"])
    for by in (EDITOR, LEADER):
        with pytest.raises(Forbidden):
            desk.do("call_of_task", by, activity=in_, task=made[1]["id"])
    assert [each["request"] for each in desk.ask("minutes", LIAISON, activity=in_)["tasks"]] == ["", ""]


def test_a_task_for_an_outlet_that_nobody_knows_is_refused_at_its_place(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_, _ = held(desk, monkeypatch)
    with pytest.raises(Invalid) as refused:
        keep(desk, in_, TASK | {"unit": "反诈中心"}, TASK | {"outlet": "nowhere"})
    assert [each.pointer for each in refused.value.problems] == ["/tasks/1/outlet"]


@pytest.mark.parametrize(
    ("task", "rule"),
    [
        (outcomes.Task("t1", "一", date(2026, 10, 1)), "minutes.overdue"),
        (outcomes.Task("t1", "一", date(2026, 10, 30), done_at=MONDAY), "minutes.done"),
        (outcomes.Task("t1", "一", date(2026, 10, 30), request="r1"), "minutes.became"),
        (outcomes.Task("t1", "一", date(2026, 10, 30), call="c1"), "minutes.became"),
    ],
)
def test_a_task_that_is_over_done_or_became_something_becomes_nothing(task: outcomes.Task, rule: str) -> None:
    minutes = outcomes.Minutes("a1", "330108", 1, tasks=(task,))
    with pytest.raises(Conflict, match=rule):
        tasks.open_task(activity(status=ActivityStatus.HELD), minutes, "t1", date(2026, 10, 2))


def test_one_task_does_not_stand_there_twice() -> None:
    twice = (outcomes.Task("t1", "一", date(2026, 10, 30), unit="反诈中心"),) * 2
    with pytest.raises(Invalid) as refused:
        outcomes.kept(
            activity(status=ActivityStatus.HELD), outcomes.Minutes("a1", "330108"),
            outcomes.Minutes("a1", "330108", tasks=twice), "liaison",
        )  # fmt: skip
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [("/tasks/1/id", "minutes.task_twice")]


def test_of_an_activity_that_is_closed_nothing_more_comes() -> None:
    minutes = outcomes.Minutes("a1", "330108", 1, tasks=(outcomes.Task("t1", "一", date(2026, 10, 30)),))
    with pytest.raises(Conflict, match="not_held"):
        tasks.open_task(activity(status=ActivityStatus.CLOSED), minutes, "t1", date(2026, 10, 2))


def test_a_long_text_makes_a_title_that_fits() -> None:
    long = outcomes.Task("t1", "字" * 200, date(2026, 10, 30), outlet="daily")
    assert len(tasks.call_for(activity(), long)["title"]) == tasks.TITLE
    assert "字" * 200 in tasks.request_for(activity(), long, RequestKind.MATERIAL)["text"]


def test_it_is_asked_by_who_was_there_else_by_the_first_whose_account_is_open() -> None:
    outlet = Outlet("daily", "verified", ("editor", "writer"))
    came = [sign_up("writer", attended_at=MONDAY), sign_up("stranger", attended_at=MONDAY)]
    people = {"editor": Person("editor"), "writer": Person("writer")}
    assert tasks.asker_of(outlet, came, people) == "writer"
    assert tasks.asker_of(outlet, [sign_up("writer")], people) == "editor"
    gone = {"editor": Person("editor", closed=True), "writer": Person("writer", closed=True)}
    with pytest.raises(Conflict, match="nobody_of_outlet"):
        tasks.asker_of(outlet, came, gone)


def test_nobody_is_given_a_task_who_left_before_the_commit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    in_, _ = held(desk, monkeypatch)
    outcomes_, kept = desk.stage.service.outcomes, desk.stage.service.outcomes.keep

    def late(*given: Any) -> None:
        outcomes_.keep = kept
        kept(*given)
        desk.person("officer", Role.REVIEWER_FIRST, closed=True)

    outcomes_.keep = late
    with pytest.raises(Invalid) as refused:
        keep(desk, in_, TASK | {"person": "officer"})
    assert [(each.pointer, each.rule) for each in refused.value.problems] == [("/tasks/0/person", "account.closed")]
    assert desk.ask("minutes", LIAISON, activity=in_)["tasks"] == [] and desk.told(TaskGiven) == []
