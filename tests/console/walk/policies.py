"""Permits, and what reviews go by."""

from __future__ import annotations

from tests.console.page import STAFF, Page
from tests.console.walk.reviews import READERS as REVIEW

# Who keeps the rules reads them, and no review.
READERS = (*REVIEW, "security_admin")

PAGES = (
    Page("/permits", STAFF),
    Page("/permits?state=revoked", STAFF),
    Page("/policy", READERS),
    Page("/policy/0", READERS),
    Page("/policy/new", READERS),
    Page("/policy/proposals", READERS),
    Page("/policy/proposals?state=open", READERS),
    Page("/policy/verification", STAFF),
    Page("/words", READERS),
    Page("/words/new", READERS),
)
