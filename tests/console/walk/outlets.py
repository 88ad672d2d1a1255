"""Outlets as the bureau sees them. `{outlet}`: one that is verified; `{import}`: an import that has ended."""

from __future__ import annotations

from tests.console.page import STAFF, Page

PAGES = (
    Page("/outlets", STAFF),
    Page("/outlets?status=pending&category=self_media", STAFF),
    Page("/outlets/{outlet}", STAFF),
    Page("/outlets/import", ("liaison", "leader")),
    Page("/outlets/import/{import}", ("liaison", "leader")),
)
