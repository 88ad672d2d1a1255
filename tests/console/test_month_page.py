"""The month of activities as a page: named in figures, each day with its weekday, and today marked."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, Final

import pytest
import time_machine
from flask import Flask, g

import console.labels
from console.app import create_app
from console.pages import months
from console.session import Session
from console.settings import ConsoleSettings
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
VISIT: Final = {
    "id": "a1", "title": "进警营采访", "state": "announced",
    "starts_at": "2026-11-16T01:00:00+00:00", "ends_at": "2026-11-16T03:00:00+00:00",
}  # fmt: skip
MET: Final = {
    "request": "r1", "kind": "interview", "title": "采访夜巡民警", "outlet_name": "滨江晚报", "off": True,
    "starts_at": "2026-11-16T17:30:00+00:00",
}  # fmt: skip


def appointments(since: str, until: str) -> dict[str, Any]:
    """What the API has of November, in Shanghai."""
    assert (since, until) == ("2026-11-01T00:00:00+08:00", "2026-12-01T00:00:00+08:00")
    return {"items": [MET]}


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Any:
    def shown(language: str, address: str = "") -> str:
        told = SimpleNamespace(
            activities=SimpleNamespace(search=lambda **_: [VISIT]),
            calendar_feeds=SimpleNamespace(feed=lambda: {"made_at": None}, appointments=appointments),
        )
        monkeypatch.setattr(months, "api", lambda: told)
        monkeypatch.setattr(console.labels, "_labels", lambda _: {})
        with (
            time_machine.travel(datetime(2026, 11, 29, 18, tzinfo=UTC)),  # the 30th in Shanghai
            APP.test_request_context("/activities/calendar?month=2026-11"),
        ):
            g.language, g.address = language, address
            g.session = Session("", "", "", "330108", "李静", ("liaison",), False)
            return str(months.month())

    return shown


@pytest.mark.parametrize(
    ("language", "title", "monday"), [("zh", "2026 年 11 月", "周一"), ("en", "November 2026", "Mon")]
)
def test_a_month_is_named_and_its_days_have_their_weekdays(page: Any, language: str, title: str, monday: str) -> None:
    found = page(language)
    assert f">{title}</h1>" in found
    cell = re.search(r'<td data-label="([^"]+)"><time datetime="2026-11-16">16</time>', found)
    assert cell and cell[1] == monday
    assert '<time datetime="2026-11-30" aria-current="date">30</time>' in found
    assert found.count('aria-current="date"') == 1


@pytest.mark.parametrize(("language", "off"), [("zh", "取消或待另约"), ("en", "off, or another to come")])
def test_an_appointment_stands_on_its_day_and_leads_to_its_request(page: Any, language: str, off: str) -> None:
    cell = re.search(r'<time datetime="2026-11-17">17</time>(.*?)</td>', page(language), re.DOTALL)
    assert cell and '<a class="d-block" href="/requests/r1"><span class="num">01:30</span>' in cell[1]
    assert "采访夜巡民警" in cell[1] and "滨江晚报" in cell[1] and off in cell[1]


def test_a_calendar_of_the_device_takes_the_private_address(page: Any) -> None:
    assert 'href="webcal://gate.example/v1/calendar/x.ics"' in page("zh", "https://gate.example/v1/calendar/x.ics")


def test_the_address_of_the_form_leads_to_the_month_when_it_is_gone_to_again() -> None:
    with APP.test_request_context("/activities/calendar/feed"):
        answer = months.feed()
    assert (answer.status_code, answer.location) == (302, "/activities/calendar#feed")
