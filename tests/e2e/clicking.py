"""People at the pages: each at a window of real Chromium, who finds things by what they are called there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from deploy.chromium import chromium
from gateway.accounts import bootstrap
from shared.context import Role
from tests.e2e.people import PASSWORD, People, Person, address
from tests.e2e.stack import Stack
from tests.support.waiting import HOPE, until

SIZES: Final = {"desktop": (1280, 900), "phone": (390, 844)}
NAVIGATION: Final = re.compile("主要栏目|更多栏目")
Entry = str | bool | Path


class Window:
    """What one person sees and does; what the pages complain of is added to `said`."""

    def __init__(self, context: BrowserContext, said: list[str]) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(HOPE * 1000)
        self.page.on("console", lambda message: said.append(f"{self.page.url}: {message.text}"))
        self.page.on("pageerror", lambda error: said.append(f"{self.page.url}: {error}"))

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

    def sign_in(self, login: str, bureau: str) -> None:
        """From the address of the system, where who is not signed in comes to the form."""
        self.open("/")
        self.fill({"公安局": bureau, "登录名": login, "密码": PASSWORD})
        self.press("登录")
        self.sees("您好")

    def sign_up(self, login: str, name: str, bureau: str) -> None:
        """A new account, and signed in with it."""
        self.open("/")
        self.follow("注册账号")
        self.fill({"公安局": bureau, "姓名": name, "登录名": login, "密码": PASSWORD})
        self.press("注册账号")
        self.sees(f"{name}，您好", "您还没有媒体")

    def _on(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.click()


class Town:
    """A bureau of one's own and the people who come to its pages."""

    def __init__(self, stack: Stack, people: People, browser: Browser, code: str, name: str) -> None:
        self.name = name
        self._stack, self._people, self._browser, self._code = stack, people, browser, code
        self._open = ExitStack()
        # What pages wrote to the browser's console.
        self.said: list[str] = []
        bootstrap(stack.db, code, name, "root", PASSWORD)

    def window(self, size: str = "desktop") -> Window:
        """A window of somebody who is not signed in, with an address of its own."""
        width, height = SIZES[size]
        context = self._browser.new_context(
            base_url=self._stack.url, locale="zh-CN", viewport={"width": width, "height": height},
            is_mobile=size == "phone", has_touch=size == "phone", extra_http_headers=address(),
        )  # fmt: skip
        # The live inbox runs in a worker, which asks in the browser's language and not in that of its window.
        context.add_cookies([{"name": "lang", "value": "zh", "url": self._stack.url}])
        self._open.callback(context.close)
        return Window(context, self.said)

    def officer(self, name: str, *roles: Role) -> Window:
        """Somebody of the bureau, whose account is there, signed in."""
        return self.somebody(self._people.new(*roles, bureau=self._code, name=name))

    def somebody(self, person: Person) -> Window:
        """Whose account is there, signed in by the page."""
        window = self.window()
        window.sign_in(person.login, self.name)
        return window

    def close(self) -> None:
        """All windows."""
        self._open.close()


@contextmanager
def town(stack: Stack, people: People, code: str, name: str) -> Iterator[Town]:
    """A bureau with its browser."""
    expect.set_options(timeout=HOPE * 1000)
    with chromium() as browser:
        made = Town(stack, people, browser, code, name)
        try:
            yield made
        finally:
            made.close()
