"""A browser that opens a page as somebody of the demo and takes its picture."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from deploy.screenshots.table import Picture

WIDTH: Final = {True: 390, False: 1200}
HEIGHT: Final = {True: 844, False: 800}
# A phone's picture is shown small, so it has more points; the palette keeps the set small.
SCALE: Final = {True: 1.5, False: 1}
COLOURS: Final = 48
# Below the header, which stays where it is, with room for the heading of what is shown.
TOP: Final = "it => window.scrollTo({top: it.getBoundingClientRect().top + scrollY - 110, behavior: 'instant'})"
# How much is unread comes when it comes, and is another number each time.
UNTOLD: Final = "document.querySelectorAll('[data-unread]').forEach(it => { it.style.display = 'none' })"
FRAME: Final = "it => { it.style.outline = '3px solid #c2185b'; it.style.outlineOffset = '3px' }"


class Camera:
    """One browser. Each person signs in once, by the form, whatever the number of pictures."""

    def __init__(self, browser: Browser, url: str, bureau: str, passwords: Mapping[str, str]) -> None:
        self._browser, self._url, self._bureau, self._passwords = browser, url, bureau, passwords
        self._cookies: dict[str, Any] = {"": []}

    def take(self, picture: Picture, language: str, names: Mapping[str, str], file: Path) -> None:
        """Write the picture. Raises: RuntimeError when its page is not shown."""
        context = self._context(picture.phone, language)
        try:
            context.add_cookies(self._signed_in(picture.who))
            context.add_cookies([{"name": "lang", "value": language, "url": self._url}])
            page = context.new_page()
            answer = page.goto(picture.path.format_map(names))
            if answer is None or answer.status != 200:
                raise RuntimeError(f"{picture.name}: {picture.path} answers {answer and answer.status}")
            _prepare(page, picture)
            _small(page.screenshot(animations="disabled", caret="hide")).save(file, optimize=True)
        finally:
            context.close()

    def _context(self, phone: bool, language: str) -> BrowserContext:
        return self._browser.new_context(
            base_url=self._url,
            viewport={"width": WIDTH[phone], "height": HEIGHT[phone]},
            device_scale_factor=SCALE[phone],
            is_mobile=phone,
            locale={"zh": "zh-CN", "en": "en-GB"}[language],
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            color_scheme="light",
        )

    def _signed_in(self, login: str) -> Any:
        if login not in self._cookies:
            context = self._context(False, "zh")
            page = context.new_page()
            page.goto("/sign-in")
            if (field := page.locator("[name=bureau]:not([type=hidden])")).count():
                select = field.evaluate("it => it.tagName") == "SELECT"
                field.select_option(self._bureau) if select else field.fill(self._bureau)
            page.fill("[name=login]", login)
            page.fill("[name=password]", self._passwords[login])
            page.click("main form button")
            page.wait_for_url(f"{self._url}/")
            self._cookies[login] = [each for each in context.cookies() if each["name"] != "lang"]
            context.close()
        return self._cookies[login]


def _prepare(page: Page, picture: Picture) -> None:
    page.evaluate(UNTOLD)
    for selector in picture.click:
        page.locator(selector).first.click()
    for selector, value in picture.fill:
        page.locator(selector).first.fill(value)
        page.locator(selector).first.blur()
    if picture.frame:
        page.locator(picture.frame).first.evaluate(FRAME)
    if picture.height:
        page.set_viewport_size({"width": WIDTH[picture.phone], "height": picture.height})
    if picture.top:
        page.locator(picture.top).first.evaluate(TOP)


def _small(picture: bytes) -> Image.Image:
    with Image.open(BytesIO(picture)) as found:
        return found.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
