"""What the gateway's texts say of days."""

from __future__ import annotations

import pytest

from gateway.messages import text

DAY = {"until": "2026-10-16"}


@pytest.mark.parametrize("key", ["period.appeals_running", "appeal.too_late", "outlet.verification_lapsed"])
def test_a_last_day_is_named_as_one_that_is_included(key: str) -> None:
    chinese, english = (text(locale, key, DAY) for locale in ("zh", "en"))
    assert "2026-10-16（含当日）" in chinese
    assert "including 2026-10-16" in english or "2026-10-16, that day included" in english
