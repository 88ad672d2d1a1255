"""A scheme as a form: nothing is lost on the way there and back, and what is wrong stands at its row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g

from console import schemes
from console.forms import Form
from console.labels import label
from jingmei_client import Problem

SHIPPED = Path(__file__).parents[2] / "services" / "scoring" / "schemes"
COUNTY: dict[str, Any] = json.loads((SHIPPED / "county.json").read_text("utf-8"))
EVERYTHING: dict[str, Any] = COUNTY | {
    "bonuses": [
        {
            "id": "first", "name": "首发", "points": "1.5", "each": False,
            "when": {"first": True, "reprint": False, "topics": ["反诈", "禁毒"], "platforms": ["weibo", "tv"]},
        },
    ],
    "metrics": [
        {
            "id": "likes", "name": "点赞", "measure": "likes", "day": 3, "platforms": ["douyin"], "genres": ["video"],
            "tiers": [{"at_least": 100, "points": "1"}], "step": {"each": 50, "points": "0.5"}, "reprints": True,
        },
    ],
    "awards": [{"kind": "gift_pack", "title": "礼包", "ladder": "overall", "per_work": {"top": 3, "grades": ["A"]}}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A page in English; codes are their own words."""
    monkeypatch.setattr("console.labels._labels", lambda code: {})
    with Flask("page").test_request_context():
        g.language = "en"
        yield


def form(values: Any) -> Form:
    """A form that was sent with these values."""
    return Form("schemes.adopt", "", values, sent=True)


@pytest.mark.parametrize("scheme", [COUNTY, EVERYTHING], ids=["county", "everything"])
def test_a_form_says_the_scheme_that_it_was_filled_with(scheme: dict[str, Any]) -> None:
    assert schemes.read(form(schemes.fill(scheme))) == scheme


def test_every_field_of_the_json_schema_has_one_in_the_form() -> None:
    asked = {name for group in schemes.GROUPS for field in group.fields for name in field.name.split(".")}
    asked |= {part for group in schemes.GROUPS for part in group.path.split(".")} | {"name", "ties"}
    found = json.loads((SHIPPED / "scheme.schema.json").read_text("utf-8"))
    assert set(_properties(found)) - asked == set()


def test_empty_rows_do_not_count_and_numbers_may_be_wrong() -> None:
    values = schemes.fill(COUNTY)
    values["scheme.bonuses.7.id"] = "late_row"
    values["scheme.metrics.0.day"] = "sieben"
    scheme = schemes.read(form(values))
    assert [each["id"] for each in scheme["bonuses"]] == ["excellent_original", "late_row"]
    assert scheme["metrics"][0]["day"] == "sieben"


def test_what_is_wrong_stands_at_its_field_or_at_its_row() -> None:
    sent = form(schemes.fill(COUNTY))
    sent.refused(schemes.wrong([
        {"pointer": "/scheme/metrics/0/cap", "message": "too low"},
        {"pointer": "/scheme/metrics/0/tiers/1/points", "message": "falls"},
        {"pointer": "/scheme/manual/1", "message": "either"},
        {"pointer": "/scheme/manual/10", "message": "of another row"},
    ]))  # fmt: skip
    metrics = next(group for group in schemes.GROUPS if group.path == "metrics")
    manual = next(group for group in schemes.GROUPS if group.path == "manual")
    assert sent.wrong("scheme.metrics.0.cap") == ["too low"]
    assert schemes.faults(sent, "scheme.metrics.0", metrics) == ["falls"]
    assert schemes.faults(sent, "scheme.manual.1", manual) == ["either"]


def test_what_is_no_json_is_told_with_its_place() -> None:
    with pytest.raises(Problem) as caught:
        schemes.read(form({"json": '{"name": }'}))
    assert caught.value.errors[0].pointer == "/json"
    assert "line 1" in caught.value.errors[0].message


def test_two_schemes_are_compared_rule_by_rule() -> None:
    changed = json.loads(json.dumps(COUNTY))
    changed["publications"]["points"][2]["points"] = "25"
    ((name, lines),) = schemes.compared(COUNTY, changed)
    assert name == "points"
    assert [line for line in lines if line[0] != " "] == [
        ("-", f"Level: {label('level', 'central')} · Points: 20"),
        ("+", f"Level: {label('level', 'central')} · Points: 25"),
    ]
    assert schemes.compared(COUNTY, COUNTY) == []


def _properties(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from (name for name in schema.get("properties", {}) if isinstance(schema["properties"], dict))
        for part in schema.values():
            yield from _properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _properties(part)
