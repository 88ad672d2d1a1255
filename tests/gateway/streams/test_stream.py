"""What one stream sends, in the format of server-sent events, without a network."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.auth.principal import Principal
from gateway.errors import ServiceUnavailable
from gateway.streams import stream as module
from gateway.streams.stream import CHANGED, STOPPING, Stream
from tests.support.sse import Frame, parse

WHO = Principal("a", "330108", session="s")


def answer(*items: str, place: str = "p0", unread: int = 0, more: bool = False) -> dict[str, Any]:
    shown = [{"id": each} for each in items]
    return {
        "items": shown, "places": [f"after-{each}" for each in items], "place": place, "more": more,
        "unread": unread, "urgent": 0, "addresses": [],
    }  # fmt: skip


class Script:
    """Answers in their order; what it was asked from."""

    def __init__(self, *answers: dict[str, Any] | Exception) -> None:
        self.answers, self.asked = list(answers), []
        self.empty = threading.Event()

    def __call__(self, stream: Stream) -> dict[str, Any]:
        self.asked.append(stream.place)
        found = self.answers.pop(0)
        if not self.answers:
            stream.end(STOPPING)
        if isinstance(found, Exception):
            raise found
        return found


def frames(script: Script, first: dict[str, Any], place: str = "", ends_at: float | None = None) -> Iterator[Frame]:
    made = Stream(WHO, "zh", place, ends_at, script)
    if not script.answers:
        made.end(STOPPING)
    made.wake()
    return parse(made.frames(first))


def test_a_new_stream_begins_with_the_counts_and_a_place_to_come_back_to() -> None:
    found = list(frames(Script(), answer(unread=3, place="p1")))
    assert found == [Frame("unread", {"unread": 3, "urgent": 0}, "p1"), Frame("end", {"reason": STOPPING}, "")]


def test_each_item_carries_the_place_after_it() -> None:
    script = Script(answer("x", "y", place="p2", unread=2))
    found = list(frames(script, answer(place="p1")))[1:-1]
    assert found == [
        Frame("item", {"id": "x"}, "after-x"),
        Frame("item", {"id": "y"}, "after-y"),
        Frame("unread", {"unread": 2, "urgent": 0}, "p2"),
    ]
    assert script.asked == ["p1"]


def test_a_stream_that_comes_back_is_sent_what_it_missed_and_no_place_when_that_is_nothing() -> None:
    assert next(frames(Script(), answer(), place="p0")) == Frame("unread", {"unread": 0, "urgent": 0}, "")
    assert next(frames(Script(), answer("x"), place="p0")) == Frame("item", {"id": "x"}, "after-x")


def test_while_there_is_more_it_asks_on_without_being_woken() -> None:
    script = Script(answer("y", place="p2", more=True), answer("z", place="p3"))
    found = [frame.data["id"] for frame in frames(script, answer("x", place="p1", more=True)) if frame.event == "item"]
    assert (found, script.asked) == (["x", "y", "z"], ["p1", "p2"])


def test_a_wake_without_news_sends_nothing_and_new_counts_alone_have_no_place() -> None:
    assert [frame.event for frame in frames(Script(answer(unread=1)), answer(unread=1))] == ["unread", "end"]
    counts = list(frames(Script(answer(unread=0)), answer(unread=1)))
    assert counts[1] == Frame("unread", {"unread": 0, "urgent": 0}, "")


def test_a_service_that_is_away_is_asked_again_from_the_same_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.01)
    script = Script(ServiceUnavailable("unavailable"), ServiceUnavailable("unavailable"), answer("x"))
    found = [frame.event for frame in frames(script, answer(place="p1"))]
    assert (found, script.asked) == (["unread", "item", "unread", "end"], ["p1"] * 3)


def test_an_idle_stream_is_kept_open_and_ends_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEEP_ALIVE", 0.01)
    made = Stream(WHO, "zh", "p0", None, Script())
    chunks = made.frames(answer())
    assert next(chunks).startswith(b"retry: ")
    assert next(chunks).startswith(b"event: unread")
    assert [next(chunks) for _ in range(3)] == [b":\n\n"] * 3
    made.end(CHANGED)
    made.end(STOPPING)
    assert [frame.data for frame in parse(chunks)] == [{"reason": CHANGED}]


def test_a_bounded_stream_ends_by_its_time() -> None:
    assert [frame.event for frame in frames(Script(answer()), answer(), ends_at=time.monotonic() - 1)] == ["unread"]
    made = Stream(WHO, "zh", "p0", time.monotonic() + 0.05, Script())
    assert [frame.event for frame in parse(made.frames(answer()))] == ["unread"]
