"""What pages of outlets do before they ask the API: steps of a registration, what is carried, which period is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from console.forms import Form
from console.registering import carried, channels, step
from console.standing import period_of
from jingmei_client import Problem


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    with Flask(__name__).test_request_context():
        g.language = "zh"
        yield


def _form(*values: tuple[str, str]) -> Form:
    return Form("outlet.send", "", MultiDict(list(values)), sent=True)


def test_a_registration_begins_at_its_first_step() -> None:
    assert step(_form()) == 0


@pytest.mark.parametrize(("going", "shown"), [("0", 0), ("1", 1), ("2", 2), ("send", 2), ("7", 0), ("x", 0)])
def test_it_goes_where_its_button_says(going: str, shown: int) -> None:
    assert step(_form(("go", going))) == shown


@pytest.mark.parametrize(
    ("pointers", "shown"),
    [
        (["/contacts/0/phone"], 2),
        (["/channels/1/url"], 1),
        (["/operator/id_number", "/contacts/0/phone"], 0),
        (["/elsewhere"], 2),
    ],
)
def test_what_is_refused_leads_to_the_step_that_has_it(pointers: Sequence[str], shown: int) -> None:
    form = _form(("go", "send"))
    form.problem = _problem(*pointers)
    assert step(form) == shown


def test_a_step_carries_what_the_others_have_and_not_its_own() -> None:
    form = _form(
        ("key", "k"), ("go", "1"), ("name", "江边早班车"), ("channels.0.url", "https://a.example/"), ("proofs", "f")
    )
    assert carried(form, 1) == [("name", "江边早班车"), ("proofs", "f")]


def test_followers_are_a_number_and_rows_without_anything_are_left_out() -> None:
    form = _form(
        ("channels.0.platform", "weibo"), ("channels.0.followers", "12,000"), ("channels.1.url", " "),
        ("channels.2.platform", "tv"), ("channels.2.followers", "many"),
    )  # fmt: skip
    assert channels(form) == [{"platform": "weibo", "followers": 12000}, {"platform": "tv", "followers": "many"}]


def test_the_period_is_the_one_asked_for_or_the_last_quarter_with_a_result_or_the_latest() -> None:
    now = {"id": "2026-Q4", "kind": "quarter", "status": "open"}
    last = {"id": "2026-Q3", "kind": "quarter", "status": "finalised"}
    year = {"id": "2026", "kind": "year", "status": "open"}
    assert period_of([now, last, year], "2026") is year
    assert period_of([now, last, year], "") is last
    assert period_of([now, year], "2025-Q1") is now
    assert period_of([], "") is None


def _problem(*pointers: str) -> Problem:
    return Problem(422, {"code": "invalid", "errors": [{"pointer": each} for each in pointers]})
