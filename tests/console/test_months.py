"""The month of activities: what goes on for several days stands on each of them, in every month that it touches."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, Final

import pytest
from flask import Flask, g

from console.app import create_app
from console.pages import months
from console.session import Session
from console.settings import ConsoleSettings
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
# Times are UTC: eight hours earlier than on the page.
KEPT: Final = [
    ("a1", "采风三日", "2026-09-30T01:00:00Z", "2026-10-02T09:00:00Z"),
    ("a2", "座谈会", "2026-10-02T06:00:00Z", "2026-10-02T08:00:00Z"),
    ("a3", "守夜", "2026-10-05T12:00:00Z", "2026-10-05T16:00:00Z"),  # until midnight
]


def days(monkeypatch: pytest.MonkeyPatch, month: str) -> dict[str, list[str]]:
    """What stands on each day of a month's page."""
    found = [
        {"id": id_, "title": title, "starts_at": starts, "ends_at": ends, "state": "announced"}
        for id_, title, starts, ends in KEPT
    ]
    feed = SimpleNamespace(feed=lambda: {"made_at": None}, appointments=lambda **_: {"items": []})
    told = SimpleNamespace(activities=SimpleNamespace(search=lambda **_: found), calendar_feeds=feed)
    monkeypatch.setattr(months, "api", lambda: told)
    with APP.test_request_context(f"/activities/calendar?month={month}"):
        g.language, g.session = "zh", Session("", "", "", "330108", "李静", ("liaison",), False)
        page: Any = months.month()
    cells = re.findall(r'<time datetime="([\d-]{10})"[^>]*>\d+</time>(.*?)</td>', page)
    shown = {
        day: re.findall(r'<span class="(?:num|small)">([^<]*)</span> <span lang="zh-CN">([^<]*)', it)
        for day, it in cells
    }
    return {day: [" ".join(each) for each in it] for day, it in shown.items() if it}


def test_what_goes_on_stands_on_each_of_its_days(monkeypatch: pytest.MonkeyPatch) -> None:
    assert days(monkeypatch, "2026-09") == {"2026-09-30": ["09:00 采风三日"]}
    assert days(monkeypatch, "2026-10") == {
        "2026-10-01": ["续 采风三日"], "2026-10-02": ["续 采风三日", "14:00 座谈会"], "2026-10-05": ["20:00 守夜"],
    }  # fmt: skip
