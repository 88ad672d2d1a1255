"""What outlets ask of the bureau."""

from __future__ import annotations

from tests.console.page import OUTLET, Page

SIDE = (OUTLET, "liaison", "leader", "admin")
# `request`: one of the outlet of whoever looks.
PAGES = (
    Page("/requests", SIDE),
    Page("/requests?open=true", SIDE),
    Page("/requests?state=closed&kind=expert", SIDE),
    Page("/requests/cases"),
    Page("/requests/new", (OUTLET,)),
    Page("/requests/{request}", SIDE),
)
