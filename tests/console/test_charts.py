"""Bars as the macro draws them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, g

from console.app import create_app
from console.charts import ROOM, bars
from console.settings import ConsoleSettings
from jingmei_client.transport import Transport


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    with Flask(__name__).test_request_context():
        g.language = "zh"
        yield


def test_no_rows_are_no_bars() -> None:
    assert bars([]) == {"bars": []}


def test_the_longest_bar_has_all_the_room_and_the_others_their_share() -> None:
    made = bars([{"label": "反诈", "value": 20, "href": "/a"}, {"label": "禁毒", "value": 5, "href": "/b"}])
    first, second = made["bars"]
    assert first["parts"] == [{"x": 0.0, "width": ROOM, "tone": 0}]
    assert second["parts"][0]["width"] == ROOM / 4
    assert (first["shown"], first["href"], first["label"]) == ("20", "/a", "反诈")


def test_parts_are_stacked_in_their_tones() -> None:
    (bar,) = bars([{"label": "a", "parts": [3, 1], "href": "/"}])["bars"]
    assert [(part["x"], part["width"], part["tone"]) for part in bar["parts"]] == [
        (0.0, ROOM * 3 / 4, 0),
        (ROOM * 3 / 4, ROOM / 4, 1),
    ]
    assert bar["shown"] == "4"


def test_nothing_and_less_than_nothing_have_no_length() -> None:
    made = bars([{"label": "a", "value": 0, "href": "/"}, {"label": "b", "value": -5, "shown": "−5", "href": "/"}])
    assert [bar["parts"][0]["width"] for bar in made["bars"]] == [0, 0]
    assert made["bars"][1]["shown"] == "−5"


def test_nothing_that_a_chart_says_is_cut() -> None:
    app = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
    rows = [
        {"label": "城东区经济开发区融媒体中心", "value": 11, "shown": "11 篇，刊发 10 篇", "href": "/a"},
        {"label": "Stars: an interview", "value": 4, "href": "/b"},
        {"label": "Stars: material", "value": 3, "href": "/c"},
    ]
    with app.test_request_context():
        g.language = "zh"
        macro = app.jinja_env.from_string('{% from "parts.html" import bars %}{{ bars(made, "各媒体作品") }}')
        page = macro.render(made=bars(rows))
    assert all(row["label"] in page for row in rows)
    assert "11 篇，刊发 10 篇" in page and "…" not in page
    assert "<text" not in page, "text in SVG does not wrap, and is cut at its edge"


def test_numbers_come_with_separators() -> None:
    (bar,) = bars([{"label": "a", "value": 12345, "href": "/"}])["bars"]
    assert bar["shown"] == "12,345"
