"""The page of a request: what was said and done is all within reach, however much it is."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, Final

import pytest
from flask import Flask, g, request
from werkzeug.datastructures import MultiDict

import console.labels
from console import units
from console.app import create_app
from console.forms import Form
from console.pages import requests
from console.session import Session
from console.settings import ConsoleSettings
from console.words import day, text
from jingmei_client import ABSENT
from jingmei_client.answers import Answer, Pages
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
REQUEST: Final[dict[str, Any]] = {
    "id": "r1", "version": 3, "kind": "material", "number": "2026-X00001", "title": "夜查画面", "text": "横版。",
    "state": "acknowledged", "outlet_name": "滨江发布", "asker": {"account": "w", "name": "王芳"}, "clock": None,
    "needed_by": None, "topic": "", "files": [], "unit_name": "", "officer": None, "handed_over": None, "same_as": "",
    "joined": [], "answer": None, "earlier_answers": [], "embargo_until": None, "used_by": [], "may": ["assign"],
    "outcomes": [], "speaks": True, "adopted": None, "rating": None,
}  # fmt: skip
ANSWER: Final[dict[str, Any]] = {
    "kind": "material", "at": "2026-09-18T01:00:00Z", "text": "第一段画面。", "files": ["f1"], "starts_at": None,
    "place": "", "embargo_until": None, "source_line": "", "bulletin": "", "adopted": None, "called_off_at": None,
}  # fmt: skip
TEXT: Final = {"kind": "material", "name": "画面已备", "text": "画面已脱敏。"}
FILES: Final = [{"file": "f1", "name": "夜查现场.jpg", "size": 482_130}]
SAID: Final[dict[str, Any]] = {"at": "2026-09-18T01:00:00Z", "by": None, "act": "open", "reason": "", "files": []}


def _said(_: str, *, cursor: str = "newest", **__: Any) -> Pages:
    """Two pages, the newest first."""
    return Pages(lambda _: Answer({"items": [SAID | {"text": cursor}], "next": None if cursor == "old" else "old"}))


def _answering(monkeypatch: pytest.MonkeyPatch, api: Any) -> None:
    """Have the page, and what offers units, ask this."""
    for module in (requests, units):
        monkeypatch.setattr(module, "api", lambda: api)


def _shown(monkeypatch: pytest.MonkeyPatch, address: str, offered: Any = (), **changes: Any) -> str:
    area = SimpleNamespace(
        one=lambda _: REQUEST | changes, files=lambda _: {"items": FILES}, messages=_said, notes=_said, acts=_said
    )
    named = {"accounts": [{"account": "sun", "name": "孙警官"}]}
    none = SimpleNamespace(units=lambda **_: offered, named=lambda: named, policy=lambda: {"texts": [TEXT]})
    _answering(monkeypatch, SimpleNamespace(requests=area, liaison_desk=none))
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    sent = changes.pop("sent", None)
    with APP.test_request_context(address, data=sent, method="POST" if sent else "GET"):
        g.language = "zh"
        g.session = Session("", "", "", "330108", "李静", ("liaison",), False)
        if sent is None:
            return str(requests.one("r1"))
        g.form = Form("requests.answer", "", request.form, sent=True)
        return str(requests._begun(g.form, "r1"))


@pytest.mark.parametrize("part", ["messages", "notes", "acts"])
def test_what_is_further_back_can_be_read(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    page = _shown(monkeypatch, "/requests/r1")
    (further,) = re.findall(rf'href="(/requests/r1\?{part}=[^"]+)"', page)
    assert "newest" in page
    back = _shown(monkeypatch, further)
    assert f'href="/requests/r1?{part}=' not in back, "there is nothing older"
    assert f'href="/requests/r1#{part}"' in back, "the newest are one step away"
    assert (">old<" in back) == (part != "acts")


def test_a_case_is_offered_to_who_is_named_for_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    head, sun = {"account": "head", "name": "钱局"}, {"account": "sun", "name": "孙警官"}
    units = [
        {"id": "u1", "name": "新闻科", "active": True, "head": head, "officers": [sun]},
        {"id": "u2", "name": "交警", "active": True, "head": head, "officers": []},
    ]
    page = _shown(monkeypatch, "/requests/r1", units, kind="rights")
    assert re.findall(r'<option value="(u[^"]+)"', page) == ["u1:sun"]
    assert re.findall(r'<option value="(u[^"]+)"', _shown(monkeypatch, "/requests/r1", units)) == [
        "u1:head", "u1:sun", "u2:head",
    ]  # fmt: skip
    assert "没有人在办理单位任职" in _shown(monkeypatch, "/requests/r1", units[1:], kind="rights")


@pytest.mark.parametrize(("kind", "offered"), [
    ("material", {"starts_at", "place", "embargo_until", "source_line"}), ("expert", {"starts_at", "place"}),
    ("rumour", set()),
])  # fmt: skip
def test_an_answer_has_the_fields_of_its_kinds_and_none_is_called_optional_that_is_not(
    monkeypatch: pytest.MonkeyPatch, kind: str, offered: set[str]
) -> None:
    page = _shown(monkeypatch, "/requests/r1", kind=kind, may=["answer"])
    form = page[page.index('id="answer-it"') : page.index('id="messages"')]
    fields = {"starts_at", "place", "embargo_until", "source_line"}
    assert {name for name in fields if f'name="{name}"' in form} == offered
    labels = dict(re.findall(r'<label class="form-label" for="[^"]*-([a-z_]+)">(.*?)</label>', form))
    optional = {name for name, words in labels.items() if "选填" in words}
    assert optional == offered & {"embargo_until", "source_line"} | ({"file"} if kind != "material" else set())


def test_a_suggestion_is_adopted_or_not_and_neither_by_a_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _shown(monkeypatch, "/requests/r1", kind="suggestion", may=["answer"])
    kinds = re.findall(r'<input[^>]*name="kind"[^>]*value="([a-z]+)"([^>]*)>', page)
    assert [value for value, _ in kinds] == ["adopted", "declined", "refusal"]
    assert not [each for _, each in kinds if "checked" in each]


@pytest.mark.parametrize(("chosen", "sent"), [
    ("adopted", {"kind": "reply", "adopted": True}), ("declined", {"kind": "reply", "adopted": False}),
    ("refusal", {"kind": "refusal"}),
])  # fmt: skip
def test_what_was_chosen_is_sent_as_an_answer(
    monkeypatch: pytest.MonkeyPatch, chosen: str, sent: dict[str, Any]
) -> None:
    given: dict[str, Any] = {}
    area = SimpleNamespace(answer=lambda _, **told: given.update(told))
    monkeypatch.setattr(requests, "api", lambda: SimpleNamespace(requests=area))
    monkeypatch.setattr(requests, "uploaded", lambda *_: [])
    monkeypatch.setattr(requests, "sent", lambda: Form("requests.answer", "", MultiDict({"kind": chosen}), sent=True))
    monkeypatch.setattr(requests, "done", lambda *_, **__: "")
    requests.answer("r1")
    assert {name: given[name] for name in ("kind", "adopted") if given[name] is not ABSENT} == sent


def test_whether_a_suggestion_was_adopted_is_read_on_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    given = ANSWER | {"kind": "reply", "text": "自下月起。", "adopted": True}
    page = _shown(monkeypatch, "/requests/r1", kind="suggestion", state="answered", answer=given, adopted=True)
    assert "已采纳" in page and "未采纳" not in page


def test_an_appointment_is_moved_and_called_off_by_forms_that_work_without_a_script(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = ANSWER | {"kind": "appointment", "starts_at": "2026-11-16T01:00:00Z", "place": "新闻科"}
    told: dict[str, Any] = {"kind": "interview", "state": "answered", "answer": given}
    page = _shown(monkeypatch, "/requests/r1", may=["reschedule", "call_off"], **told)
    for way in ("rescheduling", "calling-off"):
        form = page[page.index(f'action="/requests/r1/{way}"') :]
        assert 'method="post"' in page and 'name="reason"' in form[: form.index("</form>")]
    assert 'value="2026-11-16T09:00"' in page and 'value="新闻科"' in page
    off = _shown(monkeypatch, "/requests/r1", **told | {"answer": given | {"called_off_at": "2026-11-01T01:00:00Z"}})
    assert "<strong>已取消</strong>" in off and "rescheduling" not in off


def test_a_ready_text_leaves_what_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a script, by the form's own answer."""
    written = {"kind": "refusal", "text": "您好，", "place": "大厅", "begin": "1"}
    page = _shown(monkeypatch, "/requests/r1", may=["answer"], sent=written)
    assert f">\n您好，\n{TEXT['text']}</textarea>" in page
    assert 'value="大厅"' in page and 'value="refusal" required checked' in page


