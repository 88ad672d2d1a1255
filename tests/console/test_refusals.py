"""What somebody reads when the API says no: by status, in both languages, by itself and after a form."""

from __future__ import annotations

import base64
import html
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.exceptions import ConnectionError as Unconnected
from requests.structures import CaseInsensitiveDict
from werkzeug.test import Client, TestResponse

from console.app import create_app
from console.session import Seal, Session
from console.settings import ConsoleSettings
from console.words import catalogue
from jingmei_client.retry import NEVER
from jingmei_client.transport import Transport

Person = Callable[[int, str], Client]
KEY = bytes(32)
ORIGIN = {"Origin": "http://localhost"}
GONE = 0  # no answer at all
TEXT = "写了很久的一段话，" * 20
DETAIL = "此处是接口的说明。"
REQUEST = "0192f0c4-0000-7000-8000-000000000001"
# In words of the pages alone: what the API says of these is for programs.
OURS = (500, 502, 503, 504)
BY_THE_API = (400, 403, 404, 408, 409, 412, 413, 422, 429, 500, 502, 503, 504, 507, GONE)


class Refusing(BaseAdapter):
    """An API that answers everything alike."""

    status = GONE

    def send(self, request: PreparedRequest, *_: Any, **__: Any) -> Response:
        if self.status == GONE:
            raise Unconnected("refused")
        answer = Response()
        answer.status_code, answer.request, answer.url = self.status, request, str(request.url)
        answer.headers = CaseInsensitiveDict({"Content-Type": "application/problem+json"})
        problem = {"status": self.status, "code": "some.code", "title": "…", "detail": DETAIL, "instance": REQUEST}
        answer._content = json.dumps(problem).encode()
        return answer

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def refusing() -> Refusing:
    return Refusing()


@pytest.fixture(scope="module")
def app(refusing: Refusing) -> Flask:
    transport = Transport("http://jingmei.invalid", retry=NEVER, adapter=refusing)
    return create_app(transport, ConsoleSettings((KEY,)))


@pytest.fixture
def person(app: Flask, refusing: Refusing) -> Person:
    """Somebody who is signed in, while the API answers with a status."""

    def make(status: int, language: str) -> Client:
        refusing.status = status
        lasting = base64.urlsafe_b64encode(json.dumps({"exp": time.time() + 900}).encode()).decode().rstrip("=")
        who = Session(f"a.{lasting}.c", "refresh", "account", "330108", "王芳", (), must_change=False)
        client = app.test_client()
        client.set_cookie("jingmei", Seal((KEY,)).write(who))
        client.set_cookie("lang", language)
        return client

    return make


def words(answer: TestResponse) -> str:
    return html.unescape(answer.text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("status", BY_THE_API)
def test_a_page_says_in_plain_words_what_is_and_what_to_do(person: Person, status: int, language: str) -> None:
    answer, texts, shown = person(status, language).get("/works?status=draft"), catalogue(language), status or 503
    assert answer.status_code == shown
    assert f'<h1 class="h3">{texts[f"refused.{shown}"]}</h1>' in words(answer)
    assert texts[f"refused.{shown}.why"] in words(answer)
    assert (DETAIL in words(answer)) == (shown not in OURS)
    assert (REQUEST in words(answer)) == (status != GONE), "whom one asks for help wants the number"
    assert "some.code" not in words(answer)
    again = f'href="/works?status=draft">{texts["refused.again"]}</a>'
    assert (again in words(answer)) == (shown in (408, 429, 502, 503, 504, 507))
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_of_nobody_leads_to_signing_in_and_back(person: Person, language: str) -> None:
    answer = person(401, language).get("/works?status=draft")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/works?status%3Ddraft")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("status", [*BY_THE_API, 401, 415])
def test_a_form_that_was_refused_keeps_its_text_whatever_the_reason(person: Person, status: int, language: str) -> None:
    sent = {"title": "夜巡", "body": TEXT, "outlet": "o", "key": "first", "password": "secret words"}
    answer = person(status, language).post("/works", data=sent, headers=ORIGIN)
    assert answer.status_code == (status or 503)
    assert TEXT in words(answer) and 'name="title" value="夜巡"' in words(answer)
    assert 'action="/works"' in answer.text
    assert "secret words" not in answer.text
    # Whether it was done is not known where no answer came: with its key it can be sent again without harm.
    assert ('value="first"' in answer.text) == (status in (401, 502, 503, 504, GONE))


def test_a_button_without_anything_written_leads_to_the_page_of_the_refusal(person: Person) -> None:
    answer = person(404, "zh").post("/works/w/submit", data={"key": "k", "version": "1"}, headers=ORIGIN)
    assert answer.status_code == 404
    assert catalogue("zh")["refused.404"] in words(answer)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_form_of_another_origin_is_refused_in_words_of_its_own(person: Person, language: str) -> None:
    sent, headers = {"title": "夜巡"}, {"Origin": "http://evil.example"}
    answer, texts = person(200, language).post("/works", data=sent, headers=headers), catalogue(language)
    assert answer.status_code == 403
    assert texts["refused.origin"] in words(answer) and texts["refused.origin.why"] in words(answer)
    assert texts["refused.403.why"] not in words(answer), "it is no matter of roles"
