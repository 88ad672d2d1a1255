"""Comparisons: both texts can be put together again from them, whatever they are, and what is shown is what changed."""

from __future__ import annotations

import random
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from services.submission.aligning import READER
from services.submission.domain import Comparison, Piece, Revision, compare
from tests.services.submission.makers import NOW, attachment, draft

WORDS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
# Letters with accents after them, a family, flags, a keycap: what is one to whoever reads it.
SEEN_AS_ONE = [
    "e\u0301",
    "e",
    "\u0301",
    "👨\u200d👩\u200d👧",
    "👨\u200d👩\u200d👦",
    "👨",
    "🇨🇳",
    "🇨",
    "1\ufe0f\u20e3",
    "1",
    "警",
]
LINES = st.lists(st.sampled_from(["甲", "乙", "丙丙", "", "丁"]), max_size=14)


def revision(number: int, body: str, title: str = "题") -> Revision:
    return Revision(number, title, body, "w", NOW)


def compared(old: str, new: str, **titles: Any) -> Comparison:
    return compare(revision(1, old), revision(2, new, **titles), READER)


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
    found = compare(revision(1, "", old), revision(2, "", new), READER).title
    assert (whole(found, "delete"), whole(found, "insert")) == (old, new)


def prose(length: int) -> list[str]:
    """A paragraph in the most frequent characters, each of which a library would take for noise."""
    return random.Random(length).choices(WORDS, k=length)


def shown(pieces: tuple[Piece, ...]) -> list[tuple[str, str]]:
    """What is not the same."""
    return [(piece.op, piece.text) for piece in pieces if piece.op != "equal"]


@given(st.text(), st.text())
def test_any_text_can_be_put_together_again(old: str, new: str) -> None:
    found = compared(old, new)
    assert "\n".join(line for hunk in found.body for line in hunk.old) == old
    assert "\n".join(line for hunk in found.body for line in hunk.new) == new
    for hunk in found.body:
        for number, pieces in enumerate(hunk.pieces):
            assert (whole(pieces, "delete"), whole(pieces, "insert")) == (hunk.old[number], hunk.new[number])


@given(st.lists(st.sampled_from(SEEN_AS_ONE), max_size=12), st.lists(st.sampled_from(SEEN_AS_ONE), max_size=12))
def test_what_is_seen_as_one_character_is_never_cut(old: list[str], new: list[str]) -> None:
    titles = "".join(old), "".join(new)
    found = compare(revision(1, "", titles[0]), revision(2, "", titles[1]), READER).title
    for side, title in zip(("delete", "insert"), titles, strict=True):
        cut = [part for piece in found if piece.op in ("equal", side) for part in regex.findall(r"\X", piece.text)]
        assert cut == regex.findall(r"\X", title)


