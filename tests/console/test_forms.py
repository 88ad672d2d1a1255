"""Forms: whose they are, what a refusal shows, and that nothing that was written is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.console.browser import Browser, values
from tests.gateway.accounts.desk import Bureau

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "\u202eמילים\u202d",
    "长" * 300,
    "'; drop table --",
    "&lt;b&gt;",
)


def sign_up(browser: Browser, **changed: str) -> dict[str, str]:
    form = {"bureau": browser.bureau, "login": "wangfang", "password": "correct horse battery", "name": "王芳"}
    return form | {"key": "one"} | changed


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://localhost"}, 303),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 303),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "none"}, 403),
    ],
)
def test_only_forms_of_our_own_pages_change_anything(browser: Browser, headers: dict[str, str], status: int) -> None:
    assert browser.post("/sign-in", sign_up(browser, login="chief"), **headers).status_code == status
    assert (browser.cookie() is not None) == (status == 303)


def test_a_form_without_an_origin_is_refused(browser: Browser) -> None:
    assert browser.http.post("/sign-in", data=sign_up(browser, login="chief")).status_code == 403


def test_a_refused_form_comes_back_with_its_text_and_what_is_wrong_at_the_field(browser: Browser) -> None:
    answer = browser.post("/sign-up", sign_up(browser, login="x", password="short"))
    assert answer.status_code == 422
    found = values(answer.text)
    assert (found["login"], found["name"]) == ("x", "王芳")
    assert 'id="sign-join--login-wrong"' in answer.text
    assert 'aria-describedby="sign-join--login-help sign-join--login-wrong" aria-invalid="true"' in answer.text
    assert found["key"] != "one", "other content is another request"


def test_a_form_sent_twice_has_one_effect(browser: Browser, bureau: Bureau) -> None:
    for _ in range(2):
        assert browser.post("/sign-up", sign_up(browser)).status_code == 303
    found = bureau.admin("GET", "/accounts?q=wangfang").get_json()["items"]
    assert len(found) == 1
    assert f"您的登录名是 {found[0]['login']}，" in browser.get("/").text


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_shown_as_it_is(browser: Browser, text: str) -> None:
    answer = browser.post("/sign-up", sign_up(browser, name=text, login="x"))
    assert answer.status_code == 422
    assert values(answer.text)["name"] == text
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text


def test_whoever_was_signed_out_meanwhile_keeps_the_text(browser: Browser) -> None:
    browser.sign_in()
    written = "写了很久的一段话，" * 20
    with time_machine.travel(datetime.now(UTC) + timedelta(days=15)):
        answer = browser.post("/account/details", {"name": written, "email": "a@example.com", "key": "k"})
    assert answer.status_code == 401
    assert written in answer.text
    assert values(answer.text)["email"] == "a@example.com"
    assert 'action="/account/details"' in answer.text


def test_passwords_are_never_shown_again(browser: Browser) -> None:
    long = "new secret words, so many that they are longer than a line"
    answer = browser.post("/account/password", {"current": "old secret words", "new": long})
    assert answer.status_code == 401
    assert "secret" not in answer.text
