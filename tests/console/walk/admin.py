"""Administration: accounts, the trail, what leaves the system, working days."""

from __future__ import annotations

from tests.console.page import Page

ADMIN, KEEPERS, AUDITOR = ("admin",), ("admin", "security_admin"), ("auditor",)

# `account`: any of the bureau. `year`: one that the system knows; `next_year`: one that it guesses.
PAGES = (
    Page("/accounts", KEEPERS),
    Page("/accounts?role=liaison&disabled=false", KEEPERS),
    Page("/accounts/new", ADMIN),
    Page("/accounts/{account}", KEEPERS),
    Page("/audit/chain", AUDITOR),
    Page("/audit", AUDITOR),
    Page("/audit?operation=periods.close&since=2026-01-01T00:00", AUDITOR),
    Page("/deliveries", ("admin", "liaison")),
    Page("/robot", ADMIN),
    Page("/workdays"),
    Page("/workdays?year={next_year}"),
)