@pytest.mark.parametrize("length", [20, 300, 5_000, 50_000])
def test_a_digit_that_changed_is_shown_as_one_digit_however_long_the_paragraph(length: int) -> None:
    old = prose(length)
    old[length // 5], old[length // 2], old[-3] = "3", "5", "7"
    new = old.copy()
    new[length // 5], new[-3] = "4", "8"
    (hunk,) = compared("".join(old), "".join(new)).body
    assert shown(hunk.pieces[0]) == [("delete", "3"), ("insert", "4"), ("delete", "7"), ("insert", "8")]


def test_every_character_that_was_put_into_a_long_paragraph_is_shown_alone() -> None:
    old = prose(5_000)
    new = [each + "※" * (number % 100 == 50) for number, each in enumerate(old)]
    (hunk,) = compared("".join(old), "".join(new)).body
    assert shown(hunk.pieces[0]) == [("insert", "※")] * 50


def test_a_sentence_that_was_written_anew_is_shown_whole() -> None:
    """That both have 的 somewhere is no reason to cut them to pieces."""
    old, new = "这是民警如何帮助老人找到回家的路", "反诈宣传进校园活动提高了师生的防骗意识"
    (hunk,) = compared(f"本报讯：{old}。", f"本报讯：{new}。").body
    assert shown(hunk.pieces[0]) == [("delete", old), ("insert", new)]


def test_a_paragraph_that_was_moved_leaves_the_others_alone() -> None:
    """Among many, and among many empty lines, which a library would leave out of its search."""
    paragraphs = [f"第{number}段。" for number in range(300)]
    moved = [*paragraphs[:50], *paragraphs[51:200], paragraphs[50], *paragraphs[200:]]
    found = compared("\n\n".join(paragraphs), "\n\n".join(moved))
    changed = [hunk for hunk in found.body if hunk.op != "equal"]
    assert [hunk.op for hunk in changed] == ["delete", "insert"]
    gone, come = ([line for line in lines if line] for lines in (changed[0].old, changed[1].new))
    assert gone == come == ["第50段。"]


@given(LINES, LINES)
def test_each_line_is_moved_once_and_both_ends_are_changes(old: list[str], new: list[str]) -> None:
    old, new = ([line * 5 for line in lines] for lines in (old, new))
    found = compared("\n".join(old), "\n".join(new))
    gone, come = set[int](), set[int]()
    for hunk in found.body:
        if hunk.op != "equal":
            gone |= set(range(hunk.old_start, hunk.old_start + len(hunk.old)))
            come |= set(range(hunk.new_start, hunk.new_start + len(hunk.new)))
    for move in found.moves:
        for number, pieces in enumerate(move.pieces):
            assert whole(pieces, "delete") == old[move.old_start - 1 + number]
            assert whole(pieces, "insert") == new[move.new_start - 1 + number]
            if pieces:
                gone.remove(move.old_start + number)
                come.remove(move.new_start + number)


def moved(old: list[str], new: list[str]) -> list[tuple[int, int, list[list[tuple[str, str]]]]]:
    """Which lines were moved, from where to where, and what was changed of each."""
    found = compared("\n".join(old), "\n".join(new)).moves
    return [(move.old_start, move.new_start, [shown(pieces) for pieces in move.pieces]) for move in found]


PARAGRAPHS = [f"{number}、" + "".join(random.Random(number).choices(WORDS, k=60)) for number in range(40)]


def test_a_paragraph_that_was_moved_is_shown_as_moved() -> None:
    new = [*PARAGRAPHS[:5], *PARAGRAPHS[6:30], PARAGRAPHS[5], *PARAGRAPHS[30:]]
    assert moved(PARAGRAPHS, new) == [(6, 30, [[]])]


def test_it_may_have_been_edited_a_little_on_the_way() -> None:
    edited = PARAGRAPHS[5].replace(PARAGRAPHS[5][20], "※", 1)
    new = [*PARAGRAPHS[:5], *PARAGRAPHS[6:30], edited, *PARAGRAPHS[30:]]
    assert moved(PARAGRAPHS, new) == [(6, 30, [[("delete", PARAGRAPHS[5][20]), ("insert", "※")]])]


def test_paragraphs_that_went_together_are_one_move_with_what_is_empty_between_them() -> None:
    old = [line for paragraph in PARAGRAPHS for line in (paragraph, "")]
    new = [*old[:10], *old[16:60], *old[10:16], *old[60:]]
    ((start, to, pieces),) = moved(old, new)
    assert (old[start - 1], new[to - 1], pieces) == (PARAGRAPHS[5], PARAGRAPHS[5], [[]] * 5)


def test_a_short_paragraph_that_went_to_the_end_with_one_word_changed() -> None:
    """As the API's example has it."""
    found = compared("巡逻路线全长三公里。\n晚上八点，民警出门。", "晚上八点，民警出门。\n巡逻路线全长四公里。")
    assert [hunk.op for hunk in found.body] == ["delete", "equal", "insert"]
    (move,) = found.moves
    assert (move.old_start, move.new_start, shown(move.pieces[0])) == (1, 2, [("delete", "三"), ("insert", "四")])


def test_what_was_only_changed_or_written_anew_was_not_moved() -> None:
    changed = [*PARAGRAPHS[:5], PARAGRAPHS[5][:30] + "※" + PARAGRAPHS[5][31:], *PARAGRAPHS[6:]]
    assert moved(PARAGRAPHS, changed) == []
    anew = "".join(random.Random(99).choices(WORDS, k=60))
    assert moved(PARAGRAPHS, [*PARAGRAPHS[:5], *PARAGRAPHS[6:30], anew, *PARAGRAPHS[30:]]) == []
    assert moved(["是。", *PARAGRAPHS], [*PARAGRAPHS, "是。"]) == []  # too short to be told from another


def test_a_line_among_many_alike_is_found() -> None:
    old = ["同", "异"] * 400
    new = [*old[:399], "新", *old[399:]]
    changed = [hunk for hunk in compared("\n".join(old), "\n".join(new)).body if hunk.op != "equal"]
    assert [(hunk.op, hunk.new) for hunk in changed] == [("insert", ("新",))]


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
    found = compare(one, other, READER)
    assert [each.file for each in found.removed] == ["a"]
    assert [each.file for each in found.added] == ["d"]
    assert found.changed == ("topic",)
    assert found.unified == "" and not found.same


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # A run ends at each character, at none, or at every one of a kind.
        *(("".join(pair * 25_000), "".join(pair[::-1] * 25_000)) for pair in ("的一", "警察", "是在", "12")),
        ("".join(prose(25_000)) + "尾", "".join(prose(24_998))),
        ("\n".join("ab" * 12_000), "\n".join("ba" * 12_000)),
        ("ab" * 25_000, "ba" * 25_000),
        ("\n".join(str(n % 90) for n in range(900)), "\n".join(str(n * 7 % 90) for n in range(900))),
        (
            "\n".join(["甲乙" * 250] * 1_000),
            "\n".join(["乙甲" * 250] * 1_000),
        ),
        ("\n".join("ab" * 5_000), "\n".join("ba" * 5_000)),
        ("".join(prose(50_000)), "".join(prose(49_999))),
        ("e" + "\u0301" * 49_999, "f" + "\u0301" * 49_999),
        ("", "\n" * 49_999),
        # All may have been moved anywhere: the same line, lines that share what they are known by, none that do.
        ("\n".join(["甲乙丙丁"] * 10_000), "x\n" + "\n".join(["甲乙丙丁戊"] * 8_000)),
        *(
            (
                "\n".join(f"{n:0{width}}甲乙丙丁" for n in range(50_000 // (width + 5))),
                "\n".join(f"戊己庚辛{n:0{width}}" for n in range(50_000 // (width + 5), 0, -1)),
            )
            for width in (5, 15, 45)
        ),
    ],
)
@pytest.mark.timeout(600)
def test_hostile_texts_come_to_an_end(old: str, new: str) -> None:
    found = compared(old, new)
    assert "\n".join(line for hunk in found.body for line in hunk.new) == new
