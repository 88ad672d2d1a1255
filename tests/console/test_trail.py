"""The page of the audit trail, for an auditor of whom it is not known whether they belong to an outlet."""

from __future__ import annotations

import pytest

from tests.console.browser import Browser
from tests.gateway.accounts.desk import Bureau

WORDS = (("zh", "在媒体事务中的操作未列出"), ("en", "what staff did in the affairs of outlets is left out"))


@pytest.mark.parametrize(("language", "words"), WORDS)
def test_the_page_says_that_rows_are_left_out_and_tells_none_of_them(
    browser: Browser, bureau: Bureau, language: str, words: str
) -> None:
    officer = bureau.officer("lijing", "reviewer_first")
    officer("POST", f"/reviews/{officer.account}/claim")
    assert bureau.auditor.account
    browser.sign_in("auditor")
    page = browser.get("/audit?operation=reviews.claim", Accept_Language=language).text
    assert words in page and "10.0." not in page
