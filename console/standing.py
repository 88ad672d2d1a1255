"""Where an outlet stands in a period and why: what the page `/score` shows, put together from several answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from console.asking import api
from console.charts import bars
from console.mine import outlets
from jingmei_client import Forbidden, NotFound


def explanation(period: str, outlet: str) -> dict[str, Any]:
    """The explanation of a rank with all its works."""
    pages = list(api().rankings.explanation(period, outlet).pages())
    return {**pages[0], "items": [each for page in pages for each in page["items"]]}


def row(period: str, outlet: str) -> Mapping[str, Any] | None:
    """The outlet's row of the ranking, with its movement; None before the ranking is public."""
    try:
        rows = api().rankings.ranking(period)
        return next((each for each in rows if each["outlet"] == outlet), None)
    except (Forbidden, NotFound):
        return None


def chart(works: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Points work by work; each bar leads to the lines behind it."""
    return bars(
        [
            {"label": each["title"], "value": float(each["points"]), "shown": each["points"],
             "href": url_for("score.points", work=each["submission"])}
            for each in works
        ]
    )  # fmt: skip


def period_of(periods: Sequence[Mapping[str, Any]], wanted: str) -> Mapping[str, Any] | None:
    """The period of the page: the one that is asked for, otherwise the last quarter that has a result, otherwise the
    latest."""
    asked = [each for each in periods if each["id"] == wanted]
    ended = [each for each in periods if each["kind"] == "quarter" and each["status"] in ("publicised", "finalised")]
    return next(iter(asked or ended or periods), None)


def standings() -> list[dict[str, Any]]:
    """Points and rank of each of one's outlets in the period that counts last."""
    period = period_of(list(api().scoring.periods()), "")
    if period is None:
        return []
    whys = [api().rankings.explanation(period["id"], each["id"], limit=1).first() for each in outlets()]
    return [{**why, "period_name": period["name"]} for why in whys]
