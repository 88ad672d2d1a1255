"""Rows of the charts of response times: working time in hours and minutes, none where nothing was done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import g

from console import response_times
from console.app import create_app
from console.settings import ConsoleSettings
from jingmei_client.transport import Transport


@pytest.fixture(autouse=True)
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A page in English; codes are their own words."""
    monkeypatch.setattr("console.labels._labels", lambda code: {})
    app = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
    with app.test_request_context():
        g.language = "en"
        yield


def answered(count: int, median: int | None, percent: str | None) -> dict[str, Any]:
    return {"answer": {"count": count, "median_minutes": median, "in_time_percent": percent}}


@pytest.mark.parametrize(
    ("minutes", "told"), [(None, "—"), (0, "0 min"), (59, "59 min"), (60, "1 h"), (125, "2 h 5 min")]
)
def test_working_time_is_told_in_hours_and_minutes(minutes: int | None, told: str) -> None:
    assert response_times.spent(minutes) == told


def test_kinds_and_months_without_an_answer_are_left_out() -> None:
    kinds = [{"kind": kind, "answer_minutes": 840, **each} for kind, each in (
        ("material", answered(3, 125, "66.7")), ("expert", answered(0, None, None)),
    )]  # fmt: skip
    (row,) = response_times.answers(kinds)
    assert (row["label"], row["value"], row["shown"]) == ("material", 125, "2 h 5 min of 14 h")
    assert row["href"] == "/requests?kind=material&all=true"
    months = [{"month": "2026-10", **answered(0, None, None)}, {"month": "2026-11", **answered(3, 1, "66.7")}]
    (month,) = response_times.in_time(months)
    assert (month["label"], month["value"], month["shown"]) == ("2026-11", 66.7, "66.7%")
    assert month["href"] == "/response-times?from=2026-11&to=2026-11"


def test_stars_begin_with_the_most_and_are_none_where_nobody_said_anything() -> None:
    rows = response_times.stars({"count": 3, "stars": [1, 0, 0, 0, 2]}, "2026-10", "2026-12")
    assert [(row["label"], row["value"]) for row in rows] == [
        ("Stars: 5", 2), ("Stars: 4", 0), ("Stars: 3", 0), ("Stars: 2", 0), ("Stars: 1", 1),
    ]  # fmt: skip
    assert response_times.stars({"count": 0, "stars": [0] * 5}, "2026-10", "2026-12") == []
