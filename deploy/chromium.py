"""The browser of pictures and tests: the system's, since Playwright's own is not on the package index."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

# The first one takes half of the time for a page: it is the same browser without the parts that only a screen needs.
NAMES = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")


def executable() -> str:
    """Its path. Raises: LookupError when there is none: the pages are not looked at then, which nobody may overlook."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    raise LookupError("no Chromium here: `make install` brings it on Debian; elsewhere set CHROMIUM to its path")


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser, without a screen."""
    with sync_playwright() as playwright:
        # Run as root in containers, too, where Chromium's sandbox cannot be.
        browser = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        yield browser
        browser.close()
