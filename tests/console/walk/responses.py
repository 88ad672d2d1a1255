"""How fast the bureau responds."""

from __future__ import annotations

from tests.console.page import Page

PAGES = (Page("/response-times"), Page("/response-times?from=2025-01&to=2025-03"))
