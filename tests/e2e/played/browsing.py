"""People of the played quarter in a real browser: what every page has to be for each of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

import axe_playwright_python
from playwright.sync_api import Browser, Page

from console.words import catalogue
from deploy.demo.people import ADMIN, AUDITOR, FINAL, FIRST, LEADER, LIAISON, MANAGER, OWNER, SECOND, SECURITY
from tests.e2e.played.conftest import Played

LOGINS: Final = {
    "outlet": OWNER,
    "liaison": LIAISON.login,
    "reviewer_first": FIRST[0].login,
    "reviewer_second": SECOND.login,
    "reviewer_final": FINAL.login,
    "scoring_manager": MANAGER.login,
    "leader": LEADER.login,
    "admin": ADMIN,
    "security_admin": SECURITY.login,
    "auditor": AUDITOR.login,
}
SIZES: Final = {"desktop": (1280, 900), "phone": (390, 844)}
# At which width axe looks at the pages of a language when not at both: it takes two thirds of a page's time. What it
# finds is of the words or of the width, and each of them is among these.
CHECKED: Final = {"en": "phone", "zh": "desktop"}
TAG: Final = re.compile(r"<code>.*?</code>|<a class=\"chip\".*?</a>|<[^>]*>", re.DOTALL)
# What is read of a page, without what is code for its readers too, and what they looked for; its headings of the first
# level, and its lines of what it is for. Asked at once, and not at each width: a question is a tenth of a page's time.
TOLD: Final = """() => {
  const body = document.body.cloneNode(true);
  for (const each of body.querySelectorAll("template")) each.replaceWith(each.content);
  for (const each of body.querySelectorAll("code, .chip")) each.remove();
  const count = (what) => document.querySelectorAll(what).length;
  return [`${document.title} ${body.textContent}`, count("h1"), count("p.about, p.lead")];
}"""
# Without a second look at the style sheets, which is for one rule that is not in force; media are waited for.
LOOK: Final = "axe.run({resultTypes: ['violations'], preload: {assets: ['media']}})"
KEYED: Final = re.compile(r"\b[a-z_]+\.[a-z0-9_.]*[a-z0-9_]\b")


@cache
def axe() -> str:
    """The checker of accessibility, as a script: put in by the debugger, so that the pages' policy stays in force."""
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def raw_keys(text: str) -> set[str]:
    """Keys of texts that have no text: the areas of the texts tell them from names of files and hosts."""
    areas = {key.partition(".")[0] for key in catalogue("zh")}
    return {key for key in KEYED.findall(text) if key.partition(".")[0] in areas}


def words_of(page: str) -> str:
    """What of a page's source is read."""
    return TAG.sub(" ", page)


@contextmanager
def visitor(browser: Browser, played: Played, role: str, language: str) -> Iterator[Visitor]:
    """Somebody with one of the roles, signed in by the page; of no role, somebody who is not."""
    context = browser.new_context(base_url=played.stage.url)
    context.add_cookies([{"name": "lang", "value": language, "url": played.stage.url}])
    made = Visitor(context.new_page(), played.stage.url)
    try:
        if role:
            made.sign_in(LOGINS[role], played.stage.passwords[LOGINS[role]], played.stage.bureau)
        yield made
    finally:
        context.close()


class Visitor:
    """One browser window, and whatever its pages complain of."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self._origin, self._inside = page, origin, False
        # Of the size in which the last page was left the next one is opened: to lay a page out anew that nobody looks
        # at any more takes as long as for one that is looked at.
        self._sizes = list(SIZES)
        page.set_viewport_size(_size(self._sizes[0]))
        self._said: list[str] = []
        self._outside: list[str] = []
        page.on("console", lambda message: self._said.append(message.text))
        page.on("pageerror", lambda error: self._said.append(str(error)))
        page.on("request", lambda asked: self._foreign(asked.url))

    def sign_in(self, login: str, password: str, bureau: str) -> None:
        """By the form."""
        self.page.goto("/sign-in")
        if (field := self.page.locator("[name=bureau]:not([type=hidden])")).count():
            field.select_option(bureau) if field.evaluate("it => it.tagName") == "SELECT" else field.fill(bureau)
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", password)
        self.page.click("main form button")
        self.page.wait_for_url(f"{self._origin}/")
        self._inside = True

    def look(self, path: str, status: int, checked: Collection[str] = SIZES) -> list[str]:
        """What is wrong with a page at both widths, and with its status. `checked`: the sizes at which axe looks."""
        self._said.clear()
        self._outside.clear()
        answer = self.page.goto(path)
        assert answer is not None
        found = [] if answer.status == status else [f"status {answer.status}"]
        if status >= 400:
            self._said.clear()  # the browser says so of every such answer
        words, headings, purposes = self.page.evaluate(TOLD)
        found += [f"raw key {key}" for key in raw_keys(words)]
        found += ["not one h1"] if headings != 1 else []
        found += ["no line of purpose"] if status == 200 and self._inside and not purposes else []
        if checked:
            self.page.evaluate(axe())
        first, second = self._sizes
        found += [f"{first}: {each}" for each in self._seen(checked=first in checked)]
        self.page.set_viewport_size(_size(second))
        found += [f"{second}: {each}" for each in self._seen(checked=second in checked)]
        self._sizes.reverse()
        return found + [f"says {each}" for each in self._said] + [f"asks {each}" for each in self._outside]

    def _seen(self, *, checked: bool) -> Iterator[str]:
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            yield f"{wide} px wider than the window"
        if not checked:
            return
        told: Any = self.page.evaluate(LOOK)
        for each in told["violations"]:
            yield f"axe {each['id']}: {[node['html'][:120] for node in each['nodes']][:3]}"

    def _foreign(self, url: str) -> None:
        if not url.startswith((self._origin, "data:", "blob:")):
            self._outside.append(url)


def _size(name: str) -> Any:
    width, height = SIZES[name]
    return {"width": width, "height": height}
