"""What a reviewer reads beside a work: its topic, and the call that it answers with what that asks for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

import pytest
from flask import Flask, g

import console.labels
from console import offered
from console.app import create_app
from console.settings import ConsoleSettings
from gateway.api import review_examples
from jingmei_client import Unreachable
from jingmei_client.transport import Transport

APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
LABELS: Final = {
    "finding.severity": {"medium": "应改"},
    "statute": {"criminal_procedure_12": "《刑事诉讼法》第十二条", "minors_103": "《未成年人保护法》第一百零三条"},
}
CALL: Final = {"id": "c1", "title": "全民反诈百日行", "brief": "以真实案例讲清一种新骗局。"}


def _answers(review: dict[str, str], call: Any) -> str:
    with APP.test_request_context():
        g.language = "zh"
        page = APP.jinja_env.from_string('{% from "reviews/parts.html" import answers %}{{ answers(review, call) }}')
        return page.render(review=review, call=call).strip()


def test_a_work_is_read_beside_what_was_asked_for() -> None:
    page = _answers({"topic": "反诈"}, CALL)
    assert 'href="/calls/c1"' in page and "以真实案例讲清一种新骗局。" in page and "topic=%E5%8F%8D%E8%AF%88" in page


def test_a_work_that_answers_nothing_has_nothing_there() -> None:
    assert _answers({"topic": ""}, None) == ""


def test_a_finding_says_how_severe_it_is_and_by_which_law(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console.labels, "_labels", lambda _: LABELS)
    found = {**review_examples.FINDING, "rule": "suspect", "severity": "medium", "blocking": False}
    found["statutes"] = ["criminal_procedure_12", "minors_103"]
    shown = {"low": found, "high": review_examples.FINDING}
    source = '{% from "reviews/form.html" import finding %}{{ finding(m, false, none, {}, true) }}'
    pages = {}
    for name, each in shown.items():
        mark = {**each, "number": "1", "anchor": "f-1", "tone": "open"}
        with APP.test_request_context():
            g.language = "zh"
            pages[name] = APP.jinja_env.from_string(source).render(m=mark)
    assert "应改" in pages["low"] and "《刑事诉讼法》第十二条、《未成年人保护法》第一百零三条" in pages["low"]
    assert "应改" not in pages["high"] and "state-blocking" in pages["high"]


def test_while_calls_cannot_be_had_a_work_can_be_reviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: str) -> Any:
        raise Unreachable("away", "r1", "k1")

    monkeypatch.setattr(offered, "api", lambda: SimpleNamespace(calls=SimpleNamespace(one=away)))
    assert offered.asked("c1") is None
    assert offered.asked("") is None
