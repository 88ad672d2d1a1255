"""Lists and the choice of the language under a form: when it was refused they lead to a page, and not where it went."""

from __future__ import annotations

import html
import re
from io import BytesIO
from typing import Any, Final

import pytest
from flask import Flask
from werkzeug.routing import Rule

from console import shown
from console.app import create_app
from console.forms import answering, sent
from console.lists import Listing
from console.settings import ConsoleSettings
from jingmei_client import Problem
from jingmei_client.answers import Answer, Pages
from jingmei_client.transport import Transport
from tests.console.test_refusals import DETAIL, ORIGIN, Person, app, person, refusing

__all__ = ["app", "person", "refusing"]
APP: Final[Flask] = create_app(Transport("http://nowhere.invalid"), ConsoleSettings((b"k" * 32,)))
# Its button stands there.
AT_HOME: Final = {"reviewing.take"}
# Not shown again on a page of theirs: the language, and what is said to scripts or before anybody is signed in.
OTHERS: Final = {"sign.language", "sign.sign_out", "files.send"}


def changes(console: Flask) -> list[Rule]:
    """Where forms go."""
    return [each for each in console.url_map.iter_rules() if each.methods and "POST" in each.methods]


def filled(rule: Rule) -> dict[str, Any]:
    """A value for each part of an address, of those that it takes."""
    return {name: min(getattr(each, "items", ["x1"])) for name, each in rule._converters.items()}


@pytest.mark.parametrize("rule", changes(APP), ids=lambda each: each.endpoint)
def test_after_a_refused_form_the_choice_of_the_language_leads_to_a_page(
    person: Person, app: Flask, rule: Rule
) -> None:
    if rule.endpoint in OTHERS:
        return
    adapter = app.url_map.bind("localhost")
    path = adapter.build(rule.endpoint, filled(rule), method="POST")
    written = {"key": "k", "text": "写了很久", "finding": "f1", "file": (BytesIO(b"rows"), "a.xlsx")}
    # What the steps of a second factor hand on from page to page.
    written |= {"challenge": "c", "secret": "JBSWY3DP", "address": "otpauth://totp/x?secret=JBSWY3DP"}
    answer = person(422, "zh").post(path, data=written, headers=ORIGIN)
    target, *_ = re.findall(r'name="next" value="([^"]*)"', answer.text)
    endpoint, _ = adapter.match(html.unescape(target).partition("?")[0], method="GET")
    assert endpoint != "home.home" or rule.endpoint in AT_HOME


def test_the_next_page_of_a_list_is_one_after_a_form_was_refused() -> None:
    lists: list[Listing] = []

    def full(**_: Any) -> Pages:
        return Pages(lambda _: Answer({"items": [], "next": "more"}))

    people = APP.view_functions["arrivals.people"]

    def refuse(id: str, account: str) -> Any:
        sent(account)
        raise Problem(422, {"detail": DETAIL})

    def page(id: str) -> str:
        lists.append(Listing(full, "seat", activity=id))
        return "page"

    APP.view_functions["arrivals.people"] = page
    try:
        address = "/activities/a1/sign-ups/p1/check-in?seat=seated"
        with APP.test_request_context(address, method="POST", data={"text": "一段"}):
            assert answering(page)(refuse)("a1", account="p1") == ("page", 422)
            assert shown.address() == "/activities/a1/sign-ups?seat=seated"
            (one,) = lists
            assert one.following == "/activities/a1/sign-ups?seat=seated&cursor=more"
            assert one.without("seat") == "/activities/a1/sign-ups"
    finally:
        APP.view_functions["arrivals.people"] = people
