"""Administration: accounts, the trail, what leaves the system, working days."""

from __future__ import annotations

from tests.console.page import Page

ADMIN = ("admin",)

# `account`: any of the bureau. `year`: one that the system knows; `next_year`: one that it guesses.
PAGES = (
    Page("/accounts", ADMIN),
    Page("/accounts?role=liaison&disabled=false", ADMIN),
    Page("/accounts/new", ADMIN),
    Page("/accounts/{account}", ADMIN),
    Page("/audit/chain", ADMIN),
    Page("/audit", ADMIN),
    Page("/audit?operation=periods.close&since=2026-01-01T00:00", ADMIN),
    Page("/deliveries", ("admin", "liaison")),
    Page("/robot", ADMIN),
    Page("/workdays"),
    Page("/workdays?year={next_year}"),
)
