"""Texts are cut where a reader would cut them, and fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.cutting import Room, shortened


def utf8(text: str) -> int:
    return len(text.encode())


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("今夜有台风，请勿外出", 6, "今夜有台风…"),
        ("today there is a typhoon", 12, "today there…"),
        ("today there is a typhoon", 11, "today…"),
        ("请看 https://example.com/" + "x" * 200, 100, "请看 https://example.com/" + "x" * 76 + "…"),
        ("ab👮🏽‍♀️cd", 5, "ab…"),
        ("好好👨‍👩‍👧‍👦好", 8, "好好…"),
        ("好🇨🇳🇨🇳好", 5, "好🇨🇳…"),
        ("cafe\u0301 bar", 5, "caf…"),
        ("好e\u0301e\u0301\u0301 好", 3, "好…"),
        ("བོད་ལྗོངས་ཡིན", 6, "བོད་…"),
        ("한국어 신문", 3, "한국…"),
        ("好", 1, "好"),
        ("好好", 0, "…"),
    ],
)
def test_never_inside_a_word_or_a_letter(text: str, most: int, cut: str) -> None:
    assert shortened(text, Room(most)) == cut


def test_room_is_counted_in_its_own_units() -> None:
    assert shortened("台风台风", Room(9, utf8)) == "台风…"
    assert shortened("台风台风", Room(12, utf8)) == "台风台风"


@given(st.text(), st.integers(20, 100))
def test_what_is_cut_fits_and_is_a_beginning(text: str, most: int) -> None:
    room = Room(most, utf8)
    found = shortened(text.encode(errors="ignore").decode(), room, "…（全文）")
    assert room.holds(found)
    assert text.encode(errors="ignore").decode().startswith(found.removesuffix("…（全文）"))
