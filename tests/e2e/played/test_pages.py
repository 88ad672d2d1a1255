"""Every page in a real browser, by everybody whose page it is, at both widths and in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser

from tests.console.page import EVERYBODY, Page
from tests.console.walk import pages
from tests.e2e.played.browsing import LOGINS, visitor
from tests.e2e.played.conftest import Played
from tests.e2e.played.things import things
from tests.support.chromium import chromium

# In English, and by axe, each page is looked at for the first of its roles: for others it has a button more or less.
LOOKED_AT: set[tuple[str, str]] = set()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def names(played: Played) -> dict[str, str]:
    return things(played.stage)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ["", *EVERYBODY])
def test_pages_are_whole(browser: Browser, played: Played, names: dict[str, str], role: str, language: str) -> None:
    with visitor(browser, played, role, language) as somebody:
        wrong = {
            page.path: found
            for page in pages()
            if (page.public and not role) or (role and not page.public and role in page.roles)
            if (new := _first(page, language)) or language == "zh"
            if (found := somebody.look(page.path.format_map(names), page.status, accessible=new))
        }
    assert wrong == {}


@pytest.mark.parametrize("role", EVERYBODY)
def test_pages_of_others_are_not_shown(played: Played, names: dict[str, str], role: str) -> None:
    with requests.Session() as session:
        who = {"bureau": played.stage.bureau, "login": LOGINS[role], "password": played.stage.passwords[LOGINS[role]]}
        url = played.stage.url
        assert session.post(f"{url}/sign-in", data=who, headers={"Origin": url}, timeout=60).status_code == 200
        shown = [
            page.path
            for page in pages()
            if not page.public and role not in page.roles
            if session.get(url + page.path.format_map(names), timeout=60).status_code not in (403, 404)
        ]
    assert shown == []


def test_nobody_sees_anything_without_signing_in(played: Played, names: dict[str, str]) -> None:
    for page in pages():
        if not page.public:
            answer = requests.get(played.stage.url + page.path.format_map(names), timeout=60, allow_redirects=False)
            assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/sign-in"), page.path


def _first(page: Page, language: str) -> bool:
    new = (page.path, language) not in LOOKED_AT
    LOOKED_AT.add((page.path, language))
    return new
