"""What outlets took part in."""

from __future__ import annotations

from tests.console.page import CONCERNED, Page

PAGES = (
    Page("/participations", CONCERNED),
    Page("/participations?kind=activity", CONCERNED),
)
