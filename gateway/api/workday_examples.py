"""Examples of a bureau's working days for the documentation page."""

from __future__ import annotations

from typing import Any

from gateway.api.examples import ID

# Of a notice that is not out: the system knows no day of 2027.
SPANS = (
    ("元旦", "2027-01", range(1, 4)),
    ("春节", "2027-02", range(5, 13)),
    ("清明", "2027-04", range(3, 6)),
    ("劳动节", "2027-05", range(1, 6)),
    ("端午", "2027-06", range(9, 10)),
    ("中秋", "2027-09", range(15, 16)),
    ("国庆节", "2027-10", range(1, 8)),
)
DAYS: list[dict[str, Any]] = [
    {"date": f"{month}-{day:02}", "kind": "holiday", "name": name} for name, month, days in SPANS for day in days
]
MAKEUPS = [
    {"date": date, "kind": "makeup", "name": name}
    for date, name in (("2027-02-14", "春节"), ("2027-05-08", "劳动节"), ("2027-10-09", "国庆节"))
]
INPUT: dict[str, Any] = {"days": DAYS + MAKEUPS, "source": "国办发明电〔2026〕7号", "reason": ""}
SUMMARY: dict[str, Any] = {
    "year": 2027, "version": 1, "basis": "entered", "missing": False, "source": INPUT["source"], "by": ID,
    "at": "2026-11-20T01:30:00Z", "since": "2026-11-21",
}  # fmt: skip
VIEW: dict[str, Any] = SUMMARY | {
    "days": sorted(INPUT["days"], key=lambda each: str(each["date"])), "reason": INPUT["reason"],
}  # fmt: skip
