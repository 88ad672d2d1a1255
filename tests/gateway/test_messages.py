"""What the gateway's texts say of days."""

from __future__ import annotations

import pytest

from gateway.messages import LOCALES, catalogue, text

DAY = {"until": "2026-10-16"}


@pytest.mark.parametrize("key", ["period.appeals_running", "appeal.too_late", "outlet.verification_lapsed"])
def test_a_last_day_is_named_as_one_that_is_included(key: str) -> None:
    chinese, english = (text(locale, key, DAY) for locale in ("zh", "en"))
    assert "2026年10月16日（含当日）" in chinese
    assert "including 16 October 2026" in english or "16 October 2026, that day included" in english


@pytest.mark.parametrize("locale", LOCALES)
def test_where_nothing_is_possible_any_more_it_is_said_in_words(locale: str) -> None:
    for key in (key for key in catalogue(locale) if key.endswith(".illegal_move")):
        told = text(locale, key, {"status": "refused", "state": "closed", "action": "verify", "allowed": []})
        assert not told.rstrip("。.").endswith(("：", ":", ": ", "-")), told
    over = text(locale, "publication.illegal_move", {"status": "refused", "allowed": []})
    assert ("已不能再作任何处理" if locale == "zh" else "nothing can be done") in over
    some = text(locale, "publication.illegal_move", {"status": "verified", "allowed": ["correct", "refuse"]})
    assert ("可以更正、不予核实" if locale == "zh" else "you can correct or refuse it") in some
