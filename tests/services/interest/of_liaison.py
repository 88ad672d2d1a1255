"""Liaison: requests, activities, calls, topics, how the bureau works on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.context import RequestContext
from shared.topics import SHIPPED
from tests.services.interest.lines import Attempt, Lines, Other, Scene
from tests.services.liaison.desk import EDITOR, LEADER, LIAISON, NAMED, OFFICER, REFUSAL, RIVAL, Desk
from tests.services.liaison.test_appointments import agreed
from tests.services.liaison.test_relying import CAME, HANDED
from tests.services.liaison.test_reminders import HOUR, announced, body, reply
from tests.services.liaison.test_rescheduling import MOVING, OFF
from tests.services.liaison.test_tasks import TASK, keep
from tests.services.liaison.test_walk_ins import held
from tests.services.stage import Stage

Make = Callable[[Desk, pytest.MonkeyPatch], dict[str, Any]]
CALL = {"kind": "call", "title": "全民反诈百日行", "brief": "一种新骗局。"}
WHY = {"reason": "另行安排。"}


def scene(make: Make, by: RequestContext = LIAISON) -> Scene:
    """One with what outlet o1 asked for, or was invited to."""

    def made(stage: Stage, patch: pytest.MonkeyPatch) -> Attempt:
        desk = Desk(stage)
        data = make(desk, patch)
        return Attempt(by, data, lambda: desk.outlet("o1", "editor", "colleague", by.actor.account))

    return made


def asked(by: RequestContext = LIAISON, how: Callable[[Desk], Any] = Desk.opened, **data: Any) -> Scene:
    """With a request."""
    return scene(lambda desk, _: {"request": how(desk)["id"]} | data, by)


def _case(desk: Desk) -> Any:
    return desk.assigned("named", of=desk.opened("rights"))


def _given_over(desk: Desk) -> Any:
    return desk.do("hand_over_case", NAMED, request=_case(desk)["id"], **HANDED)


def _other(desk: Desk) -> Any:
    return desk.opened(by=RIVAL, outlet="o2")


def _to_theirs(desk: Desk, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Of another outlet, to be answered with what o1 asked."""
    return {"request": _other(desk)["id"], "to": desk.opened()["id"]}


def _apart(desk: Desk) -> Any:
    first, second = desk.assigned(of=_other(desk)), desk.opened()
    return desk.do("join_request", LIAISON, request=second["id"], to=first["id"])


def planned(desk: Desk, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"activity": desk.do("plan_activity", LIAISON, **body(HOUR))["id"]}


