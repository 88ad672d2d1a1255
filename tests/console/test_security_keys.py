"""Security keys on the pages: registered, signed in by, shown by who sits there, removed."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import timedelta
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
from tests.console.browser import Browser, values
from tests.gateway.accounts.desk import PASSWORD, Desk
from tests.gateway.auth.authenticator import ORIGIN, Authenticator

FACTOR, KEYS = "/account/second-factor", "/account/security-keys"
OPTIONS = re.compile(r'data-key-options="([^"]+)"')


@pytest.fixture
def clock() -> Iterator[Any]:
    """The middle of a step, standing still."""
    with time_machine.travel(int(now().timestamp()) // STEP * STEP + STEP / 2, tick=False) as made:
        yield made


@pytest.fixture(scope="module")
def tls(cheap_passwords: None, database: Database) -> Iterator[tuple[Desk, Flask]]:
    """A system whose pages are on HTTPS."""
    desk = Desk(database.uri, public_url=ORIGIN)
    transport = Transport("http://jingmei.invalid", adapter=InProcess(desk.app))
    yield desk, create_app(transport, ConsoleSettings((bytes(32),)))
    transport.close()
    desk.close()


@pytest.fixture
def browser(clock: Any, tls: tuple[Desk, Flask]) -> Browser:
    """An administrator with a second factor."""
    desk, console = tls
    made = Browser(console, desk.bureau().code)
    made.sign_in()
    shown = values(made.post(f"{FACTOR}/begin", {"password": PASSWORD}).text)
    code = pyotp.TOTP(shown["secret"]).at(now())
    assert made.post(f"{FACTOR}/confirm", {**shown, "code": code}).status_code == 200
    clock.shift(STEP)
    return made


def asked(page: str) -> dict[str, Any]:
    found = OPTIONS.search(page)
    assert found, page
    told: dict[str, Any] = json.loads(html.unescape(found[1]))
    return told


def register(browser: Browser) -> Authenticator:
    key = Authenticator()
    page = browser.post(f"{KEYS}/begin", {"name": "口袋里的"}).text
    made = json.dumps(key.create(asked(page)))
    done = browser.post(f"{KEYS}/register", {**values(page), "credential": made})
    assert (done.status_code, done.headers["Location"]) == (303, KEYS), done.text
    return key


def test_a_key_is_registered_and_removed(browser: Browser) -> None:
    assert KEYS in browser.get(FACTOR).text
    assert "还没有安全密钥" in browser.get(KEYS).text
    register(browser)
    listed = browser.get(KEYS).text
    assert "口袋里的" in listed and "还没有" in listed
    place = re.search(rf'action="({KEYS}/[^"]+/remove)"', listed)
    assert place and browser.post(place[1]).status_code == 303
    assert "口袋里的" not in browser.get(KEYS).text


def test_what_no_key_answered_is_refused_on_the_page(browser: Browser) -> None:
    page = browser.post(f"{KEYS}/begin", {"name": "口袋里的"}).text
    for wrong in ("", "no JSON", "[]", "{}"):
        again = browser.post(f"{KEYS}/register", {**values(page), "credential": wrong})
        assert again.status_code == 422 and "未通过核验" in again.text
        page = again.text
        assert asked(page)["challenge"] and values(page)["name"] == "口袋里的"


def test_one_signs_in_by_a_key(browser: Browser) -> None:
    key = register(browser)
    browser.post("/sign-out")
    page = browser.post("/sign-in", {"bureau": browser.bureau, "login": "chief", "password": PASSWORD}).text
    made = json.dumps(key.get(asked(page)))
    done = browser.post("/sign-in/code", {**values(page), "credential": made})
    assert done.status_code == 303, done.text
    assert "口袋里的" in browser.get(KEYS).text


def test_without_a_key_there_is_no_button(browser: Browser) -> None:
    browser.post("/sign-out")
    page = browser.post("/sign-in", {"bureau": browser.bureau, "login": "chief", "password": PASSWORD}).text
    assert OPTIONS.search(page) is None and 'name="code"' in page


def test_a_key_shows_who_sits_there_and_the_form_goes_on(browser: Browser, clock: Any) -> None:
    key = register(browser)
    clock.shift(timedelta(minutes=6))
    page = browser.post(f"{KEYS}/begin", {"name": "另一把"})
    assert page.status_code == 403
    sent = {**values(page.text), "proof.credential": json.dumps(key.get(asked(page.text))), "proof.code": ""}
    on = browser.post(f"{KEYS}/begin", sent)
    assert on.status_code == 200 and values(on.text)["name"] == "另一把", on.text
