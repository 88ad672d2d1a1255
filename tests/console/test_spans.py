"""Text cut at marks."""

from __future__ import annotations

from console.spans import pieces


def test_text_without_marks_is_one_piece() -> None:
    assert pieces("警民同心", []) == [{"text": "警民同心", "start": 0, "marks": []}]


def test_no_text_has_no_pieces() -> None:
    assert pieces("", [{"start": 0, "end": 3}]) == []


def test_it_is_cut_where_a_mark_begins_and_ends() -> None:
    mark = {"start": 1, "end": 3, "number": 1}
    assert pieces("警民同心", [mark]) == [
        {"text": "警", "start": 0, "marks": []},
        {"text": "民同", "start": 1, "marks": [mark]},
        {"text": "心", "start": 3, "marks": []},
    ]


def test_marks_may_overlap() -> None:
    one, two = {"start": 0, "end": 3}, {"start": 2, "end": 4}
    assert [(each["text"], each["marks"]) for each in pieces("abcd", [one, two])] == [
        ("ab", [one]),
        ("c", [one, two]),
        ("d", [two]),
    ]


def test_characters_beyond_the_basic_plane_count_once() -> None:
    mark = {"start": 1, "end": 2}
    assert [each["text"] for each in pieces("👮警𠮷", [mark])] == ["👮", "警", "𠮷"]


def test_marks_without_a_place_and_beyond_the_end_do_no_harm() -> None:
    beyond = {"start": 2, "end": 99}
    marks = [{"start": 1, "end": 1}, {"start": None, "end": None}, {}, beyond]
    assert [(each["text"], each["marks"]) for each in pieces("abc", marks)] == [("ab", []), ("c", [beyond])]


def test_the_pieces_together_are_the_text() -> None:
    text = "“反诈”👮 小课堂\n开讲"
    marks = [{"start": 0, "end": 4}, {"start": 2, "end": 7}, {"start": 5, "end": 30}]
    assert "".join(each["text"] for each in pieces(text, marks)) == text
