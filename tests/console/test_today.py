"""The first page of outlets: works are there also while the service of requests, activities and calls is away."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

import pytest
from flask import Flask, g

import console.labels
import console.today
from console.app import create_app
from console.pages import home
from console.session import Session
from console.settings import ConsoleSettings
from jingmei_client import Problem
from jingmei_client.answers import Answer, Pages
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
WORK: Final[dict[str, Any]] = {
    "id": "w1", "number": "2026-000001", "title": "夜巡三公里", "updated_at": "2026-09-18T01:00:00Z",
}  # fmt: skip


def _works(**_: Any) -> Pages:
    return Pages(lambda _: Answer({"items": [WORK], "next": None}))


def _nothing(**_: Any) -> Pages:
    return Pages(lambda _: Answer({"items": [], "next": None}))


def _away(**_: Any) -> Pages:
    raise Problem(503, {"code": "unavailable"})


@pytest.mark.parametrize("away", [True, False])
def test_what_waits_of_works_is_shown_while_the_rest_is_away(monkeypatch: pytest.MonkeyPatch, *, away: bool) -> None:
    area = SimpleNamespace(search=_away if away else _nothing, cases=_nothing)
    told = SimpleNamespace(submissions=SimpleNamespace(search=_works), requests=area, activities=area, calls=area)
    inbox = SimpleNamespace(inbox=SimpleNamespace(unread=lambda: {"unread": 1}))
    monkeypatch.setattr(console.today, "api", lambda: told)
    monkeypatch.setattr(home, "api", lambda: inbox)
    monkeypatch.setattr(home, "outlets", lambda: [{"id": "o1", "name": "滨江发布", "status": "verified"}])
    monkeypatch.setattr(home, "standings", list)
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    with APP.test_request_context("/"):
        g.language = "zh"
        g.session = Session("", "", "", "330108", "王芳", (), False)
        page = str(home.home())
    assert "夜巡三公里" in page
    assert ("暂时取不到" in page) == away
