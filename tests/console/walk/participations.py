"""What outlets took part in."""

from __future__ import annotations

from tests.console.page import Page

PAGES = (
    Page("/participations"),
    Page("/participations?kind=activity"),
)
