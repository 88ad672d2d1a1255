"""Pages of calls: whom one is for stands there by name, drafts included; and of which time results can be asked."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Final

import pytest
import time_machine
from flask import Flask, g

import console.labels
from console.app import create_app
from console.pages import calls
from console.session import Session
from console.settings import ConsoleSettings
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
CALL: Final[dict[str, Any]] = {
    "id": "c1", "version": 1, "kind": "call", "state": "draft", "title": "夜间出行安全", "brief": "一段道路。",
    "topic": "", "invited": "outlets", "outlets": ["o2", "o9"], "categories": [], "extra_points": 0, "files": [],
    "opens_at": None, "closes_at": None, "days_left": None, "reason": "", "may": [],
}  # fmt: skip
MEDIA: Final = [{"id": "o1", "name": "临江日报"}, {"id": "o2", "name": "滨江发布"}, {"id": "o9", "name": "江城观察"}]


@pytest.mark.parametrize(("role", "shown"), [("liaison", True), ("leader", True), ("", False)])
def test_staff_read_who_is_invited_and_outlets_do_not(
    monkeypatch: pytest.MonkeyPatch, role: str, *, shown: bool
) -> None:
    monkeypatch.setattr(calls, "api", lambda: SimpleNamespace(calls=SimpleNamespace(one=lambda _: CALL)))
    monkeypatch.setattr(calls, "outlets", lambda: MEDIA)
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    with APP.test_request_context("/calls/c1"):
        g.language = "zh"
        g.session = Session("", "", "", "330108", "李静", (role,) if role else (), False)
        page = str(calls.one("c1"))
    assert ("滨江发布" in page, "江城观察" in page, "临江日报" in page) == (shown, shown, False)


@pytest.mark.parametrize("asked", ["", "2026-Q4", "2024-03"])
def test_in_january_the_quarter_that_just_ended_can_be_chosen(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    shown: dict[str, Any] = {}

    def page(_: str, **values: Any) -> str:
        shown.update(values)
        return ""

    area = SimpleNamespace(results=lambda **_: {"calls": [], "topics": []})
    monkeypatch.setattr(calls, "api", lambda: SimpleNamespace(calls=area))
    monkeypatch.setattr(calls, "me", lambda: Session("", "", "", "330108", "钱局", ("leader",), False))
    monkeypatch.setattr(calls, "render_template", page)
    with (
        time_machine.travel(datetime(2026, 12, 31, 17, tzinfo=UTC)),  # 1 January in Shanghai
        APP.test_request_context(f"/calls/results?period={asked}"),
    ):
        calls.results()
    assert shown["period"] == (asked or "2027")
    assert {"2027", "2026", "2026-Q4", shown["period"]} <= set(shown["periods"])
