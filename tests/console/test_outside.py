"""Signing in by an identity provider on the pages, and linking one's identity there. The provider is a real one."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from werkzeug.test import TestResponse

from deploy.local.servers import Database
from shared.clock import now
from tests.console.browser import Browser, values
from tests.gateway.accounts.desk import PASSWORD, Bureau, Desk
from tests.gateway.auth.linking import HERE
from tests.support.provider import Provider

GO, BACK = "/account/outside", "/sign-in/outside/answer"
COOKIE = "jingmei-outside"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database, provider: Provider) -> Iterator[Desk]:
    made = Desk(database.uri, oidc=provider.settings(), public_url=HERE)
    yield made
    made.close()


def address(page: str) -> str:
    """Where a page leads on to."""
    found = re.search(r'class="btn btn-primary" href="([^"]+)"', page)
    assert found, page
    return html.unescape(found[1])


def back(browser: Browser, provider: Provider, address: str, sub: str) -> TestResponse:
    """There as somebody, and back."""
    return browser.get(f"{BACK}?{urlencode(provider.visit(address, sub))}")


def link(browser: Browser, provider: Provider, sub: str) -> None:
    done = back(browser, provider, address(browser.post(GO).text), sub)
    assert (done.status_code, done.location) == (303, GO)


def test_it_is_linked_and_then_signed_in_by(browser: Browser, bureau: Bureau, provider: Provider) -> None:
    sub = f"sub-{bureau.code}"
    assert f'href="{"/sign-in/outside"}' in browser.get("/sign-in").text
    browser.sign_in()
    assert f'action="{GO}"' in browser.get(GO).text
    link(browser, provider, sub)
    shown = browser.get(GO).text
    assert "账号已关联" in shown and f"{GO}/removal" in shown and sub not in shown
    other = Browser(browser.app, browser.bureau)
    begun = other.get("/sign-in/outside?next=/accounts")
    assert begun.status_code == 303 and begun.location.startswith(f"{provider.url}/authorize?")
    kept = begun.headers["Set-Cookie"]
    assert kept.startswith(f"{COOKIE}=") and "HttpOnly" in kept and "SameSite=Lax" in kept
    entered = back(other, provider, begun.location, sub)
    assert (entered.status_code, entered.location) == (303, "/accounts")
    assert other.get("/accounts").status_code == 200
    assert other.http.get_cookie(COOKIE) is None, "it has served"
    removed = browser.post(f"{GO}/removal")
    assert removed.status_code == 303 and "关联已解除" in browser.get(GO).text
    assert other.post(GO).status_code == 401, "signed out"


def test_a_link_asks_who_sits_there(browser: Browser, bureau: Bureau, provider: Provider) -> None:
    browser.sign_in()
    with time_machine.travel(now() + timedelta(minutes=6), tick=False):
        asked = browser.post(GO, values(browser.get(GO).text))
        assert asked.status_code == 403 and 'name="proof.password"' in asked.text
        page = browser.post(GO, {**values(asked.text), "proof.password": PASSWORD})
        assert page.status_code == 200 and address(page.text).startswith(provider.url)


def test_what_another_browser_began_is_worth_nothing(browser: Browser, bureau: Bureau, provider: Provider) -> None:
    sub = f"attacker-{bureau.code}"
    attacker = Browser(browser.app, browser.bureau)
    bureau.officer("lijing")
    attacker.sign_in("lijing")
    link(attacker, provider, sub)
    # Signed in as the attacker, by a link that they sent: nobody is, for this browser did not begin.
    begun = attacker.get("/sign-in/outside").location
    refused = back(browser, provider, begun, sub)
    assert refused.status_code == 400 and browser.cookie() is None
    browser.get("/sign-in/outside")
    assert back(browser, provider, begun, sub).status_code == 409 and browser.cookie() is None
    # Nor does the account of who is signed in get the attacker's identity.
    browser.sign_in()
    browser.post(GO)
    theirs = provider.visit(attacker.get("/sign-in/outside").location, sub)
    assert browser.get(f"{BACK}?{urlencode(theirs)}").status_code == 409
    assert f"{GO}/removal" not in browser.get(GO).text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x"])
def test_one_goes_on_to_pages_of_ours_alone(browser: Browser, bureau: Bureau, provider: Provider, target: str) -> None:
    browser.sign_in()
    link(browser, provider, f"on-{bureau.code}")
    other = Browser(browser.app, browser.bureau)
    begun = other.get(f"/sign-in/outside?{urlencode({'next': target})}")
    entered = back(other, provider, begun.location, f"on-{bureau.code}")
    assert (entered.status_code, entered.location) == (303, "/")


def test_who_said_no_there_and_who_is_a_stranger_are_told_so(
    browser: Browser, bureau: Bureau, provider: Provider
) -> None:
    browser.get("/sign-in/outside")
    refused = browser.get(f"{BACK}?error=access_denied&state=x")
    assert refused.status_code == 400 and "没有完成登录" in refused.text
    stranger = back(browser, provider, browser.get("/sign-in/outside").location, "a stranger")
    assert stranger.status_code == 401 and "未关联" in stranger.text


def test_an_administrator_removes_it(browser: Browser, bureau: Bureau, provider: Provider) -> None:
    officer = bureau.officer("lijing")
    theirs = Browser(browser.app, browser.bureau)
    theirs.sign_in("lijing")
    link(theirs, provider, f"sub-{bureau.code}")
    browser.sign_in()
    page = f"/accounts/{officer.account}"
    shown = browser.get(page).text
    assert "解除外部身份" in shown and 'name="oidc_subject"' not in shown
    version = officer("GET", "/accounts/me").get_json()["version"]
    assert browser.post(f"{page}/outside-identity", {"version": str(version)}).status_code == 303
    assert "解除外部身份</button>" not in browser.get(page).text


def test_who_signs_out_is_shown_the_way_to_sign_out_there(browser: Browser, bureau: Bureau, provider: Provider) -> None:
    sub = f"sub-{bureau.code}"
    browser.sign_in()
    link(browser, provider, sub)
    assert browser.post("/sign-out").status_code == 303, "who came in by the password is not signed in there by us"
    back(browser, provider, browser.get("/sign-in/outside").location, sub)
    left = browser.post("/sign-out")
    assert left.status_code == 200 and address(left.text).startswith(f"{provider.url}/end_session?")
    assert browser.cookie() is None and browser.get("/account").status_code == 303