def open_(desk: Desk, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
    activity = announced(desk, HOUR)
    reply(desk, activity, editor="yes", rival="yes")
    return {"activity": activity}


def come(desk: Desk, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    found = open_(desk, patch)
    desk.do("check_in", LIAISON, account="editor", **found)
    return found


def over(desk: Desk, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    found = come(desk, patch)
    held(desk, found["activity"], patch)
    return found


def of_activity(make: Make, by: RequestContext = LIAISON, **data: Any) -> Scene:
    return scene(lambda desk, patch: make(desk, patch) | data, by)


def of_task(by: RequestContext = LIAISON, **more: Any) -> Scene:
    """With a task for outlet o1 that an officer has."""

    def make(desk: Desk, patch: pytest.MonkeyPatch) -> dict[str, Any]:
        found = over(desk, patch)
        (task,) = keep(desk, found["activity"], TASK | {"outlet": "o1", "person": "officer"})["tasks"]
        return found | {"task": task["id"]}

    return of_activity(make, by, **more)


def _begun(desk: Desk, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    found = open_(desk, patch)
    later = now() + 2 * HOUR
    patch.setattr("services.liaison.service.activities.now", lambda: later)
    return found


def _suggested(desk: Desk, patch: pytest.MonkeyPatch) -> dict[str, Any]:
    found = open_(desk, patch)
    said = desk.do("suggest", EDITOR, outlet="o1", text="多办几场。", **found)["id"]
    return found | {"suggestion": said, "adopted": True, "text": "采纳。"}


def _lent(desk: Desk, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
    made = desk.do("record_participation", LIAISON, outlet="o1", **LENT)
    return {"participation": made["id"], "reason": "登记有误。"}


def called(*moves: str, **data: Any) -> Scene:
    """With a call after some moves."""

    def make(desk: Desk, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
        call = desk.do("add_call", LIAISON, **CALL, **_ends())["id"]
        for move in moves:
            desk.do(move, LIAISON, call=call)
        return {"call": call} | data

    return scene(make)


def _ends() -> dict[str, Any]:
    return {"closes_at": (now() + timedelta(days=10)).isoformat()}


def _policy(desk: Desk, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
    policy = desk.ask("policy_now", LEADER)
    return {name: policy[name] for name in ("working_hours", "near_percent", "lapse_days", "remind_days", "times")}


def _topic(name: str = SHIPPED[0].name) -> Callable[[Desk], str]:
    return lambda desk: next(each["id"] for each in desk.ask("topics", LIAISON)["items"] if each["name"] == name)


def _retired(desk: Desk, _patch: pytest.MonkeyPatch) -> dict[str, Any]:
    return {"topic": desk.do("retire_topic", LIAISON, topic=_topic()(desk))["id"]}


LENT = {"title": "航拍器材", "day": (now() - timedelta(days=1)).date().isoformat()}
UNIT = {"name": "反诈中心", "head": "head", "officers": ["officer"]}
LINES: Lines = {
    "acknowledge_request": asked(),
    "assign_request": scene(
        lambda desk, _: {"request": desk.opened()["id"], "unit": desk.unit, "officer": "officer"}
    ),
    "hand_back_request": asked(OFFICER, Desk.assigned, reason="不归我办。"),
    "answer_request": asked(OFFICER, Desk.assigned, **REFUSAL),
    "join_request": scene(_to_theirs),
    "part_request": asked(LIAISON, _apart),
    "reschedule_request": asked(OFFICER, agreed, **MOVING),
    "call_off_request": asked(OFFICER, agreed, **OFF),
    "hand_over_case": asked(NAMED, _case, **HANDED),
    "record_outcome": asked(NAMED, _given_over, **CAME),
    "note_on_request": asked(text="已联系。"),
    "say_on_request": Other.OUTLETS_OWN,  # as who of both sides they are; as an officer they are not
    "adopt_policy": scene(_policy, LEADER),
    "add_unit": scene(lambda _, __: UNIT, LEADER),
    "change_unit": scene(lambda desk, _: {"unit": desk.unit, **UNIT}, LEADER),
    "name_officers": scene(lambda _, __: {"accounts": ["named"]}, LEADER),
    "plan_activity": scene(lambda _, __: body(HOUR)),
    "change_activity": scene(lambda desk, patch: open_(desk, patch) | body(2 * HOUR)),
    "announce_activity": of_activity(planned),
    "cancel_activity": of_activity(open_, **WHY),
    "hold_activity": of_activity(_begun),
    "close_activity": of_activity(over),
    "repeat_activity": of_activity(over),
    "check_in": of_activity(open_, account="editor"),
    "undo_check_in": of_activity(come, account="editor"),
    "admit_walk_in": of_activity(open_, outlet="o1", name="赵磊"),
    "correct_attendance": of_activity(over, account="editor", reason="当日未到场。"),
    "keep_minutes": of_activity(over, tasks=[TASK | {"outlet": "o1"}]),
    "finish_task": of_task(OFFICER),
    "call_of_task": of_task(),
    "request_of_task": of_task(kind="material"),
    "answer_suggestion": scene(_suggested),
    "record_participation": scene(lambda _, __: {"outlet": "o1", **LENT}),
    "withdraw_participation": scene(_lent),
    "add_call": scene(lambda _, __: CALL | _ends()),
    "change_call": called(title="反诈百日行", brief=CALL["brief"], **_ends()),
    "open_call": called(),
    "close_call": called("open_call"),
    "cancel_call": called("open_call", reason="不再需要。"),
    "add_topic": scene(lambda _, __: {"name": "平安校园"}),
    "change_topic": scene(lambda desk, _: {"topic": _topic()(desk), "name": "平安校园"}),
    "retire_topic": scene(lambda desk, _: {"topic": _topic()(desk)}),
    "reinstate_topic": scene(_retired),
    "merge_topic": scene(lambda desk, _: {"topic": _topic()(desk), "into": _topic(SHIPPED[1].name)(desk)}),
    "rule_topics": scene(lambda _, __: {"strict": True}),
    **dict.fromkeys(
        (
            "open_request", "rate_request", "reopen_request", "withdraw_request", "reply_to_activity", "suggest",
            "rate_activity",
        ),
        Other.OUTLETS_OWN,
    ),
    **dict.fromkeys(("make_feed", "end_feed"), Other.ONES_OWN),
}  # fmt: skip
