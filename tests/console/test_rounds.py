"""The one form of a round: remarks and their places in the text."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from console.forms import Form
from console.rounds import compact, is_written, marks, remarks

TEXT = {"title": "夜巡", "body": "出发😀。爆料请拨 13912345678。\n下一段。"}


def _form(**values: str) -> Form:
    return Form("reviewing.decide", "", MultiDict(values.items()), sent=True)


def _row(number: int, **values: str) -> dict[str, str]:
    return {f"comments.{number}.{name}": value for name, value in values.items()}


def test_a_selected_place_counts_characters_and_is_kept() -> None:
    written = _form(**_row(0, text="请遮盖", field="body", start="9", end="20", quote="13912345678"))
    assert TEXT["body"][9:20] == "13912345678"
    assert remarks(written, TEXT) == [{"text": "请遮盖", "field": "body", "start": 9, "end": 20}]


def test_a_quoted_passage_is_found_in_text_and_title() -> None:
    written = _form(**_row(0, text="请遮盖", quote="13912345678"), **_row(1, text="太短", quote="夜巡"))
    assert remarks(written, TEXT) == [
        {"text": "请遮盖", "field": "body", "start": 9, "end": 20},
        {"text": "太短", "field": "title", "start": 0, "end": 2},
    ]


def test_a_place_whose_text_is_elsewhere_now_follows_its_text() -> None:
    written = _form(**_row(0, text="请遮盖", field="body", start="3", end="14", quote="13912345678"))
    assert remarks(written, TEXT)[0]["start"] == 9


def test_line_breaks_of_browsers_do_not_move_a_place() -> None:
    at = TEXT["body"].index("。\n下")
    written = _form(**_row(0, text="分段", field="body", start=str(at), end=str(at + 3), quote="。\r\n下"))
    assert remarks(written, TEXT) == [{"text": "分段", "field": "body", "start": at, "end": at + 3}]


def test_what_is_not_in_the_text_is_said_by_the_remark() -> None:
    assert remarks(_form(**_row(0, text="删去", quote="不在文中")), TEXT) == [{"text": "“不在文中”：删去"}]
    assert remarks(_form(**_row(0, text="全文再紧凑些")), TEXT) == [{"text": "全文再紧凑些"}]


def test_empty_rows_are_left_out_and_the_others_numbered_as_they_are_sent() -> None:
    written = _form(reason="见意见", **_row(0, text="", field="body"), **_row(3, text="一"), **_row(5, text="二"))
    compact(written)
    assert (written.text("comments.0.text"), written.text("comments.1.text")) == ("一", "二")
    assert written.text("reason") == "见意见"
    assert not written.text("comments.3.text")


def test_what_was_not_sent_yet_is_noticed() -> None:
    assert not is_written(_form(key="k", version="3", why="公开电话", sensitivity="normal", **_row(0, field="body")))
    assert is_written(_form(reason="太长"))
    assert is_written(_form(**_row(1, text="请遮盖")))


def test_findings_are_numbered_and_remarks_marked_apart() -> None:
    remark = {"text": "改", "field": "body", "start": 0, "end": 2}
    found = {
        "findings": [{"id": "f1", "state": "open", "field": "body", "start": 9, "end": 20}],
        "decisions": [{"comments": [remark, {**remark, "end": 0}]}],
    }
    assert [(each["number"], each["anchor"], each["tone"]) for each in marks(found)] == [
        ("1", "f-f1", "open"),
        ("※1", "r-1", "remark"),
    ]
