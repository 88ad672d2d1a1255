"""Policies as forms: what is shown and sent again is the same policy."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from flask import g
from werkzeug.datastructures import MultiDict

import console.labels
from console.app import create_app
from console.forms import Form, _shown
from console.pages import policies as pages
from console.policies import as_lines, review_policy, self_verification, words, written_policy, written_rules
from console.session import Session
from console.settings import ConsoleSettings
from gateway.api import review_examples
from jingmei_client.answers import Answer, Pages
from jingmei_client.transport import Transport

STAGES = [
    {"stage": "first", "hours": 7, "roles": ["reviewer_first"]},
    {"stage": "final", "hours": 9, "roles": ["reviewer_second", "reviewer_final"]},
]
POLICY: dict[str, Any] = {
    "title": "审核规程",
    "working_hours": [{"from": "08:30", "to": "12:00"}, {"from": "14:00", "to": "17:30"}],
    "lease_minutes": 30,
    "remind_hours": 2,
    "duplicate_percent": 80,
    "routes": [
        {"categories": ["self_media", "influencer"], "sensitivities": ["normal"], "stages": STAGES},
        {"categories": ["department"], "sensitivities": ["sensitive", "major"], "stages": STAGES[:1]},
    ],
    "ideas": {
        "hours": 35,
        "roles": ["reviewer_first"],
        "minimum": 2,
        "threshold": "60.00",
        "weights": {"novelty": 1, "feasibility": 2, "benefit": 3},
    },
}
RULES: dict[str, Any] = {
    "title": "自核规定",
    "metrics_proof_from": 10_000,
    "rules": [
        {"id": "own", "name": "自有渠道", "conditions": ["in_time"], "categories": [], "covers": ["length"]},
        {"id": "official", "name": "官媒", "conditions": [], "categories": ["official_media"], "covers": []},
    ],
}


def test_the_page_of_a_word_list_is_its_next_version_s_form(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
    none = Pages(lambda _: Answer({"items": [], "next": None, "may": []}))
    lists = SimpleNamespace(word_list=lambda _: review_examples.WORDS, word_lists=lambda **_: none)
    monkeypatch.setattr(pages, "api", lambda: SimpleNamespace(review_policies=lists))
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    with app.test_request_context("/words/w1"):
        g.language, g.session = "zh", Session("", "", "", "330108", "李静", ("reviewer_final",), False)
        assert 'name="words"' in pages.word_list("w1")


def test_a_shipped_list_fills_the_form_and_what_is_written_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
    none = Pages(lambda _: Answer({"items": [], "next": None, "may": ["propose_word_list"]}))
    asked: list[Any] = []

    def tried(words: Any, **_options: Any) -> Any:
        asked.append(words)
        return review_examples.WORDS_TRIAL

    lists = SimpleNamespace(
        word_lists=lambda **_: none, shipped_word_lists=lambda: review_examples.SHIPPED, try_words=tried,
    )  # fmt: skip
    monkeypatch.setattr(pages, "api", lambda: SimpleNamespace(review_policies=lists))
    monkeypatch.setattr(console.labels, "_labels", lambda _: {})
    session = Session("", "", "", "330108", "李静", ("reviewer_final",), False)
    with app.test_request_context("/words/new?from=misnomers"):
        g.language, g.session = "zh", session
        assert "电信诈骗=电信网络诈骗" in pages.new_list()
    written = {"words": "电信诈骗\t电信网络诈骗\n协警", "do": "try"}
    with app.test_request_context("/words/new", method="POST", data=written):
        g.language, g.session = "zh", session
        shown = str(pages.add_list())
    assert asked == [[{"word": "电信诈骗", "suggestion": "电信网络诈骗"}, {"word": "协警", "suggestion": ""}]]
    assert 'id="trial"' in shown and "12 件有这些词" in shown and "协警" in shown


def _form(fields: dict[str, Any]) -> Form:
    return Form("policies.adopt", "", MultiDict({name: _shown(value) for name, value in fields.items()}), sent=True)


def test_a_review_policy_comes_back_as_it_was_shown() -> None:
    assert review_policy(_form(written_policy(POLICY))) == POLICY


def test_an_empty_route_is_left_out() -> None:
    written = _form({**written_policy(POLICY), "routes.2.first.hours": "", "routes.3.categories": ["department"]})
    assert review_policy(written)["routes"][2:] == [{"categories": ["department"], "sensitivities": [], "stages": []}]


def test_rules_of_self_verification_come_back_as_they_were_shown() -> None:
    assert self_verification(_form(written_rules(RULES)), 3) == RULES


def test_words_are_lines() -> None:
    listed = words("全国首创=首次\n\n 惊爆 \n某某＝姓名隐去")
    assert listed == [
        {"word": "全国首创", "suggestion": "首次"},
        {"word": "惊爆", "suggestion": ""},
        {"word": "某某", "suggestion": "姓名隐去"},
    ]
    assert words(as_lines(listed)) == listed
