"""The form of the minutes: no task is lost on the way, and what is wrong with one stands at it."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, Final

import pytest
from flask import Flask, g

from console import offered
from console.app import create_app
from console.pages import outcomes
from console.session import Session
from console.settings import ConsoleSettings
from jingmei_client import Problem
from jingmei_client.answers import Answer, Pages
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
TASK: Final[dict[str, Any]] = {
    "person": {"account": "gone", "name": "赵警官"}, "outlet": "o9", "outlet_name": "滨江发布",
}  # fmt: skip


class Minutes:
    """The API's, which refuses the second task that it is given."""

    def __init__(self) -> None:
        self.given: list[Mapping[str, str]] = []

    def minutes(self, _: str) -> Answer:
        return Answer({"tasks": [TASK], "photos": [], "version": 1})

    def suggestions(self, _: str, **__: Any) -> Pages:
        return Pages(lambda _: Answer({"items": [], "next": None}))

    feedback = suggestions

    def keep_minutes(self, _: str, *, tasks: list[Mapping[str, str]], **__: Any) -> Answer:
        self.given = tasks
        raise Problem(422, {"errors": [{"pointer": "/tasks/1/text", "code": "required", "message": "必填。"}]})


def test_a_refused_task_is_told_at_its_row_and_none_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Minutes()
    shown: dict[str, Any] = {}

    def page(_: str, **values: Any) -> str:
        shown.update(values)
        return "page"

    activity = SimpleNamespace(one=lambda _: {"may": ["keep_minutes"]})
    told = SimpleNamespace(activities=activity, outcomes=kept)
    monkeypatch.setattr(outcomes, "api", lambda: told)
    monkeypatch.setattr(outcomes, "me", lambda: Session("", "", "", "330108", "李静", ("liaison",), False))
    monkeypatch.setattr(outcomes, "colleagues", lambda _: [("a1", "钱警官")])
    monkeypatch.setattr(offered, "outlets", lambda **_: [{"id": "o1", "name": "临江日报"}])
    monkeypatch.setattr(outcomes, "render_template", page)
    written = {
        "tasks.0.id": "t0", "tasks.0.text": "", "tasks.0.due": "2098-01-01",  # its words were cleared: it is gone
        "tasks.1.id": "t1", "tasks.1.text": "拍夜间路口", "tasks.1.due": "2098-01-01",
        "tasks.4.person": "a1", "tasks.4.due": "2098-02-01",  # words were forgotten: that is said
    }  # fmt: skip
    with APP.test_request_context("/activities/a/outcomes/minutes", method="POST", data=written):
        answer = outcomes.keep("a")
        assert answer == ("page", 422)
        assert [each.get("text", "") for each in kept.given] == ["拍夜间路口", ""]
        assert g.form.wrong("tasks.1.text") == ["必填。"]
        assert (g.form.text("tasks.1.person"), g.form.text("tasks.0.id")) == ("a1", "t1")
    assert shown["rows"] >= len(kept.given)
    assert ("gone", "赵警官") in shown["people"], "who has a task already is not taken from it by saving"
    assert ("o9", "滨江发布") in shown["media"]
