"""Cursors: what comes back is checked, what is checked is what went out."""

from __future__ import annotations

import base64

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Invalid
from shared.paging import decode_cursor, encode_cursor, page

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
