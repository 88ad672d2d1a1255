"""The documentation page: complete, and nothing on it comes from anywhere else."""

from __future__ import annotations

import re
from functools import partial
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.app import areas
from gateway.http import openapi, pages, problems
from gateway.http.security import PAGE_POLICY


class Links(HTMLParser):
    """What a page loads, and the scripts and styles that it holds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("script", "link", "img", "iframe"):
            self.loaded.append(told.get("src") or told.get("href") or "inline")
        self.inline += [name for name in told if name == "style" or name.startswith("on")]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = Flask(__name__, static_folder=None)
    app.register_blueprint(pages.make(partial(openapi.whole, [area.blueprint for area in areas()], "1")))
    problems.install(app)
    return app.test_client()


def test_everything_on_the_page_is_our_own(client: FlaskClient) -> None:
    with client.get("/docs") as page:
        found = Links()
        found.feed(page.get_data(as_text=True))
    assert len(found.loaded) == 5 and found.inline == []
    for address in found.loaded:
        assert address.startswith("/docs/")
        with client.get(address) as asset:
            assert asset.status_code == 200


def test_the_policy_lets_nothing_else_in(client: FlaskClient) -> None:
    with client.get("/docs") as page:
        assert page.headers["Content-Security-Policy"] == PAGE_POLICY
    assert "unsafe" not in PAGE_POLICY and "http" not in PAGE_POLICY


def test_no_validator_on_the_internet_is_asked(client: FlaskClient) -> None:
    with client.get("/docs/docs.js") as script:
        assert re.search(r"validatorUrl:\s*null", script.get_data(as_text=True))
        assert "://" not in script.get_data(as_text=True)


def test_only_the_listed_files_are_served(client: FlaskClient) -> None:
    for name in ("index.css", "oauth2-redirect.html", "..%2fapp.py"):
        assert client.get(f"/docs/{name}").status_code == 404


def test_the_document_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/openapi.json")
    again = client.get("/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
