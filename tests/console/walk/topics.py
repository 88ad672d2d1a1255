"""The bureau's list of topics: liaisons keep it, everybody of the bureau may read it."""

from __future__ import annotations

from tests.console.page import Page

PAGES = (
    Page("/topics"),
    Page("/topics/anti-fraud"),
)
