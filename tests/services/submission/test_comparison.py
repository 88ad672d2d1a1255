"""Comparisons: both texts can be put together again from them, whatever they are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.submission.domain import Comparison, Piece, Revision, compare
from services.submission.domain.comparison import LONGEST_LINE, MOST_LINES
from tests.services.submission.makers import NOW, attachment, draft

LINES = st.lists(st.sampled_from(["甲", "乙", "丙丙", "", "丁"]), max_size=14)


def revision(number: int, body: str, title: str = "题") -> Revision:
    return Revision(number, title, body, "w", NOW)


def compared(old: str, new: str, **titles: Any) -> Comparison:
    return compare(revision(1, old), revision(2, new, **titles))


def whole(pieces: tuple[Piece, ...], side: str) -> str:
    return "".join(piece.text for piece in pieces if piece.op in ("equal", side))


@given(LINES, LINES)
def test_lines_can_be_put_together_again(old: list[str], new: list[str]) -> None:
    found = compared("\n".join(old), "\n".join(new))
    assert "\n".join(line for hunk in found.body for line in hunk.old) == "\n".join(old)
    assert "\n".join(line for hunk in found.body for line in hunk.new) == "\n".join(new)
    assert found.same == (old == new or "\n".join(old) == "\n".join(new))
    for hunk in found.body:
        for number, pieces in enumerate(hunk.pieces):
            assert whole(pieces, "delete") == hunk.old[number]
            assert whole(pieces, "insert") == hunk.new[number]


@given(st.text("甲乙丙丁。", max_size=30), st.text("甲乙丙丁。", max_size=30))
def test_titles_can_be_put_together_again(old: str, new: str) -> None:
    found = compare(revision(1, "", old), revision(2, "", new)).title
    assert (whole(found, "delete"), whole(found, "insert")) == (old, new)


def test_a_changed_line_shows_its_characters() -> None:
    found = compared("一\n民警李某某执勤\n三", "一\n民警王某执勤\n三\n四")
    changed = next(hunk for hunk in found.body if hunk.op == "replace")
    assert (changed.old_start, changed.new_start) == (2, 2)
    assert changed.pieces[0] == (
        Piece("equal", "民警"),
        Piece("delete", "李某"),
        Piece("insert", "王"),
        Piece("equal", "某执勤"),
    )
    assert found.unified.splitlines() == [
        "--- revision 1",
        "+++ revision 2",
        "@@ -1,3 +1,4 @@",
        " 一",
        "-民警李某某执勤",
        "+民警王某执勤",
        " 三",
        "+四",
    ]


def test_files_and_what_else_differs_are_named() -> None:
    one = draft(attachments=[attachment("a", "aa" * 32), attachment("b", "bb" * 32)], topic="反诈").revision
    other = draft(attachments=[attachment("c", "bb" * 32), attachment("d", "dd" * 32)], topic="禁毒").revision
    found = compare(one, other)
    assert [each.file for each in found.removed] == ["a"]
    assert [each.file for each in found.added] == ["d"]
    assert found.changed == ("topic",)
    assert found.unified == "" and not found.same


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n".join("ab" * 12_000), "\n".join("ba" * 12_000)),
        ("ab" * 25_000, "ba" * 25_000),
        ("\n".join(str(n % 90) for n in range(900)), "\n".join(str(n * 7 % 90) for n in range(900))),
        (
            "\n".join(["甲乙" * (LONGEST_LINE // 2)] * MOST_LINES),
            "\n".join(["乙甲" * (LONGEST_LINE // 2)] * MOST_LINES),
        ),
        ("", "\n" * 49_999),
    ],
)
@pytest.mark.timeout(600)
def test_hostile_texts_come_to_an_end(old: str, new: str) -> None:
    found = compared(old, new)
    assert "\n".join(line for hunk in found.body for line in hunk.new) == new
