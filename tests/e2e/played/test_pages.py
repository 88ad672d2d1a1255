"""Every page in a real browser, at both widths and in both languages; and whose page it is.

`make test T="tests/e2e/played/test_pages.py -m slow"` looks at each for each of its roles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from itertools import cycle

import pytest
import requests
from playwright.sync_api import Browser

from tests.console.page import EVERYBODY, Page
from tests.console.walk import pages
from tests.e2e.played.browsing import CHECKED, LOGINS, SIZES, raw_keys, visitor, words_of
from tests.e2e.played.conftest import Played
from tests.e2e.played.things import things

Session = Callable[[str], requests.Session]
# What a page is for, in a line below its heading.
PURPOSE = re.compile(r'<p class="(?:about|lead)">')


@pytest.fixture(scope="module")
def names(played: Played) -> dict[str, str]:
    return things(played.stage)


@pytest.fixture(scope="module")
def session(played: Played) -> Iterator[Session]:
    """Somebody with a role who is signed in, without a browser: once, since passwords are dear to look at."""
    with ExitStack() as opened:

        @cache
        def of(role: str) -> requests.Session:
            made, login, url = opened.enter_context(requests.Session()), LOGINS[role], played.stage.url
            # The server ends connections that are idle, which could meet the next request.
            made.headers["Connection"] = "close"
            who = {"bureau": played.stage.bureau, "login": login, "password": played.stage.passwords[login]}
            answer = made.post(f"{url}/sign-in", data=who, headers={"Origin": url}, timeout=60)
            assert answer.status_code == 200
            return made

        yield of


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ["", *EVERYBODY])
def test_pages_are_whole(browser: Browser, played: Played, names: dict[str, str], role: str, language: str) -> None:
    """Each page for the first of its roles: for others it has a button more or less. Axe looks at every other page."""
    first = [page for page in _pages(role) if role == (page.roles[0] if not page.public else "")]
    assert _wrong(browser, played, names, role, language, first) == {}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", EVERYBODY)
def test_pages_are_whole_for_everybody(
    browser: Browser, played: Played, names: dict[str, str], role: str, language: str
) -> None:
    assert _wrong(browser, played, names, role, language, _pages(role), everywhere=True) == {}


@pytest.mark.parametrize("role", EVERYBODY)
def test_pages_of_ones_own_are_shown(played: Played, names: dict[str, str], session: Session, role: str) -> None:
    """To all but the first of a page's roles, whom the browser shows it, which sees all of this and more."""
    further = [page for page in _pages(role) if role != page.roles[0]]
    url, person = played.stage.url, session(role)
    answers = {page: person.get(url + page.path.format_map(names), timeout=60) for page in further}
    wrong = {page.path: answer.status_code for page, answer in answers.items() if answer.status_code != page.status}
    assert wrong == {}
    assert [
        page.path for page, answer in answers.items() if page.status == 200 and not PURPOSE.search(answer.text)
    ] == []
    assert {page.path: keys for page, answer in answers.items() if (keys := raw_keys(words_of(answer.text)))} == {}


@pytest.mark.parametrize("role", EVERYBODY)
def test_pages_of_others_are_not_shown(played: Played, names: dict[str, str], session: Session, role: str) -> None:
    url, person = played.stage.url, session(role)
    shown = [
        page.path
        for page in pages()
        if not page.public and role not in page.roles
        if person.get(url + page.path.format_map(names), timeout=60).status_code not in (403, 404)
    ]
    assert shown == []


def test_nobody_sees_anything_without_signing_in(played: Played, names: dict[str, str]) -> None:
    for page in pages():
        if not page.public:
            answer = requests.get(played.stage.url + page.path.format_map(names), timeout=60, allow_redirects=False)
            assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/sign-in"), page.path


def _pages(role: str) -> list[Page]:
    """Those of a role; of none, those for the public."""
    return [page for page in pages() if (page.public if not role else not page.public and role in page.roles)]


def _wrong(
    browser: Browser,
    played: Played,
    names: dict[str, str],
    role: str,
    language: str,
    looked_at: Sequence[Page],
    *,
    everywhere: bool = False,
) -> dict[str, list[str]]:
    with visitor(browser, played, role, language) as somebody:
        found = {}
        for page, (spoken, size) in zip(looked_at, cycle(CHECKED.items()), strict=False):
            checked = SIZES if everywhere else (size,) if spoken == language else ()
            found[page.path] = somebody.look(page.path.format_map(names), page.status, checked)
    return {path: wrong for path, wrong in found.items() if wrong}
