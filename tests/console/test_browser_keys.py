"""A security key in a real browser, which has one in software: registered on the page, then signed in by."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.serving import BaseWSGIServer, make_server

from console.app import create_app
from console.carrying import InProcess
from console.settings import ConsoleSettings
from deploy.chromium import chromium
from deploy.local.servers import Database
from jingmei_client.transport import Transport
from shared.clock import now
from tests.console.browser import Browser, values
from tests.gateway.accounts.desk import PASSWORD, Bureau, Desk

FACTOR, KEYS = "/account/second-factor", "/account/security-keys"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


def empty() -> Flask:
    """What holds a port until it is known which address the pages are to say."""
    return Flask(__name__)


@pytest.fixture(scope="module")
def server(cheap_passwords: None, database: Database) -> Iterator[tuple[Desk, Flask, str]]:
    """Gateway, pages, and where a browser finds them: on localhost it has keys without TLS."""
    listening: BaseWSGIServer = make_server("127.0.0.1", 0, empty(), threaded=True)
    url = f"http://localhost:{listening.port}"
    desk = Desk(database.uri, public_url=url)
    transport = Transport("http://jingmei.invalid", adapter=InProcess(desk.app))
    pages = create_app(transport, ConsoleSettings((bytes(32),)))
    listening.app = pages
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield desk, pages, url
    listening.shutdown()
    transport.close()
    desk.close()


@pytest.fixture
def page() -> Iterator[Page]:
    """A page of a browser that has a key."""
    with chromium() as found:
        context = found.new_context(locale="zh-CN")
        made = context.new_page()
        keys = context.new_cdp_session(made)
        keys.send("WebAuthn.enable")
        keys.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield made
        context.close()


def test_a_key_is_registered_and_signs_in(server: tuple[Desk, Flask, str], page: Page) -> None:
    desk, pages, url = server
    bureau = desk.bureau()
    secret = enrolled(pages, bureau)
    half(page, url, bureau)
    expect(page.get_by_role("button", name="用安全密钥登录")).to_have_count(0)
    page.fill("[name=code]", pyotp.TOTP(secret).at(now(), counter_offset=1))
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(f"{url}{KEYS}")
    page.fill("[name=name]", "蓝色的")
    page.get_by_role("button", name="登记一个").click()
    page.get_by_role("button", name="登记安全密钥").click()
    page.wait_for_url(f"{url}{KEYS}")
    expect(page.get_by_role("cell", name="蓝色的")).to_be_visible()
    page.context.clear_cookies()
    half(page, url, bureau)
    page.get_by_role("button", name="用安全密钥登录").click()
    page.wait_for_url(f"{url}{KEYS}")
    expect(page.get_by_text("还没有", exact=True)).to_have_count(0)


def half(page: Page, url: str, bureau: Bureau) -> None:
    """The right password; the second step is asked for."""
    page.goto(f"{url}/sign-in?next={KEYS}")
    page.locator("[name=bureau]").evaluate("(each, code) => { each.value = code }", bureau.code)
    page.fill("[name=login]", "chief")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_selector("[name=code]")


def enrolled(pages: Flask, bureau: Bureau) -> str:
    """The secret of a second factor that the administrator has set up."""
    browser = Browser(pages, bureau.code)
    browser.sign_in()
    shown = values(browser.post(f"{FACTOR}/begin", {"password": PASSWORD}).text)
    done = browser.post(f"{FACTOR}/confirm", {**shown, "code": pyotp.TOTP(shown["secret"]).at(now())})
    assert done.status_code == 200, done.text
    return shown["secret"]
