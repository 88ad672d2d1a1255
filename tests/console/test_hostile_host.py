"""Where a request says that it came to stands in no link: whoever sends one writes what he likes there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from console.app import create_app
from console.origin import world
from console.settings import ConsoleSettings
from jingmei_client.transport import Transport
from tests.console.browser import Browser
from tests.gateway.accounts.desk import PASSWORD, Desk

ROOT = Path(__file__).parents[2]
EVIL, PAGES = "evil.example", "https://jingmei.example"
HOSTILE = {"Host": EVIL, "X_Forwarded_Host": EVIL, "Forwarded": f"host={EVIL}"}
# What makes an address out of it. `own` compares an origin with it, and lets in who came to the same; the requests of
# `carrying` are those that the pages make.
TRUSTING = re.compile(r"_external|host_url|url_root|base_url|request\.(host|url)\b|HTTP_HOST|X-Forwarded-Host")
COMPARED = {"console/carrying.py": 3, "console/origin.py": 1}
SENDING = ("console", "gateway", "services", "shared", "deploy/web.py")


def test_addresses_for_others_begin_with_what_the_operator_said() -> None:
    app = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((bytes(32),), PAGES))
    for endpoint, values in (
        ("public.verified", {"code": "7KQ4"}),
        ("outlet.join", {"code": "7KQ4"}),
        ("arrivals.door", {"id": "a1", "code": "7KQ4"}),
    ):
        with app.test_request_context("/", headers={"Host": EVIL, "X-Forwarded-Host": EVIL}):
            assert world(endpoint, **values).startswith(f"{PAGES}/"), endpoint


def test_nothing_else_makes_an_address_of_where_a_request_came_to() -> None:
    found: dict[str, int] = {}
    for place in SENDING:
        path = ROOT / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if count := len(TRUSTING.findall(file.read_text(encoding="utf-8"))):
                found[str(file.relative_to(ROOT))] = count
    assert found == COMPARED


@pytest.mark.parametrize("path", ["/", "/sign-in", "/sign-up", "/password/forgotten", "/account/password", "/nowhere"])
def test_no_page_repeats_it(console: Flask, browser: Browser, path: str) -> None:
    for signed_in in (False, True):
        if signed_in:
            browser.sign_in()
        answer = browser.get(path, **HOSTILE)
        assert EVIL not in answer.text + str(answer.headers), path


def test_neither_does_the_api(desk: Desk) -> None:
    bureau = desk.bureau()
    person = bureau.person()
    told = {"Host": EVIL, "X-Forwarded-Host": EVIL}
    form = {"bureau": bureau.code, "login": "wangfang", "password": PASSWORD, "name": "王芳"}
    answers = [person("POST", "/accounts/sign-up", form, told)]
    answers += [bureau.admin("GET", path, headers=told) for path in ("/accounts?limit=1", "/bureaus", "/accounts/none")]
    answers.append(bureau.admin("POST", "/accounts", {"login": "li", "name": "李静"}, told))
    for answer in answers:
        assert EVIL not in answer.text + str(answer.headers), answer.request.path
