"""A bureau and the people who come to its pages: each at a window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from playwright.sync_api import Browser

from gateway.accounts import bootstrap
from shared.context import Role
from tests.e2e.people import PASSWORD, People, Person
from tests.e2e.windows import DESK, Window, window


class Town:
    """A bureau of one's own and the windows of the people who come to its pages."""

    def __init__(self, people: People, browser: Browser, code: str, name: str) -> None:
        self.name = name
        self._people, self._browser, self._code = people, browser, code
        self._open = ExitStack()
        # What pages complained of.
        self.said: list[str] = []
        bootstrap(people.stack.db, code, name, "root", PASSWORD)

    def window(self, size: Any = DESK) -> Window:
        """Of somebody who is not signed in."""
        return self._open.enter_context(window(self._browser, self._people, said=self.said, **size))

    def somebody(self, person: Person) -> Window:
        """Of somebody who is signed in, on the first page."""
        made = self._open.enter_context(window(self._browser, self._people, person, said=self.said))
        made.open("/")
        return made

    def officer(self, name: str, *roles: Role) -> Window:
        """Of somebody new of the bureau, on the first page."""
        return self.somebody(self._people.new(*roles, bureau=self._code, name=name))

    def close(self) -> None:
        """All windows."""
        self._open.close()


@contextmanager
def town(people: People, browser: Browser, code: str, name: str) -> Iterator[Town]:
    """A bureau with its windows, closed in the end."""
    made = Town(people, browser, code, name)
    try:
        yield made
    finally:
        made.close()
