"""Rows of the charts of response times. Each leads to the list, or to the months, behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import url_for

from console.labels import label
from console.words import number, text

HOUR = 60
Row = dict[str, Any]


def spent(minutes: int | None) -> str:
    """Working time in hours and minutes; a dash where there was none."""
    if minutes is None:
        return "—"
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return text("responses.minutes", count=rest)
    told = text("responses.hours", count=number(hours))
    return text("responses.both", hours=told, minutes=rest) if rest else told


def answers(kinds: Iterable[Mapping[str, Any]]) -> list[Row]:
    """How long half of the answers took at most, by kind, beside the time that they may take."""
    return [
        {
            "label": label("request.kind", each["kind"]), "value": each["answer"]["median_minutes"],
            "shown": text(
                "responses.of", took=spent(each["answer"]["median_minutes"]), target=spent(each["answer_minutes"])
            ),
            "href": url_for("requests.listing", kind=each["kind"], all="true"),
        }
        for each in kinds if each["answer"]["count"]
    ]  # fmt: skip


def in_time(months: Iterable[Mapping[str, Any]]) -> list[Row]:
    """How many answers in a hundred were in time, by month."""
    return [
        {
            "label": each["month"], "value": float(each["answer"]["in_time_percent"]), "tone": 1,
            "shown": f"{each['answer']['in_time_percent']}%",
            "href": url_for("responses.times", **{"from": each["month"], "to": each["month"]}),
        }
        for each in months if each["answer"]["count"]
    ]  # fmt: skip


def stars(satisfaction: Mapping[str, Any], first: str, last: str) -> list[Row]:
    """How often there were five stars, four, and so on; none if nobody said anything."""
    if not satisfaction["count"]:
        return []
    numbered = enumerate(satisfaction["stars"], start=1)
    months: dict[str, Any] = {"from": first, "to": last}
    here = url_for("responses.times", **months)
    return [
        {"label": text("responses.stars", count=count), "value": times, "href": here, "tone": 2}
        for count, times in reversed(list(numbered))
    ]
