"""Numbers that a browser sent: whatever it sends costs little and is refused by the API at its field."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from console.forms import Form
from console.numerals import count, row, rows, whole
from console.policies import review_policy
from console.schemes.fields import GROUPS
from console.schemes.reading import places

LONG = "9" * 5000


@pytest.mark.parametrize(("text", "number"), [("7", 7), ("-7", -7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_a_whole_number(text: str, number: int) -> None:
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", "-", "--7", "7.0", "٧", "²", " 7", "1e9", LONG])
def test_what_is_none_goes_as_it_is(text: str) -> None:
    assert whole(text) == text


@pytest.mark.parametrize("text", ["", "-1", "x", LONG])
def test_a_count_is_never_negative(text: str) -> None:
    assert count(text) == 0


def test_rows_are_as_many_as_a_form_can_have() -> None:
    assert row("999") == 999
    assert row("1000") is row("x") is row(LONG) is None
    assert rows(["0", "2", "1000000000", "x"]) == 3
    assert rows([]) == 0


def test_a_row_of_a_large_number_makes_no_rows() -> None:
    group = next(each for each in GROUPS if each.rows)
    form = Form("schemes.adopt", "", MultiDict({f"scheme.{group.path}.999999999.points": "1"}))
    assert places(form, group) == []
    form = Form("policies.adopt", "", MultiDict({"routes.999999999.categories": "self_media"}))
    assert review_policy(form)["routes"] == []


def test_a_number_that_is_not_filled_in_is_left_out() -> None:
    told = review_policy(Form("policies.adopt", "", MultiDict({"ideas.hours": "35"})))
    assert told["ideas"] == {"roles": [], "threshold": "", "weights": {}, "hours": 35}


@pytest.mark.parametrize(("version", "read"), [("3", 3), ("", None), ("x", 0), ("-1", 0), (LONG, 0)])
def test_the_version_of_a_form(version: str, read: int | None) -> None:
    assert Form("works.submit", "", MultiDict({"version": version})).version == read


@pytest.mark.parametrize("key", ["", "中文", "a\r\nX-Evil: 1", "a b", "x" * 129, "key\n"])
def test_a_key_that_is_no_key_is_made_anew(key: str) -> None:
    made = Form("works.submit", "", MultiDict({"key": key})).key
    assert made != key
    assert len(made) == 36


def test_a_key_of_a_page_stays() -> None:
    assert Form("works.submit", "", MultiDict({"key": "one"})).key == "one"
