"""Rows of the leader's charts, from statistics and rankings of the API. Each leads to the list behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from flask import current_app, url_for

from console.labels import label
from console.words import text

CATEGORIES: Final = ("official_media", "department", "self_media", "influencer")
MOST: Final = 12

Row = dict[str, Any]


def standings(period: str, rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Points of the first of a ranking, with by how many places each rose."""
    return [
        {
            "label": row["name"], "value": float(row["points"]), "shown": f"{row['points']} {_moved(row['movement'])}",
            "href": url_for("periods.explanation", period=period, outlet=row["outlet"]),
            "tone": CATEGORIES.index(row["category"]) if row["category"] in CATEGORIES else 0,
        }
        for row in list(rows)[:MOST]
    ]  # fmt: skip


def by_category(period: str, rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Points of all outlets of each category together."""
    points = dict.fromkeys(CATEGORIES, Decimal(0))
    for row in rows:
        points[row["category"]] = points.get(row["category"], Decimal(0)) + Decimal(row["points"])
    return [
        {
            "label": label("category", code), "value": float(each), "shown": str(each),
            "href": url_for("periods.one", period=period, category=code), "tone": place % len(CATEGORIES),
        }
        for place, (code, each) in enumerate(points.items())
    ]  # fmt: skip


def months(tallies: Iterable[Mapping[str, Any]], what: str) -> list[Row]:
    """Works of each month, stacked by the outlets' categories in the order of `CATEGORIES`; none if there were none."""
    there = list(tallies)
    if not any(tally[what]["all"] for tally in there):
        return []
    return [
        {"label": tally["month"], "parts": [tally[what]["by_category"].get(code, 0) for code in CATEGORIES],
         "shown": str(tally[what]["all"]), "href": _list("works.listing")}
        for tally in there
    ]  # fmt: skip


def counted(counts: Mapping[str, int], area: str, endpoint: str, name: str = "") -> list[Row]:
    """Numbers by a code, the largest first, those that are 0 left out."""
    there = sorted(((count, code) for code, count in counts.items() if count), reverse=True)[:MOST]
    return [
        {"label": label(area, code) if code else text("overview.without"), "value": count,
         "href": _list(endpoint, **({name: code} if name and code else {}))}
        for count, code in there
    ]  # fmt: skip


def reach(platforms: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Reads and plays by platform."""
    return counted({each["platform"]: each["reads"] for each in platforms}, "platform", "works.listing")


def _moved(places: int | None) -> str:
    if places is None:
        return ""
    return f"↑{places}" if places > 0 else f"↓{-places}" if places < 0 else "＝"


def _list(endpoint: str, **filters: Any) -> str:
    """A list's address; this page itself where the list is not open to anybody."""
    return url_for(endpoint, **filters) if endpoint in current_app.view_functions else url_for("overview.overview")
