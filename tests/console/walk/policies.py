"""Permits, and what reviews go by."""

from __future__ import annotations

from tests.console.page import STAFF, Page

PAGES = (
    Page("/permits", STAFF),
    Page("/permits?state=revoked", STAFF),
    Page("/policy", STAFF),
    Page("/policy/0", STAFF),
    Page("/policy/new", STAFF),
    Page("/policy/verification", STAFF),
    Page("/words", STAFF),
    Page("/words/new", STAFF),
)
