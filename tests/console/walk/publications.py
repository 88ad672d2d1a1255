"""What waits for a liaison. `{publication}`, `{metrics}`: one that is verified."""

from __future__ import annotations

from tests.console.page import STAFF, Page

PAGES = (
    Page("/publications", STAFF),
    Page("/publications?state=verified", STAFF),
    Page("/publications/{publication}", STAFF),
    Page("/publications/metrics", STAFF),
    Page("/publications/metrics?state=verified", STAFF),
    Page("/publications/metrics/{metrics}", STAFF),
)
