"""Calls for works: who hears of them, by addresses that hold at the moment of reading, and in which words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from services.notification.domain import notices
from services.notification.rendering import render
from shared import events as facts
from shared.events.calls import (
    CallAnswered,
    CallCancelled,
    CallChanged,
    CallClosed,
    CallDue,
    CallHeldBack,
    CallOpened,
    CallState,
)
from shared.events.topics import TopicKept, TopicState


def call(**changes: Any) -> CallState:
    given: dict[str, Any] = {
        "id": "c1", "kind": "call", "title": "全民反诈百日行", "topic": "反诈", "status": "open", "invited": "all",
        "closes_at": datetime(2026, 11, 30, 10, tzinfo=UTC),
    }  # fmt: skip
    return CallState(**given | changes)


OUTLETS = {"invited": "outlets", "outlets": ("o1", "o2")}
CATEGORIES = {"invited": "categories", "categories": ("self_media", "influencer")}


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (CallOpened(call(), "officer"), {("all",): "call.opened"}),
        (CallOpened(call(**CATEGORIES), "x"), {("category:influencer", "category:self_media"): "call.opened"}),
        (CallOpened(call(**OUTLETS), "x"), {("outlet:o1", "outlet:o2"): "call.opened"}),
        (CallChanged(call(), "x", moved=False), {}),
        (CallChanged(call(), "x", moved=True), {("all",): "call.changed"}),
        (CallHeldBack(call(), "", ("banned_word",)), {("role:liaison",): "call.held_back"}),
        (CallHeldBack(call(), ""), {("role:liaison",): "call.missed"}),
        (CallDue(call(), "", ("o2",)), {("outlet:o2",): "call.due"}),
        (CallCancelled(call(**OUTLETS), "x", "并入"), {("outlet:o1", "outlet:o2"): "call.cancelled"}),
        (CallClosed(call(), ""), {}),  # its time was over
        (CallClosed(call(**OUTLETS), "x"), {("outlet:o1", "outlet:o2"): "call.closed"}),
        (CallAnswered(call(), "x", "o1", "w1"), {}),
        (TopicKept(TopicState("t1", "反诈"), "x"), {}),
    ],
)
def test_who_is_invited_hears_of_it(event: facts.Event, told: dict[tuple[str, ...], str]) -> None:
    found = notices(event, "c1")
    assert {each.to: each.kind.value for each in found} == told
    assert {each.about for each in found} <= {("call", "c1")}


def test_the_words_name_what_until_when() -> None:
    (notice,) = notices(CallOpened(call(), "officer"), "c1")
    text = render("zh", notice.kind, notice.params)
    assert "约稿" in text.title and "全民反诈百日行" in text.body and "18:00" in text.body
    (notice,) = notices(CallOpened(call(kind="column", closes_at=None), "officer"), "c1")
    assert "长期" in render("zh", notice.kind, notice.params).body
    assert "until it is closed" in render("en", notice.kind, notice.params).body
