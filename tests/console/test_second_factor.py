"""A second factor on the pages: set up, asked for at the sign-in, removed, reset, and what there is before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
import time_machine
from flask import Flask

from console.app import create_app
from console.carrying import InProcess
from console.settings import ConsoleSettings
from deploy.local.servers import Database
from gateway.accounts.second_factors import STEP
from jingmei_client.transport import Transport
from shared.clock import now
from shared.context import Role
from tests.console.browser import Browser, values
from tests.gateway.accounts.desk import OTHER, PASSWORD, Bureau, Desk

FACTOR = "/account/second-factor"
# What time_machine moves.
Clock = Any


@pytest.fixture(autouse=True)
def clock() -> Iterator[Clock]:
    """The middle of a step, standing still."""
    with time_machine.travel(int(now().timestamp()) // STEP * STEP + STEP / 2, tick=False) as made:
        yield made


def code_of(secret: str) -> str:
    return pyotp.TOTP(secret).at(now())


def enrol(browser: Browser, clock: Clock) -> str:
    """The secret; a fresh code follows."""
    shown = values(browser.post(f"{FACTOR}/begin", {"password": PASSWORD}).text)
    done = browser.post(f"{FACTOR}/confirm", {**shown, "code": code_of(shown["secret"])})
    assert done.status_code == 200 and done.text.count("<li><code") == 10, done.text
    clock.shift(STEP)
    return shown["secret"]


def test_it_is_set_up_with_an_authenticator(browser: Browser, clock: Clock) -> None:
    browser.sign_in()
    assert "开始启用" in browser.get(FACTOR).text
    wrong = browser.post(f"{FACTOR}/begin", {"password": OTHER})
    assert wrong.status_code == 422 and "密码不对" in wrong.text
    page = browser.post(f"{FACTOR}/begin", {"password": PASSWORD}).text
    assert 'src="data:image/svg+xml' in page
    shown = values(page)
    again = browser.post(f"{FACTOR}/confirm", {**shown, "code": "000000"})
    assert again.status_code == 422 and "验证码不对" in again.text
    assert values(again.text)["secret"] == shown["secret"] and 'src="data:image/svg+xml' in again.text
    done = browser.post(f"{FACTOR}/confirm", {**values(again.text), "code": code_of(shown["secret"])})
    assert "恢复码" in done.text
    assert "还有 10 个恢复码" in browser.get(FACTOR).text
    assert browser.get(f"{FACTOR}/confirm").location == FACTOR


def test_a_sign_in_asks_for_the_code_and_goes_on(browser: Browser, clock: Clock) -> None:
    browser.sign_in()
    secret = enrol(browser, clock)
    other = Browser(browser.app, browser.bureau)
    login = {"bureau": browser.bureau, "login": "chief", "password": PASSWORD, "next": "/accounts"}
    page = other.post("/sign-in", login)
    assert page.status_code == 200 and "输入验证码" in page.text and other.cookie() is None
    refused = other.post("/sign-in/code", {**values(page.text), "code": "000000"})
    assert refused.status_code == 401 and "验证码不对" in refused.text
    opened = other.post("/sign-in/code", {**values(refused.text), "code": code_of(secret)})
    assert (opened.status_code, opened.location) == (303, "/accounts")
    assert other.get("/accounts").status_code == 200
    used = Browser(browser.app, browser.bureau).post("/sign-in/code", {**values(page.text), "code": code_of(secret)})
    assert used.status_code == 401 and "请重新输入密码" in used.text
    assert other.get("/sign-in/code").location == "/sign-in"


def test_it_is_removed_and_codes_are_made_anew(browser: Browser, clock: Clock) -> None:
    browser.sign_in()
    secret = enrol(browser, clock)
    both = {"password": PASSWORD, "code": code_of(secret)}
    assert browser.post(f"{FACTOR}/codes", both).text.count("<li><code") == 10
    assert browser.post(f"{FACTOR}/remove", both).status_code == 422, "used"
    clock.shift(STEP)
    done = browser.post(f"{FACTOR}/remove", {**both, "code": code_of(secret)})
    assert (done.status_code, done.location) == (303, FACTOR)
    assert "开始启用" in browser.get(FACTOR).text


def test_an_administrator_resets_that_of_another(browser: Browser, bureau: Bureau, clock: Clock) -> None:
    officer = bureau.officer("lijing")
    theirs = Browser(browser.app, bureau.code)
    theirs.sign_in("lijing")
    enrol(theirs, clock)
    browser.sign_in()
    page = browser.get(f"/accounts/{officer.account}").text
    assert "解除锁定</button>" not in page and browser.post(f"/accounts/{officer.account}/unlock").status_code == 403
    assert "重置二次验证" in page
    assert "重置二次验证" not in browser.get(f"/accounts/{bureau.admin.account}").text
    reset = {"version": values(page)["version"]}
    assert browser.post(f"/accounts/{officer.account}/second-factor", reset).status_code == 303
    theirs.sign_in("lijing")
    assert "开始启用" in theirs.get(FACTOR).text


@pytest.fixture(scope="module")
def strict(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    made = Desk(database.uri, second_factor_roles=(Role.ADMIN,))
    yield made
    made.close()


@pytest.fixture(scope="module")
def strict_console(strict: Desk) -> Iterator[Flask]:
    transport = Transport("http://jingmei.invalid", adapter=InProcess(strict.app))
    yield create_app(transport, ConsoleSettings((bytes(32),)))
    transport.close()


def test_whose_role_takes_one_comes_to_set_it_up_first(strict: Desk, strict_console: Flask, clock: Clock) -> None:
    bureau = strict.bureau()
    browser = Browser(strict_console, bureau.code)
    browser.sign_in()
    for path in ("/", "/accounts", "/account"):
        assert browser.get(path).location == FACTOR, path
    assert "您的职务须启用二次验证" in browser.get(FACTOR).text
    enrol(browser, clock)
    assert browser.get("/accounts").status_code == 200


def test_who_gets_such_a_role_meanwhile_is_led_there(strict: Desk, strict_console: Flask) -> None:
    bureau = strict.bureau()
    officer = bureau.outsider("lijing")
    browser = Browser(strict_console, bureau.code)
    browser.sign_in("lijing")
    strict.db["sessions"].update_many({"account": officer.account}, {"$set": {"roles": ["admin"]}})
    assert browser.get("/accounts").location == FACTOR
    assert browser.get("/").location == FACTOR


def test_who_sits_there_is_asked_for_and_the_form_goes_on(
    desk: Desk, browser: Browser, bureau: Bureau, clock: Clock
) -> None:
    officer = bureau.officer("lijing", "liaison")
    browser.sign_in("lijing")
    clock.shift(360)
    browser.sign_in("lijing")
    desk.db["sessions"].update_many({"account": officer.account}, {"$set": {"proved_at": now()}})
    clock.shift(301)
    path = f"/outlets/{officer.account}/revelation"
    asked = browser.post(path, {"key": "a-key-of-the-form", "reason": "核对证件"})
    assert asked.status_code == 403 and "确认是您本人" in asked.text
    shown = values(asked.text)
    assert (shown["key"], shown["reason"]) == ("a-key-of-the-form", "核对证件"), "as it was sent"
    wrong = browser.post(path, {**shown, "proof.password": OTHER})
    assert wrong.status_code == 422 and "密码不对" in wrong.text
    assert values(wrong.text)["reason"] == "核对证件"
    # The service is not there: that it is asked is what was to be seen.
    assert browser.post(path, {**values(wrong.text), "proof.password": PASSWORD}).status_code == 503
    plain = {name: value for name, value in shown.items() if not name.startswith("proof.")}
    assert browser.post(path, plain).status_code == 503, "for five minutes"
