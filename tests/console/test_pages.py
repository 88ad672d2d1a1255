"""What every page says of itself to browsers, and what a first visitor has to load."""

from __future__ import annotations

import gzip
import re

import pytest
from flask import Flask

from console import assets
from tests.console.browser import Browser

FIRST_VISIT = 80_000


def test_pages_let_nothing_in_that_is_not_ours(browser: Browser) -> None:
    headers = browser.get("/sign-in").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_a_page_that_is_not_there_says_so_in_words(browser: Browser) -> None:
    answer = browser.get("/no/such/page")
    assert answer.status_code == 404
    assert "没有找到" in answer.text
    browser.http.set_cookie("lang", "en")
    assert "Not found" in browser.get("/no/such/page").text


def test_the_language_is_chosen_and_kept(browser: Browser) -> None:
    assert 'lang="zh-CN"' in browser.get("/sign-in").text
    assert '<html lang="en">' in browser.get("/sign-in", Accept_Language="en-GB").text
    assert browser.post("/language", {"lang": "en", "next": "/sign-in"}).location == "/sign-in"
    assert '<html lang="en">' in browser.get("/sign-in").text
    assert browser.post("/language", {"lang": "zh", "next": "//evil.example"}).location == "/"


def test_while_the_api_is_away_a_page_says_so_and_a_form_keeps_its_text(browser: Browser) -> None:
    browser.sign_in()
    answer = browser.get("/inbox")
    assert answer.status_code == 503
    assert "系统正在重启" in answer.text


def test_files_are_for_ever_and_a_first_visit_is_small(console: Flask, browser: Browser) -> None:
    page = browser.get("/sign-in", Accept_Encoding="gzip, deflate, br")
    assert page.headers["Content-Encoding"] == "gzip"
    addresses = set(re.findall(r'"(/assets/[^"#]+)', gzip.decompress(page.data).decode()))
    total = len(page.data)
    for address in addresses:
        answer = browser.get(address, Accept_Encoding="gzip")
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"
        total += len(answer.data)
    assert len(addresses) >= 6
    assert total < FIRST_VISIT, total
    assert browser.get("/assets/0000000000000000/console.css").status_code == 404


@pytest.mark.parametrize("asks", ["", "identity", "br", "gzip;q=0, br"])
def test_a_page_goes_as_it_is_to_who_does_not_unpack(browser: Browser, asks: str) -> None:
    answer = browser.get("/sign-in", Accept_Encoding=asks)
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.vary
    assert "</html>" in answer.text


def test_every_icon_that_a_page_names_is_in_the_picture() -> None:
    picture = assets.content("icons.svg")[0]
    assert len(assets.icons()) > 10
    assert all(f'id="{name}"'.encode() in picture for name in assets.icons())


def test_an_id_in_an_address_is_never_more_than_an_id(browser: Browser) -> None:
    browser.sign_in()
    for odd in ("nothing", "..", "x%3Finline=true", "%2e%2e", "a%23b", "é", "{}", "%25"):
        assert browser.get(f"/files/{odd}").status_code == 404, odd
