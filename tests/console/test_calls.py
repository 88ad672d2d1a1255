"""The page of a call: whom it is for stands there by name, drafts included."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

import pytest
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
