"""The one form of texts: what is not seen goes, what is seen stays, and done again it changes nothing."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.fields import Text
from shared.sheets import open_sheet, write
from shared.text import canonical, canonical_body

# Plain texts, and those in which what is taken out stands between halves of what would be taken out.
HARD = st.lists(
    st.sampled_from(
        ["_x000D_", "_x005F_", "_x00", "0D_", "_x", "x005F_", "\u200b", "\u200d", "\ufe0f", "\u180b", "\u180e",
         "\u202f", "\u1820",
         "e", "\u0301", "\r", "\n", "\ufffe", "\ud800", " ", "\u3000", "国", "𠮷", "=1", "'", "\ufeff"]
    )
).map("".join)  # fmt: skip
TEXTS = st.text() | HARD


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("滨江\u200b播\u00ad报\ufeff", "滨江播报"),
        ("\u2067滨江\u2069\u200e播报\u202e", "滨江播报"),
        ("滨江_x000D__x000A_播报", "滨江 播报"),
        ("a_x005F_x000D_b", "a b"),
        ("a_x2023_b", "a_x2023_b"),
        (" 滨江\u3000\u00a0 播报\t", "滨江 播报"),
        ("滨江\r\n播报\u2028站", "滨江 播报 站"),
        ("滨\x00江\x1b[31m\ud800\ufffe", "滨江[31m"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("\u9f8d\ufa19", "龍神"),
        ("葛\U000e0100飾", "葛飾"),
        ("\u3164\u2800\u115f", ""),
        ("❤\ufe0f", "❤"),
        ("ᠬᠡ᠋ᠦ᠎ᠡ ᠶ\u202fᠢᠨ", "ᠬᠡ᠋ᠦ᠎ᠡ ᠶ\u202fᠢᠨ"),
        ("国\u180b\u180e\u202f家", "国 家"),
        ("བོད་ལྗོངས", "བོད་ལྗོངས"),
        ("ئۇيغۇر", "ئۇيغۇر"),
    ],
)
def test_a_name_keeps_what_is_seen(given: str, kept: str) -> None:
    assert canonical(given) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("第一段\r\n\r\n　　第二段\r第三\u2028行", "第一段\n\n　　第二段\n第三\n行"),
        ("一\x07二\u202e三\ufeff\ud800\ufffe", "一二三"),
        ("👮\u200d♀\ufe0f 值守\tA", "👮\u200d♀\ufe0f 值守\tA"),
        ("\n 正文 \n", "正文"),
    ],
)
def test_a_body_keeps_its_lines_and_loses_controls(given: str, kept: str) -> None:
    assert canonical_body(given) == kept


@given(TEXTS)
def test_done_again_it_changes_nothing(text: str) -> None:
    for form in (canonical, canonical_body):
        kept = form(text)
        assert form(kept) == kept == unicodedata.normalize("NFC", kept)


@given(st.lists(TEXTS.map(canonical).filter(bool), min_size=1, max_size=5))
def test_what_is_exported_comes_back_as_it_was(texts: list[str]) -> None:
    file = io.BytesIO()
    write(file, [{"name": text[:500].strip(), "followers": place} for place, text in enumerate(texts)])
    with open_sheet(file) as sheet:
        read = [row.values.get("name") for row in sheet.rows]
    assert read == [text[:500].strip() for text in texts]


@given(TEXTS)
def test_a_sheet_and_a_request_keep_the_same(text: str) -> None:
    file = io.BytesIO()
    write(file, [{"name": canonical(text), "followers": 1}])
    with open_sheet(file) as sheet:
        (row,) = sheet.rows
    assert row.values.get("name", "") == Text(500, shortest=0).deserialize(text)


def test_an_escape_within_escapes_takes_no_time_that_grows_with_its_square() -> None:
    """What peels off layer by layer is walked once, and only a few times what is left."""
    depth = 20_000
    assert canonical("_x00" * depth + "07_" * depth) == ""
    assert canonical("_" + "x005F_" * depth + "x000D_国") == "国"
    assert canonical("国" + "\u180b" * depth + "\u180e" * depth) == "国"
