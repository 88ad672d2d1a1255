"""The privacy notice on the pages: read by everybody, asked for until it is agreed to."""

from __future__ import annotations

from gateway.privacy import NOTICE, notice
from tests.console.browser import Browser, values

ASKS = "请阅读并确认个人信息处理告知"


def test_it_is_there_for_everybody(browser: Browser) -> None:
    for language in ("zh", "en"):
        page = browser.get("/privacy", Accept_Language=language).text
        assert notice(language).title in page and notice(language).paragraphs[0] in page
    assert values(browser.get("/sign-up").text)["notice"] == NOTICE


def test_who_is_signed_in_is_asked_until_they_agree(browser: Browser) -> None:
    browser.sign_in()
    assert ASKS in browser.get("/account/password").text
    page = browser.get("/privacy").text
    assert ASKS not in page and values(page)["edition"] == NOTICE
    assert browser.post("/privacy/agreement", {"edition": NOTICE, "key": "one"}).status_code == 303
    assert ASKS not in browser.get("/account/password").text
    assert "您已于" in browser.get("/privacy").text
    assert browser.post("/privacy/withdrawal", {"key": "two"}).status_code == 303
    assert ASKS in browser.get("/account/password").text


def test_who_signs_up_agrees_by_the_form(browser: Browser) -> None:
    form = {"bureau": browser.bureau, "login": "wangfang", "password": "correct horse battery", "name": "王芳"}
    assert browser.post("/sign-up", form | {"notice": NOTICE, "key": "one"}).status_code == 303
    assert ASKS not in browser.get("/account/password").text
