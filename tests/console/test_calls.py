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
from jingmei_client.answers import Answer, Pages
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
CALL: Final[dict[str, Any]] = {
    "id": "c1", "version": 1, "kind": "call", "state": "draft", "title": "夜间出行安全", "brief": "一段道路。",
    "topic": "", "invited": "outlets", "outlets": ["o2", "o9"], "categories": [], "extra_points": 0, "files": [],
    "opens_at": None, "closes_at": None, "days_left": None, "reason": "", "may": [], "opened_at": None,
    "closed_at": None, "by": None, "closed_by": None, "held_back": None,
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


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("found", [True, False])
def test_a_draft_says_why_it_did_not_open(monkeypatch: pytest.MonkeyPatch, language: str, *, found: bool) -> None:
    place = {"field": "brief", "finding": "banned_word", "line": 2, "column": 5, "excerpt": "说到保护伞"}
    held = CALL | {"held_back": {"at": "2026-09-18T01:00:00Z", "found": [place] if found else []}}
    monkeypatch.setattr(calls, "api", lambda: SimpleNamespace(calls=SimpleNamespace(one=lambda _: held)))
    monkeypatch.setattr(calls, "outlets", lambda: MEDIA)
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    with APP.test_request_context("/calls/c1"):
        g.language = language
        g.session = Session("", "", "", "330108", "李静", ("liaison",), False)
        page = str(calls.one("c1"))
    assert ("说到保护伞" in page, "held-back" in page) == (found, True)


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


NOTHING: Final = {"points": "0.00", "per_work": None, "per_quarter": None}
CAPPED: Final = {"points": "1.00", "per_work": "1.00", "per_quarter": None}
WHOLE: Final = {"points": "2.00", "per_work": "3.00", "per_quarter": None}


def _page(monkeypatch: pytest.MonkeyPatch, role: str, given: Any, **changes: Any) -> str:
    area = SimpleNamespace(
        one=lambda _: CALL | {"invited": "all"} | changes,
        answers=lambda **_: Pages(lambda _: Answer({"items": [], "next": None})),
        result=lambda _: {
            "total": dict.fromkeys(("outlets", "works", "published", "publications", "reads"), 0),
            "outlets": [], "missing": [], "invited": 0,
        },
    )  # fmt: skip
    monkeypatch.setattr(calls, "api", lambda: SimpleNamespace(calls=area))
    monkeypatch.setattr(calls, "given", lambda _: given)
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    with APP.test_request_context("/calls/c1"):
        g.language = "zh"
        g.session = Session("", "", "", "330108", "李静", (role,) if role else (), False)
        return str(calls.one("c1"))


@pytest.mark.parametrize(
    ("role", "given", "said", "unsaid"),
    [
        ("liaison", NOTHING, "没有约稿加分一项", "每篇只给"),
        ("liaison", CAPPED, "每篇只给 1.00 分", "没有约稿加分一项"),
        ("liaison", WHOLE, "加分", "现行计分办法"),
        ("liaison", None, "加分", "现行计分办法"),  # nobody can tell at the moment
        ("", WHOLE, "<dd>2.00</dd>", "现行计分办法"),
        ("", CAPPED, "<dd>1.00</dd>", "<dd>2</dd>"),
        ("", NOTHING, "夜间出行安全", "加分"),
    ],
)
def test_outlets_are_promised_what_the_scheme_in_force_gives_and_who_calls_is_warned(
    monkeypatch: pytest.MonkeyPatch, role: str, given: Any, said: str, unsaid: str
) -> None:
    page = _page(monkeypatch, role, given, extra_points=2)
    assert said in page
    assert unsaid not in page


def test_closing_early_is_asked_twice_and_the_page_says_when_and_by_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    ends = "2026-12-10T10:00:00+00:00"
    still = _page(monkeypatch, "liaison", None, state="open", may=["close"], closes_at=ends, days_left=9)
    folded = still.partition('action="/calls/c1/close"')[0].rpartition("<details")[2]
    assert "不能撤回" in folded and "</details>" not in folded
    early = {"state": "closed", "closes_at": ends, "closed_at": "2026-11-30T04:00:00.250000+00:00"}
    over = _page(monkeypatch, "liaison", None, **early, closed_by={"account": "a", "name": "陈警官"})
    assert "已截止" in over and "2026年11月30日 12:00" in over and "陈警官" in over and "12月10日" not in over
    alone = _page(monkeypatch, "liaison", None, state="closed", closes_at=ends, closed_at="2026-12-10T10:00:20.5+00:00")
    assert "2026年12月10日 18:00" in alone and "提前结束" not in alone
