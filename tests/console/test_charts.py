"""Bars as the macro draws them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, g

from console.charts import BEGIN, ROOM, ROW, bars


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    with Flask(__name__).test_request_context():
        g.language = "zh"
        yield


def test_no_rows_are_no_bars() -> None:
    assert bars([]) == {"height": 0, "bars": []}


def test_the_longest_bar_has_all_the_room_and_the_others_their_share() -> None:
    made = bars([{"label": "反诈", "value": 20, "href": "/a"}, {"label": "禁毒", "value": 5, "href": "/b"}])
    first, second = made["bars"]
    assert made["height"] == 2 * ROW
    assert first["parts"] == [{"x": BEGIN, "width": ROOM, "tone": 0}]
    assert second["parts"][0]["width"] == ROOM / 4
    assert (first["y"], second["y"]) == (0, ROW)
    assert (first["shown"], first["href"], first["label"]) == ("20", "/a", "反诈")


def test_the_number_stands_after_the_bar() -> None:
    (bar,) = bars([{"label": "a", "value": 1, "href": "/"}])["bars"]
    assert bar["end"] == BEGIN + ROOM + 1


def test_parts_are_stacked_in_their_tones() -> None:
    (bar,) = bars([{"label": "a", "parts": [3, 1], "href": "/"}])["bars"]
    assert [(part["x"], part["width"], part["tone"]) for part in bar["parts"]] == [
        (BEGIN, ROOM * 3 / 4, 0),
        (BEGIN + ROOM * 3 / 4, ROOM / 4, 1),
    ]
    assert bar["shown"] == "4"


def test_nothing_and_less_than_nothing_have_no_length() -> None:
    made = bars([{"label": "a", "value": 0, "href": "/"}, {"label": "b", "value": -5, "shown": "−5", "href": "/"}])
    assert [bar["parts"][0]["width"] for bar in made["bars"]] == [0, 0]
    assert made["bars"][1]["shown"] == "−5"


def test_a_long_label_is_shortened_for_the_eye_alone() -> None:
    (bar,) = bars([{"label": "城东区经济开发区融媒体中心", "value": 1, "href": "/"}])["bars"]
    assert (bar["short"], bar["label"]) == ("城东区经济开…", "城东区经济开发区融媒体中心")


def test_numbers_come_with_separators() -> None:
    (bar,) = bars([{"label": "a", "value": 12345, "href": "/"}])["bars"]
    assert bar["shown"] == "12,345"
