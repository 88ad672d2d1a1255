"""The overview of a leader: what waits for a signature, works and reviews in figures, the ranking."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, render_template, request

from console import figures
from console.asking import api
from console.charts import bars
from console.words import ZONE

pages = Blueprint("overview", __name__)


@pages.get("/overview")
def overview() -> Any:
    """Of some months, this year's if none are chosen; the ranking is that of the period that moved last."""
    today = datetime.now(ZONE).date()
    first, last = request.args.get("from") or f"{today.year}-01", request.args.get("to") or f"{today:%Y-%m}"
    works = api().statistics.works(from_=first, to=last, compare="previous")
    reviews = api().statistics.reviews(from_=first, to=last)
    periods = api().scoring.periods().first()["items"]
    shown = _shown(periods, today)
    rows = list(api().rankings.ranking(shown["id"], limit=100))
    return render_template(
        "overview/overview.html", works=works, reviews=reviews, first=first, last=last, period=shown,
        to_sign=[each for each in periods if "finalise" in each["moves"]], charts=_charts(works, shown["id"], rows),
        categories=figures.CATEGORIES,
    )  # fmt: skip


def _shown(periods: list[Any], today: date) -> Any:
    """The quarter that is public or signed, else the present one."""
    quarters = [each for each in periods if each["kind"] == "quarter"]
    public = [each for each in quarters if each["status"] in ("publicised", "finalised")]
    return (public or [each for each in quarters if each["starts"] <= today.isoformat()] or periods)[0]


def _charts(works: Any, period: str, rows: list[Any]) -> dict[str, Any]:
    """By their names; those that have nothing to show are none."""
    total = works["total"]
    found = {
        "handed_in": figures.months(works["months"], "handed_in"),
        "published": figures.months(works["months"], "published"),
        "topics": figures.counted(total["published"]["by_topic"], "topic", "works.listing", "topic"),
        "levels": figures.counted(total["publications"]["by_level"], "level", "works.listing"),
        "platforms": figures.counted(total["publications"]["by_platform"], "platform", "works.listing"),
        "reach": figures.reach(total["reach"]),
        "ranking": figures.standings(period, rows),
        "categories": figures.by_category(period, rows),
    }
    return {name: bars(made) if made else None for name, made in found.items()}
