"""Files of a work are screened: their names and what was read in them; what was not read waits for a person."""

from __future__ import annotations

from typing import Any

import pytest

from services.review.domain.screening.findings import MOST
from shared.errors import Conflict
from shared.events import AttachmentState, ReadingState
from tests.services.review.desk import FIRST, KEEPER, Desk
from tests.services.review.makers import MOBILE, RESIDENT_ID


def attachment(file: str, name: str, media_type: str = "application/pdf") -> AttachmentState:
    return AttachmentState(file, name, media_type, f"{file}-sha256", 10)


def opened(desk: Desk, files: list[AttachmentState], readings: list[ReadingState], **changes: Any) -> Any:
    """A round of a work with files."""
    return desk.opened("第一段。", attachments=tuple(files), readings=tuple(readings), **changes)


def found(review: Any) -> list[tuple[str, str, list[str]]]:
    return [(str(each["rule"]), str(each["field"]), list(each["files"])) for each in review["findings"]]


def test_what_is_written_in_a_file_and_in_its_name_is_screened(desk: Desk) -> None:
    text = f"家属联系电话\n{MOBILE}"
    files = [attachment("f1", "情况说明.docx"), attachment("f2", f"当事人{RESIDENT_ID}.pdf")]
    review = opened(desk, files, [ReadingState("f1", text, unread=False), ReadingState("f2", "无", unread=False)])
    assert found(review) == [("phone", "file_text", ["f1"]), ("resident_id", "file_name", ["f2"])]
    phone, number = review["findings"]
    assert text[phone["start"] : phone["end"]] == MOBILE
    assert MOBILE not in phone["excerpt"] and RESIDENT_ID not in number["excerpt"]
    assert phone["blocking"] and number["blocking"]
    assert [(each["text"], each["unread"]) for each in review["attachments"]] == [(text, False), ("无", False)]


def test_what_was_not_read_is_one_finding_that_a_person_settles(desk: Desk) -> None:
    files = [attachment("f1", "夜巡.jpg", "image/jpeg"), attachment("f2", "通报.pdf"), attachment("f3", "航拍.mp4")]
    read = [ReadingState("f1", "", unread=True), ReadingState("f2", "夜巡通报", unread=False)]
    review = opened(desk, files, read)
    assert found(review) == [("unread_file", "file_text", ["f1", "f3"])], "nothing was said of the third"
    (left,) = review["findings"]
    assert (left["excerpt"], left["severity"], left["blocking"]) == ("夜巡.jpg、航拍.mp4", "low", False)
    desk.do("claim", FIRST, review=review["id"])
    with pytest.raises(Conflict, match=r"findings_open.*1"):
        desk.do("decide", FIRST, review=review["id"], decision="pass")
    desk.do("dismiss_finding", FIRST, review=review["id"], finding=left["id"], reason="已打开看过")
    assert desk.do("decide", FIRST, review=review["id"], decision="pass")["stage"] == "final"


def test_what_was_not_read_is_listed_however_many_words_are_in_it(desk: Desk) -> None:
    listed = {"list": "sensitive", "title": "词表", "level": "sensitive", "words": [{"word": "警"}]}
    desk.adopt("propose_word_list", KEEPER, **listed)
    review = opened(desk, [attachment("f1", "名册.xlsx")], [ReadingState("f1", "警。" * (MOST + 1), unread=True)])
    assert found(review)[0] == ("unread_file", "file_text", ["f1"]) and review["findings_left_out"] == 2
    # Phones are more severe and take its place: then the work does not pass, whatever is settled.
    phones = ReadingState("f1", f"{MOBILE}\n" * (MOST + 1), unread=True)
    review = opened(desk, [attachment("f1", "名册.xlsx")], [phones])
    assert {rule for rule, _, _ in found(review)} == {"phone"}
    desk.do("claim", FIRST, review=review["id"])
    ids = [each["id"] for each in review["findings"]]
    for some in (ids[:200], ids[200:]):
        desk.do("dismiss_findings", FIRST, review=review["id"], findings=some, reason="均为公开电话")
    with pytest.raises(Conflict, match="findings_open"):
        desk.do("decide", FIRST, review=review["id"], decision="pass")


def test_of_an_idea_it_only_informs(desk: Desk) -> None:
    idea = opened(desk, [attachment("f1", "图.png", "image/png")], [], kind="golden_idea")
    assert found(idea) == [("unread_file", "file_text", ["f1"])]
    done = desk.do("assess", FIRST, review=idea["id"], novelty=80, feasibility=70, benefit=60)
    assert len(done["assessments"]) == 1
