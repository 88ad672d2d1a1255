"""Signing in by pages: the sealed cookie, its renewal by many tabs at once, its end everywhere."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import time_machine

from console.session import Seal, Session
from tests.console.browser import Browser
from tests.gateway.accounts.desk import Bureau

PAGE = "/account/password"
WHO = Session("a.e30.c", "refresh", "account", "330108", "王芳", ("liaison",), must_change=False)


def test_a_cookie_is_opened_by_an_old_key_and_by_no_foreign_one() -> None:
    old, new, foreign = bytes(32), bytes([1] * 32), bytes([2] * 32)
    sealed = Seal((old,)).write(WHO)
    assert Seal((new, old)).read(sealed) == WHO
    assert Seal((foreign,)).read(sealed) is None
    assert len(sealed) < 1_000


def test_a_cookie_that_was_changed_is_no_session() -> None:
    seal = Seal((bytes(32),))
    raw = bytearray(base64.urlsafe_b64decode(seal.write(WHO)))
    for place in (0, len(raw) // 2, len(raw) - 1):
        changed = bytearray(raw)
        changed[place] ^= 1
        assert seal.read(base64.urlsafe_b64encode(bytes(changed)).decode()) is None
    for nonsense in ("", "x", "not base64 !", "AAAA"):
        assert seal.read(nonsense) is None


def test_who_signs_in_is_signed_in_until_signing_out(browser: Browser, bureau: Bureau) -> None:
    assert browser.get(PAGE).status_code == 303
    browser.sign_in()
    assert browser.get(PAGE).status_code == 200
    stolen = browser.twin()
    account = bureau.admin("GET", "/accounts/me").get_json()["id"]
    assert browser.post("/sign-out").status_code == 303
    left = f'data-left="{account}"'
    assert left in browser.get("/sign-in").text, "the browser forgets what it kept for the account"
    assert left not in browser.get("/sign-in").text
    assert browser.get(PAGE).status_code == 303
    # The API's session is over, so a copy of the cookie is worth nothing once it has to be renewed.
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=15)):
        assert stolen.get(PAGE).location.startswith("/sign-in?next=")
    assert bureau.admin("GET", "/accounts/me").status_code == 200, "other sign-ins of the person go on"


def test_the_cookie_is_not_for_scripts_nor_for_other_sites(browser: Browser) -> None:
    told = next(each for each in browser.sign_in().headers.getlist("Set-Cookie") if each.startswith("jingmei="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(told.split("; "))
    assert "PASSWORD" not in told


def test_a_wrong_password_is_told_at_the_form_and_the_login_stays(browser: Browser) -> None:
    answer = browser.post("/sign-in", {"bureau": browser.bureau, "login": "chief", "password": "wrong"})
    assert answer.status_code == 401
    assert browser.cookie() is None
    assert 'value="chief"' in answer.text
    assert 'value="wrong"' not in answer.text
    assert 'role="alert"' in answer.text


def test_ten_tabs_that_renew_at_once_stay_signed_in(browser: Browser) -> None:
    browser.sign_in()
    tabs = [browser.twin() for _ in range(10)]
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=14, seconds=30)):
        with ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(lambda tab: tab.get(PAGE), tabs))
        assert [answer.status_code for answer in answers] == [200] * 10
        renewed = {tab.cookie() for tab in tabs}
        assert browser.cookie() not in renewed
        assert all(tab.get(PAGE).status_code == 200 for tab in tabs)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=28)):
        assert tabs[0].get(PAGE).status_code == 200


def test_one_is_led_back_to_where_one_was_but_nowhere_else(browser: Browser) -> None:
    there = browser.get("/account/password?x=1")
    assert there.location == "/sign-in?next=/account/password?x%3D1"
    for target, leads in ((PAGE, PAGE), ("//evil.example/", "/"), ("https://evil.example/", "/"), ("/\\evil", "/")):
        browser.post("/sign-out")
        form = {"bureau": browser.bureau, "login": "chief", "password": "correct horse battery", "next": target}
        assert browser.post("/sign-in", form).location == leads


def test_htmx_is_led_to_the_sign_in_page_too(browser: Browser) -> None:
    answer = browser.get(PAGE, HX_Request="true")
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/sign-in?next={PAGE}")


def test_a_temporary_password_is_changed_before_anything_else(browser: Browser, bureau: Bureau) -> None:
    made = bureau.admin("POST", "/accounts", {"login": "lijing", "name": "李静"}).get_json()
    answer = browser.post(
        "/sign-in", {"bureau": browser.bureau, "login": "lijing", "password": made["temporary_password"]}
    )
    assert answer.location == PAGE
    assert browser.get("/inbox").location == PAGE
    new = "a password of my own"
    assert browser.post(PAGE, {"current": made["temporary_password"], "new": new, "key": "k"}).status_code == 303
    browser.sign_in("lijing", new)
    assert browser.get(PAGE).status_code == 200
