"""Windows of a real browser for these tests: whose they are, what people do in them, what went wrong there."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import time_machine
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page, WebError, expect

from console.session import Seal, Session
from deploy.web import own_key
from gateway.auth.sessions import Sessions
from tests.e2e.people import PASSWORD, TOKENS, Data, People, Person, address
from tests.e2e.stack import Stack
from tests.gateway.serving import SEED
from tests.support.waiting import HOPE, until

DESK: Final[Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: Final[Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
NAVIGATION: Final = re.compile("主要栏目|更多栏目")
COOKIE: Final = "jingmei"
SEAL: Final = Seal((own_key(base64.urlsafe_b64decode(SEED)),))
Entry = str | bool | Path


class Window:
    """One browser of one person: its tabs share the cookies. On `page`, the first, things are found by what they are
    called there. What pages complain of is added to `said`.
    """

    def __init__(self, context: BrowserContext, stack: Stack, said: list[str]) -> None:
        self._context, self._stack, self.said = context, stack, said
        context.on("console", self._hear)
        context.on("weberror", self._heed)
        context.on("dialog", self._dismiss)

    def _hear(self, message: ConsoleMessage) -> None:
        self.said.append(f"{message.page.url if message.page else ''}: {message.text}")

    def _heed(self, error: WebError) -> None:
        self.said.append(f"{error.page.url if error.page else ''}: {error.error}")

    def _dismiss(self, dialog: Dialog) -> None:
        self.said.append(dialog.message)
        dialog.dismiss()

    # --- tabs and cookies ---

    def tab(self, path: str = "") -> Page:
        """One more tab."""
        page = self._context.new_page()
        if path:
            page.goto(path)
        return page

    @cached_property
    def page(self) -> Page:
        """The tab on which things are done by their names."""
        return self.tab()

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

    def hold(self, session: Session) -> None:
        """Have the cookie hold this, as the console sets it."""
        value, url = SEAL.write(session), self._stack.url
        self._context.add_cookies([{"name": COOKIE, "value": value, "url": url, "httpOnly": True, "sameSite": "Lax"}])

    def age(self) -> None:
        """Have the access token be one that just ran out: quarter of an hour passes in no test."""
        found, row = self.session, self.kept()
        assert found is not None and row is not None
        state = Sessions(self._stack.db).state(row["bureau"], row["_id"])
        assert state is not None
        with time_machine.travel(datetime.now(UTC) - timedelta(minutes=15, seconds=10), tick=False):
            access = TOKENS.issue(state)
        self.hold(Session(**{**vars(found), "access": access}))

    def kept(self) -> Data | None:
        """The API's session, as it is kept; None once it has ended."""
        found = self.session
        assert found is not None
        payload = found.access.split(".")[1]
        id_ = json.loads(base64.urlsafe_b64decode(payload + "=="))["sid"]
        return self._stack.db["sessions"].find_one({"_id": id_})

    def forget(self) -> None:
        """Lose the cookies."""
        self._context.clear_cookies()

    # --- what a person sees and does ---

    @property
    def main(self) -> Locator:
        """The page without its bars."""
        return self.page.get_by_role("main")

    def part(self, name: str) -> Locator:
        """A group or a section by its name."""
        return self.main.get_by_role("group", name=name).or_(self.main.get_by_role("region", name=name)).first

    def row(self, text: str) -> Locator:
        """The line of a table that has this text."""
        return self.main.get_by_role("row").filter(has_text=text).first

    def open(self, url: str) -> None:
        """The address that somebody was given."""
        self.page.goto(url)

    def go(self, place: str) -> None:
        """To a place of the menu; on a phone what has no room in the bar stands below the page."""
        named = re.compile(rf"^\s*{place}(\s*\d+\+?)?\s*$")
        self._on(self.page.get_by_role("navigation", name=NAVIGATION).get_by_role("link", name=named))

    def follow(self, words: str, at: Locator | None = None) -> None:
        """A link by its words, or the first words of them."""
        self._on((at or self.main).get_by_role("link", name=re.compile(rf"^\s*{re.escape(words)}")).first)

    def press(self, words: str, at: Locator | None = None) -> None:
        """A button that sends its form."""
        self._on((at or self.main).get_by_role("button", name=words, exact=True))

    def touch(self, words: str, at: Locator | None = None) -> None:
        """A button that does its work on the page itself."""
        (at or self.main).get_by_role("button", name=words, exact=True).click()

    def unfold(self, words: str, at: Locator | None = None) -> Locator:
        """What stands folded under these words; gives it."""
        summary = (at or self.main).locator("summary").filter(has_text=re.compile(rf"^\s*{words}\s*$")).first
        summary.click()
        return summary.locator("xpath=..")

    def field(self, label: str, at: Locator | None = None) -> Locator:
        """A field in sight by its label."""
        named = re.compile(rf"^\s*{re.escape(label)}(\s*（选填）)?\s*$")
        return (at or self.main).get_by_label(named).filter(visible=True)

    def fill(self, entries: Mapping[str, Entry], at: Locator | None = None) -> None:
        """Fields by their labels: texts, choices by their words, ticks, files; a file is waited for."""
        for label, entry in entries.items():
            field = self.field(label, at)
            if isinstance(entry, Path):
                field.set_input_files(entry)
                expect(field.locator("xpath=..").get_by_role("link", name=entry.name)).to_be_visible()
            elif isinstance(entry, bool):
                field.set_checked(entry)
            elif field.evaluate("it => it.tagName") == "SELECT":
                field.select_option(label=entry)
            else:
                field.fill(entry)

    def sees(self, *texts: str) -> None:
        """All of these stand on the page."""
        for text in texts:
            expect(self.main).to_contain_text(text, use_inner_text=True)

    def told(self, text: str) -> None:
        """What the page says was done."""
        expect(self.main.get_by_role("status").filter(has_text=text)).to_be_visible()

    def finds(self, *texts: str) -> None:
        """All of these, which may still be on their way: the page is asked for again until they are there."""

        def there() -> bool:
            shown = " ".join(self.main.inner_text().split())
            if all(text in shown for text in texts):
                return True
            self.page.reload()
            return False

        until(f"{texts} on {self.page.url}", there, every=0.2)

    def loses(self, text: str) -> None:
        """This goes from the page, which is asked for again until it has."""

        def gone() -> bool:
            self.page.reload()
            return text not in self.main.inner_text()

        until(f"no {text} on {self.page.url}", gone, every=0.2)

    def sign_up(self, login: str, name: str, bureau: str) -> None:
        """A new account, and signed in with it."""
        self.open("/")
        self.follow("注册账号")
        self.fill({"公安局": bureau, "姓名": name, "登录名": login, "密码": PASSWORD})
        self.main.get_by_label("我已阅读并同意").check()
        self.press("注册账号")
        self.sees(f"{name}，您好", "您还没有媒体")

    def _on(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.click()


@contextmanager
def window(
    browser: Browser,
    people: People,
    person: Person | None = None,
    *,
    language: str = "zh",
    said: list[str] | None = None,
    **options: Any,
) -> Iterator[Window]:
    """A browser with an address of its own, of somebody who is signed in there, or of nobody. Signing in by the form,
    which takes a password's time, is for the tests of the form.
    """
    url = people.stack.url
    context = browser.new_context(base_url=url, extra_http_headers=address(), **(DESK | options))
    context.set_default_timeout(HOPE * 1000)
    # The live inbox runs in a worker, which asks in the browser's language and not in that of its window.
    context.add_cookies([{"name": "lang", "value": language, "url": url}])
    made = Window(context, people.stack, [] if said is None else said)
    if person is not None:
        made.hold(people.session(person))
    try:
        yield made
    finally:
        context.close()


def form(page: Page, path: str) -> Locator:
    """The form that is sent to this path."""
    return page.locator(f"form[action='{path}']")


def button(page: Page, path: str) -> Locator:
    """The button of the form that is sent to this path."""
    return form(page, path).locator("button:not([type=button]):not([disabled]):not([formaction])").last
