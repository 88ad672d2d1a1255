"""The form of the minutes: no task is lost on the way, and what is wrong with one stands at it."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, Final

import pytest
from flask import Flask, g

import console.minutes as minutes_form
from console.app import create_app
from console.pages import outcomes
from console.session import Session
from console.settings import ConsoleSettings
from jingmei_client import Problem
from jingmei_client.answers import Answer, Pages
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
TASK: Final[dict[str, Any]] = {
    "id": "t0", "text": "提供素材", "unit": "", "due": "2098-01-01",
    "person": {"account": "gone", "name": "赵警官"}, "outlet": "o9", "outlet_name": "滨江发布",
}  # fmt: skip
FOUND: Final = [{"id": "o1", "name": "临江日报"}, {"id": "o2", "name": "临江日报社"}]


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


@pytest.fixture
def shown() -> dict[str, Any]:
    """What the page is given."""
    return {}


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, shown: dict[str, Any]) -> Minutes:
    """The API as the page asks it; there are two officers of one name."""
    made = Minutes()

    def page(_: str, **values: Any) -> str:
        shown.update(values)
        return "page"

    def outlets(**asked: Any) -> Pages:
        return Pages(lambda _: Answer({"items": [each for each in FOUND if asked["q"] in each["name"]], "next": None}))

    activity = SimpleNamespace(one=lambda _: {"may": ["keep_minutes"]})
    told = SimpleNamespace(activities=activity, outcomes=made, outlets=SimpleNamespace(search=outlets))
    for module in (outcomes, minutes_form):
        monkeypatch.setattr(module, "api", lambda: told)
    monkeypatch.setattr(outcomes, "me", lambda: Session("", "", "", "330108", "李静", ("liaison",), False))
    people = [("a1", "钱警官"), ("account-b", "王伟"), ("account-c", "王伟")]
    monkeypatch.setattr(minutes_form, "colleagues", lambda roles: [] if "admin" in roles else people)
    monkeypatch.setattr(outcomes, "render_template", page)
    return made


def sent(written: Mapping[str, str]) -> Any:
    """What the page answers to a form."""
    with APP.test_request_context("/activities/a/outcomes/minutes", method="POST", data=dict(written)):
        g.language = "zh"
        return outcomes.keep("a"), g.form


def test_a_refused_task_is_told_at_its_row_and_none_is_dropped(kept: Minutes, shown: dict[str, Any]) -> None:
    answer, form = sent({
        "tasks.0.id": "t0", "tasks.0.text": "", "tasks.0.due": "2098-01-01",  # its words were cleared: it is gone
        "tasks.1.id": "t1", "tasks.1.text": "拍夜间路口", "tasks.1.due": "2098-01-01",
        "tasks.4.person": "钱警官", "tasks.4.due": "2098-02-01",  # words were forgotten: that is said
    })  # fmt: skip
    assert answer == ("page", 422)
    assert [each.get("text", "") for each in kept.given] == ["拍夜间路口", ""]
    assert kept.given[1]["person"] == "a1"
    assert form.wrong("tasks.1.text") == ["必填。"]
    assert (form.text("tasks.1.person"), form.text("tasks.0.id")) == ("钱警官", "t1")
    assert shown["rows"] >= len(kept.given)


def test_names_of_officers_and_outlets_are_those_of_one(kept: Minutes, shown: dict[str, Any]) -> None:
    row = {"tasks.0.text": "采访", "tasks.0.due": "2098-01-01"}
    sent(row | {"tasks.0.outlet": " 临江日报 ", "tasks.0.person": "王伟 · ount-c"})
    assert (kept.given[0]["outlet"], kept.given[0]["person"]) == ("o1", "account-c")
    kept.given = []
    answer, form = sent(row | {"tasks.0.outlet": "临江", "tasks.0.person": "王伟", "text": "商定"})
    assert (answer, kept.given) == (("page", 422), [])
    assert [bool(form.wrong(f"tasks.0.{name}")) for name in ("person", "outlet", "text")] == [True, True, False]
    assert (form.text("tasks.0.outlet"), form.text("text")) == ("临江", "商定")


def test_who_and_what_tasks_name_already_stays_whatever_has_become_of_it(kept: Minutes, shown: dict[str, Any]) -> None:
    with APP.test_request_context("/activities/a/outcomes"):
        outcomes.one("a")
    filled = shown["filled"]
    assert (filled["tasks.0.person"], filled["tasks.0.outlet"]) == ("赵警官", "滨江发布")
    sent(filled)
    assert (kept.given[0]["person"], kept.given[0]["outlet"]) == ("gone", "o9")
