"""How fast the bureau responds to what outlets ask, and how content they are: for both sides, persons for its own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, render_template, request

from console import response_times
from console.asking import api
from console.charts import bars
from console.words import ZONE

pages = Blueprint("responses", __name__)
QUARTER = 3


@pages.get("/response-times")
def times() -> Any:
    """Of some months, this quarter's if none are chosen, beside as many before."""
    today = datetime.now(ZONE).date()
    spans = _spans(today)
    first, last = request.args.get("from") or spans["quarter"][0], request.args.get("to") or spans["quarter"][1]
    told = api().statistics.requests(from_=first, to=last, compare="previous")
    charts = {
        "answer": response_times.answers(told["kinds"]),
        "in_time": response_times.in_time(told["months"]),
        "stars": response_times.stars(told["total"]["satisfaction"], first, last),
    }
    return render_template(
        "responses/times.html", told=told, first=first, last=last, spans=spans, spent=response_times.spent,
        charts={name: bars(rows) if rows else None for name, rows in charts.items()},
    )  # fmt: skip


def _spans(today: date) -> dict[str, tuple[str, str]]:
    """The months that are asked of most: this month, this quarter and the last one."""
    month = f"{today:%Y-%m}"
    begin = today.year * 12 + (today.month - 1) // QUARTER * QUARTER
    return {"month": (month, month), "quarter": _quarter(begin), "last_quarter": _quarter(begin - QUARTER)}


def _quarter(begin: int) -> tuple[str, str]:
    first, last = (f"{each // 12:04}-{each % 12 + 1:02}" for each in (begin, begin + QUARTER - 1))
    return first, last
