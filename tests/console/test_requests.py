"""The page of a request: what was said and done is all within reach, however much it is."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, Final

import pytest
from flask import Flask, g

import console.labels
from console.app import create_app
from console.pages import requests
from console.session import Session
from console.settings import ConsoleSettings
from jingmei_client.answers import Answer, Pages
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
REQUEST: Final[dict[str, Any]] = {
    "id": "r1", "version": 3, "kind": "material", "number": "2026-X00001", "title": "夜查画面", "text": "横版。",
    "state": "acknowledged", "outlet_name": "滨江发布", "asker": {"account": "w", "name": "王芳"}, "clock": None,
    "needed_by": None, "topic": "", "files": [], "unit_name": "", "officer": None, "handed_over": None, "same_as": "",
    "joined": [], "answer": None, "earlier_answers": [], "embargo_until": None, "used_by": [], "may": ["assign"],
}  # fmt: skip
SAID: Final[dict[str, Any]] = {"at": "2026-09-18T01:00:00Z", "by": None, "act": "open", "reason": "", "files": []}


def _said(_: str, *, cursor: str = "newest", **__: Any) -> Pages:
    """Two pages, the newest first."""
    return Pages(lambda _: Answer({"items": [SAID | {"text": cursor}], "next": None if cursor == "old" else "old"}))


def _shown(monkeypatch: pytest.MonkeyPatch, address: str, **changes: Any) -> str:
    area = SimpleNamespace(one=lambda _: REQUEST | changes, messages=_said, notes=_said, acts=_said)
    none = SimpleNamespace(units=lambda **_: ())
    monkeypatch.setattr(requests, "api", lambda: SimpleNamespace(requests=area, liaison_desk=none))
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    with APP.test_request_context(address):
        g.language = "zh"
        g.session = Session("", "", "", "330108", "李静", ("liaison",), False)
        return str(requests.one("r1"))


@pytest.mark.parametrize("part", ["messages", "notes", "acts"])
def test_what_is_further_back_can_be_read(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    page = _shown(monkeypatch, "/requests/r1")
    (further,) = re.findall(rf'href="(/requests/r1\?{part}=[^"]+)"', page)
    assert "newest" in page
    back = _shown(monkeypatch, further)
    assert f'href="/requests/r1?{part}=' not in back, "there is nothing older"
    assert f'href="/requests/r1#{part}"' in back, "the newest are one step away"
    assert (">old<" in back) == (part != "acts")


def test_who_cannot_assign_for_want_of_a_unit_reads_why(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "还没有办理单位" in _shown(monkeypatch, "/requests/r1")


def test_earlier_answers_and_their_files_are_on_the_page_under_the_embargo_that_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = {
        "kind": "material", "at": "2026-09-18T01:00:00Z", "text": "第一段画面。", "files": ["f1"], "starts_at": None,
        "place": "", "embargo_until": None, "source_line": "", "bulletin": "",
    }  # fmt: skip
    until = "2026-10-01T00:00:00Z"
    page = _shown(monkeypatch, "/requests/r1", earlier_answers=[answer], embargo_until=until)
    assert all(each in page for each in ("以前的答复", "第一段画面。", "/requests/r1/files/f1"))
    assert page.count("前不得刊发") == 1
