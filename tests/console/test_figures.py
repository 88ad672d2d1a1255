"""Rows of charts: sums to the cent, the largest first, each with its list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import g

from console import figures
from console.app import create_app
from console.settings import ConsoleSettings
from jingmei_client.transport import Transport

ROWS: list[dict[str, Any]] = [
    {"outlet": "a", "name": "甲", "category": "self_media", "points": "94.20", "movement": 2},
    {"outlet": "b", "name": "乙", "category": "department", "points": "0.10", "movement": -1},
    {"outlet": "c", "name": "丙", "category": "self_media", "points": "0.20", "movement": None},
]


@pytest.fixture(autouse=True)
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A page in English; codes are their own words."""
    monkeypatch.setattr("console.labels._labels", lambda code: {})
    app = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
    with app.test_request_context():
        g.language = "en"
        yield


def test_a_ranking_says_points_and_movement_and_leads_to_the_explanation() -> None:
    first, second, third = figures.standings("2026-Q3", ROWS)
    assert (first["shown"], second["shown"], third["shown"].strip()) == ("94.20 ↑2", "0.10 ↓1", "0.20")
    assert first["href"] == "/periods/2026-Q3/ranking/a"


def test_points_of_a_category_are_added_up_to_the_cent() -> None:
    shown = {row["label"]: row["shown"] for row in figures.by_category("2026-Q3", ROWS)}
    assert shown == {"official_media": "0", "department": "0.10", "self_media": "94.40", "influencer": "0"}


def test_numbers_by_code_begin_with_the_largest_and_leave_out_what_is_none() -> None:
    rows = figures.counted({"weibo": 2, "tv": 0, "": 1, "douyin": 5}, "platform", "overview.overview")
    assert [(row["label"], row["value"]) for row in rows] == [("douyin", 5), ("weibo", 2), ("none named", 1)]


def test_months_are_stacked_by_category() -> None:
    tally = {"month": "2026-07", "handed_in": {"all": 3, "by_category": {"department": 1, "influencer": 2}}}
    assert figures.months([tally], "handed_in")[0]["parts"] == [0, 1, 0, 2]
