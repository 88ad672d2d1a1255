"""Bulletins by those who publish them. `{bulletin}`: one that was published; `{draft}`: one that was not yet."""

from __future__ import annotations

from tests.console.page import Page

PUBLISHERS = ("liaison", "leader")

PAGES = (
    Page("/bulletins/new", PUBLISHERS),
    Page("/bulletins/drafts/{bulletin_draft}", PUBLISHERS),
    Page("/bulletins/drafts/{bulletin_draft}/edit", PUBLISHERS),
    Page("/bulletins/{bulletin}/receipts", PUBLISHERS),
)
