"""Windows of a real browser for these tests: whose they are, what went wrong in them, what they sent."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import time_machine
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page

from console.session import Seal, Session
from deploy.web import own_key
from gateway.auth.sessions import Sessions
from tests.e2e.people import PASSWORD, TOKENS, Data, Person, address
from tests.e2e.stack import Stack
from tests.gateway.serving import SEED
from tests.support.waiting import HOPE

DESK: Final[Any] = {"width": 1280, "height": 900}
PHONE: Final[Any] = {"width": 390, "height": 844}
COOKIE: Final = "jingmei"
SEAL: Final = Seal((own_key(base64.urlsafe_b64decode(SEED)),))


class Window:
    """One browser of one person: its tabs share the cookies."""

    def __init__(self, context: BrowserContext, stack: Stack) -> None:
        self._context, self._stack = context, stack
        self.said: list[str] = []
        context.on("console", lambda message: self.said.append(message.text))
        context.on("weberror", lambda error: self.said.append(str(error.error)))
        context.on("dialog", self._heed)

    def _heed(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        dialog.dismiss()

    def tab(self, path: str = "") -> Page:
        """One more tab."""
        page = self._context.new_page()
        if path:
            page.goto(path)
        return page

    def sign_in(self, page: Page, person: Person, password: str = PASSWORD) -> None:
        """By the form, which a tab shows."""
        field = page.locator("[name=bureau]:not([type=hidden])")
        if field.evaluate("it => it.tagName") == "SELECT":
            field.select_option(person.bureau)
        else:
            field.fill(person.bureau)
        page.fill("[name=login]", person.login)
        page.fill("[name=password]", password)
        page.click("main form button")

    @property
    def session(self) -> Session | None:
        """What the cookie holds."""
        found = [each["value"] for each in self._context.cookies() if each["name"] == COOKIE]
        return SEAL.read(found[0]) if found else None

    def age(self) -> None:
        """Have the access token be one that just ran out: quarter of an hour passes in no test."""
        found, row = self.session, self.row()
        assert found is not None and row is not None
        state = Sessions(self._stack.db).state(row["bureau"], row["_id"])
        assert state is not None
        with time_machine.travel(datetime.now(UTC) - timedelta(minutes=15, seconds=10), tick=False):
            access = TOKENS.issue(state)
        old = Session(**{**vars(found), "access": access})
        self._context.add_cookies([{"name": COOKIE, "value": SEAL.write(old), "url": self._stack.url}])

    def row(self) -> Data | None:
        """The API's session, as it is kept; None once it has ended."""
        found = self.session
        assert found is not None
        payload = found.access.split(".")[1]
        id_ = json.loads(base64.urlsafe_b64decode(payload + "=="))["sid"]
        return self._stack.db["sessions"].find_one({"_id": id_})

    def forget(self) -> None:
        """Lose the cookies."""
        self._context.clear_cookies()


@contextmanager
def window(
    browser: Browser, stack: Stack, person: Person | None = None, language: str = "zh", **options: Any
) -> Iterator[Window]:
    """A browser of somebody, who is signed in by the page; of nobody, one that is not."""
    context = browser.new_context(base_url=stack.url, extra_http_headers=address(), **options)
    context.set_default_timeout(HOPE * 1000)
    context.add_cookies([{"name": "lang", "value": language, "url": stack.url}])
    made = Window(context, stack)
    try:
        if person is not None:
            page = made.tab("/sign-in")
            made.sign_in(page, person)
            page.wait_for_url(f"{stack.url}/")
            page.close()
        yield made
    finally:
        context.close()


def form(page: Page, path: str) -> Locator:
    """The form that is sent to this path."""
    return page.locator(f"form[action='{path}']")


def button(page: Page, path: str) -> Locator:
    """The button of the form that is sent to this path."""
    return form(page, path).locator("button:not([type=button]):not([disabled]):not([formaction])").last
