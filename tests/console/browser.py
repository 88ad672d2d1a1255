"""A browser without a screen: cookies, forms as browsers send them, and what stands on a page."""

from __future__ import annotations

import html
import itertools
import re
from typing import Any

from flask import Flask
from werkzeug.test import Client, TestResponse

from tests.gateway.accounts.desk import PASSWORD

ORIGIN = "http://localhost"
INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_hosts = itertools.count(1)


class Browser:
    """One browser of one person."""

    def __init__(self, app: Flask, bureau: str) -> None:
        self.app, self.bureau = app, bureau
        self.http: Client = app.test_client()
        number = next(_hosts)
        self._from = {"REMOTE_ADDR": f"10.1.{number // 250}.{number % 250 + 1}"}

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open a page."""
        return self.http.get(path, headers=_named(headers), environ_base=self._from)

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> TestResponse:
        """Send a form of a page that was opened here."""
        told = {"Origin": ORIGIN, **_named(headers)}
        return self.http.post(path, data=data or {}, headers=told, environ_base=self._from)

    def sign_in(self, login: str = "chief", password: str = PASSWORD) -> TestResponse:
        """By the form."""
        answer = self.post("/sign-in", {"bureau": self.bureau, "login": login, "password": password})
        assert answer.status_code == 303, answer.text
        return answer

    def twin(self) -> Browser:
        """Another tab: the same cookies at this moment."""
        made = Browser(self.app, self.bureau)
        made._from = self._from
        if (cookie := self.cookie()) is not None:
            made.http.set_cookie("jingmei", cookie)
        return made

    def cookie(self) -> str | None:
        """The session's cookie."""
        found = self.http.get_cookie("jingmei")
        return None if found is None else found.value


def values(page: str) -> dict[str, str]:
    """What the inputs of a page hold, by their names."""
    found: dict[str, str] = {}
    for tag in INPUT.findall(page):
        told = dict(ATTRIBUTE.findall(tag))
        if "name" in told:
            found[told["name"]] = html.unescape(told.get("value", ""))
    return found


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