def test_files_are_shown_by_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _shown(monkeypatch, "/requests/r1", files=["f1", "f2"])
    assert re.search(r'href="/requests/r1/files/f1".*夜查现场\.jpg</span></a> <span class="small">470.8 kB', page)
    assert re.search(r'href="/requests/r1/files/f2".* 附件 2</a>', page), "one that is gone"


def test_an_officer_of_a_case_reads_who_else_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _shown(monkeypatch, "/requests/r1", kind="rights")
    assert "保密事项：只有提出人和专办民警可见" in page and "只有您" not in page


def test_nobody_is_content_by_a_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    page = _shown(monkeypatch, "/requests/r1", may=["rate"])
    stars = re.findall(r'<input[^>]*name="stars"[^>]*>', page)
    assert len(stars) == 5 and not [each for each in stars if "checked" in each]


def test_who_cannot_assign_for_want_of_a_unit_reads_why(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "还没有办理单位" in _shown(monkeypatch, "/requests/r1")


def test_earlier_answers_and_their_files_are_on_the_page_under_the_embargo_that_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    until = "2026-10-01T00:00:00Z"
    page = _shown(monkeypatch, "/requests/r1", earlier_answers=[ANSWER], embargo_until=until)
    assert all(each in page for each in ("以前的答复", "第一段画面。", "/requests/r1/files/f1"))
    assert page.count("前不得刊发") == 1


@pytest.mark.parametrize(("role", "query", "asked"), [
    ("liaison", "", {"open": True}), ("liaison", "?mine=true", {"mine": True, "open": True}),
    ("liaison", "?q=夜查", {"q": "夜查"}), ("liaison", "?q=夜查&open=true", {"q": "夜查", "open": True}),
    ("liaison", "?all=true", {}), ("liaison", "?state=closed", {"state": "closed"}), ("", "", {}),
])  # fmt: skip
def test_officers_find_what_waits_first(
    monkeypatch: pytest.MonkeyPatch, role: str, query: str, asked: dict[str, Any]
) -> None:
    given: dict[str, Any] = {}

    def search(**told: Any) -> Pages:
        given.update(told)
        return Pages(lambda _: Answer({"items": [], "next": None, "may": []}))

    none = SimpleNamespace(units=lambda **_: ())
    _answering(monkeypatch, SimpleNamespace(requests=SimpleNamespace(search=search), liaison_desk=none))
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    with APP.test_request_context(f"/requests{query}"):
        g.language = "zh"
        g.session = Session("", "", "", "330108", "李静", (role,) if role else (), False)
        requests.listing()
    assert {name: value for name, value in given.items() if name != "limit"} == asked


def test_a_list_says_for_which_day_and_who_has_it_in_hand_and_is_narrowed_to_an_outlet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    officer = {"account": "s", "name": "孙警官"}
    row = REQUEST | {"needed_by": "2026-10-01", "unit_name": "新闻科", "officer": officer, "opened_at": SAID["at"]}
    asked: list[Any] = []

    def search(**told: Any) -> Pages:
        asked.append(told.get("outlet"))
        return Pages(lambda _: Answer({"items": [row], "next": None, "may": []}))

    area = SimpleNamespace(
        requests=SimpleNamespace(search=search), liaison_desk=SimpleNamespace(units=lambda **_: ()),
        outlets=SimpleNamespace(get=lambda _: {"name": "滨江发布"}),
    )  # fmt: skip
    _answering(monkeypatch, area)
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    with APP.test_request_context("/requests?all=true&outlet=o1&q=夜查"):
        g.language, g.session = "zh", Session("", "", "", "330108", "李静", ("liaison",), False)
        page = requests.listing()
        needed = f"{text('requests.needed_by')} {day('2026-10-01')}"
    assert asked == ["o1"]
    assert needed in page
    assert "新闻科 · 孙警官" in page
    assert re.search(r'class="chip"[^>]*>[^<]*滨江发布', page), "by its name, not by its id"
    assert '<input type="hidden" name="outlet" value="o1">' in page, "other filters keep it"
    assert re.search(r'name="q" value="夜查" maxlength="100"', page)
    (sheet,) = re.findall(r'href="/requests/export\?([^"]*)"', page)
    assert {"all=true", "outlet=o1"} < set(sheet.split("&amp;")), "the sheet has what is shown"


def test_a_note_has_files_and_what_came_of_a_case_is_on_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    came = {"outcome": "filed", "on": "2026-09-18", "text": "已立案侦查。", "by": "", "at": "2026-09-19T01:00:00Z"}
    page = _shown(monkeypatch, "/requests/r1", kind="rights", outcomes=[came], may=["record_outcome"])
    assert "已立案侦查。" in page and 'action="/requests/r1/outcome"' in page
    (note,) = re.findall(r'<form[^>]*action="/requests/r1/notes".*?</form>', page, re.DOTALL)
    assert 'type="file"' in note and "不能再发给媒体" in note
    assert "/outcome" not in _shown(monkeypatch, "/requests/r1", kind="rights")
