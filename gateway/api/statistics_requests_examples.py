"""Examples of response times for the documentation page. Everything in them is made up."""

from __future__ import annotations

from typing import Any

from gateway.api.examples import ID
from gateway.api.requests_examples import PERSON


def _times(count: int, median: int, p90: int, in_time: int, percent: str) -> dict[str, Any]:
    return {
        "count": count, "median_minutes": median, "p90_minutes": p90, "in_time": in_time, "in_time_percent": percent,
    }  # fmt: skip


RESPONSE: dict[str, Any] = {
    "acknowledgement": _times(12, 25, 90, 11, "91.7"),
    "answer": _times(10, 320, 780, 9, "90.0"),
    "satisfaction": {"count": 8, "mean": "4.6", "stars": [0, 0, 1, 1, 6]},
}
MONTHS: dict[str, Any] = {
    "from": "2026-09",
    "to": "2026-09",
    "total": RESPONSE,
    "months": [{"month": "2026-09", **RESPONSE}],
    "kinds": [{"kind": "material", "acknowledgement_minutes": 120, "answer_minutes": 840, **RESPONSE}],
    "units": [{"unit": ID, "unit_name": "交警大队", **RESPONSE}],
}
STATISTICS: dict[str, Any] = {**MONTHS, "officers": [{"officer": PERSON, **RESPONSE}], "previous": None}
