"""Cursors: what comes back is checked, what is checked is what went out."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Invalid
from shared.paging import after, after_moment, decode_cursor, encode_cursor, page

SCALARS = st.text(max_size=40) | st.integers(-(2**53), 2**53) | st.none()


@given(st.lists(SCALARS, min_size=1, max_size=3))
def test_a_cursor_comes_back_as_it_went(values: list[str | int | None]) -> None:
    assert decode_cursor(encode_cursor(values), len(values)) == values


@pytest.mark.parametrize(
    "text", ["", "x", "=", "汉", "e30", "WzEsMl0", "W3siJGd0IjoiIn1d", "W3RydWVd", "WzEuNV0", "W1tdXQ", "A" * 10_000]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode_cursor(text, 1)
    assert refused.value.problems[0].pointer == "/cursor"


@given(st.text(max_size=700))
def test_no_text_breaks_it(text: str) -> None:
    try:
        assert len(decode_cursor(text, 1)) == 1
    except Invalid as refused:
        assert refused.code == "cursor.invalid"


def test_a_page_has_a_next_when_there_is_more() -> None:
    assert page([1, 2, 3], 2, lambda item: [item]) == {"items": [1, 2], "next": encode_cursor([2])}
    assert page([1, 2], 2, lambda item: [item]) == {"items": [1, 2], "next": None}
    assert page([], 2, lambda item: [item]) == {"items": [], "next": None}
    assert orjson.loads(base64.urlsafe_b64decode(encode_cursor([2]) + "==")) == [2]


def test_values_of_another_type_are_refused() -> None:
    assert decode_cursor(encode_cursor(["a", 1]), 2, str, int) == ["a", 1]
    for values in ([1, "a"], ["a", None], ["a", 2**63]):
        with pytest.raises(Invalid):
            decode_cursor(base64.urlsafe_b64encode(orjson.dumps(values)).decode(), 2, str, int)


def test_a_list_goes_on_from_its_cursor_or_begins() -> None:
    assert after({}, str, int) is None
    assert after({"cursor": encode_cursor(["a", 1])}, str, int) == ["a", 1]
    with pytest.raises(Invalid):
        after({"cursor": encode_cursor(["a", 1])}, str)


def test_a_list_by_time_goes_on_from_a_moment() -> None:
    moment = datetime(2026, 9, 30, 12, tzinfo=UTC)
    assert after_moment({}) is None
    assert after_moment({"cursor": encode_cursor([moment.isoformat(), "x"])}) == (moment, "x")


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-09-30T12:00:00", "0001-01-01T00:00:00+08:00", "9999-12-31T23:59-12:00"]
)
def test_what_is_no_moment_that_the_database_can_hold_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        after_moment({"cursor": encode_cursor([text, "x"])})
    assert refused.value.problems[0].rule == "cursor.invalid"
