"""What the bureau's side says on a request is screened before the asker reads it; what an outlet sends, and notes, are
not."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from shared.context import RequestContext
from shared.errors import Forbidden, Invalid, NotFound
from shared.events import PrivateNotice, RequestNoted, RequestSpoken
from tests.services.liaison.desk import (
    COLLEAGUE,
    EDITOR,
    HEAD,
    LEADER,
    LIAISON,
    NAMED,
    OFFICER,
    RIVAL,
    SECOND_NAMED,
    Desk,
)

RESIDENT_ID = "11010519491231002X"
PHONE = "联系电话 139 1234 5678"


def document(text: str, name: str = "通报.docx", *, unread: bool = False) -> dict[str, Any]:
    return {"file": "f1", "name": name, "text": text, "unread": unread}


def say(desk: Desk, by: RequestContext, request: str, text: str = "请看附件。", *documents: Any, **more: Any) -> Any:
    files = [{"file": each["file"]} for each in documents]
    return desk.do("say_on_request", by, request=request, text=text, files=files, documents=list(documents), **more)


@pytest.mark.parametrize(
    ("text", "documents", "places"),
    [
        (PHONE, (), ["/text material.found"]),
        ("好。", (document(f"证号{RESIDENT_ID}"),), ["/files/0 material.found_in_file"]),
        ("好。", (document("", f"{RESIDENT_ID}.docx"),), ["/files/0 material.found_in_name"]),
        (PHONE, (document(PHONE, unread=True),), [
            "/text material.found", "/files/0 material.found_in_file", "/looked material.unread",
        ]),
    ],
    ids=["text", "in a file", "in its name", "everywhere"],
)  # fmt: skip
def test_what_must_not_leave_is_refused_with_its_place(
    desk: Desk, text: str, documents: tuple[Any, ...], places: list[str]
) -> None:
    asked = desk.assigned()
    with pytest.raises(Invalid) as refused:
        say(desk, OFFICER, asked["id"], text, *documents)
    assert refused.value.code == "material.message_findings"
    assert [f"{each.pointer} {each.rule}" for each in refused.value.problems] == places
    assert RESIDENT_ID not in str(refused.value.problems)
    assert desk.ask("request_messages", EDITOR, request=asked["id"])["items"] == []
    assert desk.told(RequestSpoken) == []


def test_to_have_looked_is_no_way_around_a_finding(desk: Desk) -> None:
    asked = desk.assigned()
    with pytest.raises(Invalid) as refused:
        say(desk, OFFICER, asked["id"], PHONE, document("", unread=True), looked=True)
    assert [each.pointer for each in refused.value.problems] == ["/text"]


def test_a_file_that_nobody_read_is_looked_at_and_it_is_kept_by_whom_of_what(desk: Desk) -> None:
    asked = desk.assigned()
    picture = document("", "现场.jpg", unread=True)
    with pytest.raises(Invalid) as refused:
        say(desk, OFFICER, asked["id"], "好。", picture)
    assert (refused.value.code, [each.pointer for each in refused.value.problems]) == ("validation", ["/looked"])
    said = say(desk, OFFICER, asked["id"], "好。", picture, looked=True)
    assert said["looked_at"] == ["现场.jpg"]
    (kept,) = desk.ask("request_messages", OFFICER, request=asked["id"])["items"]
    assert (kept["looked_at"], kept["by"]["account"]) == (["现场.jpg"], "officer")
    (shown,) = desk.ask("request_messages", EDITOR, request=asked["id"])["items"]
    assert (shown["looked_at"], shown["by"], shown["files"]) == ([], None, ["f1"])


def test_what_is_attached_to_an_answer_of_words_is_screened_as_material_is_and_its_words_are_not(desk: Desk) -> None:
    asked = desk.assigned()
    given = {"request": asked["id"], "kind": "refusal", "text": PHONE, "files": [{"file": "f1"}]}
    with pytest.raises(Invalid) as refused:
        desk.do("answer_request", OFFICER, **given, documents=[document(f"证号{RESIDENT_ID}")])
    assert [f"{each.pointer} {each.rule}" for each in refused.value.problems] == ["/files/0 material.found_in_file"]
    with pytest.raises(Invalid) as refused:
        desk.do("answer_request", OFFICER, **given)
    assert [f"{each.pointer} {each.rule}" for each in refused.value.problems] == ["/looked material.unread"]
    assert desk.ask("request", EDITOR, request=asked["id"])["answer"] is None
    answered = desk.do("answer_request", OFFICER, **given, documents=[document("依据：《保密规定》。")])
    assert (answered["state"], answered["answer"]["text"]) == ("answered", PHONE)


def test_a_case_is_no_exception(desk: Desk) -> None:
    case = desk.opened("rights")
    with pytest.raises(Invalid):
        say(desk, NAMED, case["id"], PHONE)
    assert say(desk, NAMED, case["id"], "请到接待室当面谈。")["from_bureau"]


@pytest.mark.parametrize("who", [EDITOR, COLLEAGUE], ids=["asker", "colleague"])
def test_what_an_outlet_sends_is_not_screened(desk: Desk, who: RequestContext) -> None:
    asked = desk.assigned()
    said = say(desk, who, asked["id"], PHONE, document(RESIDENT_ID))
    assert (said["text"], said["from_bureau"]) == (PHONE, False)


def test_a_note_of_the_bureau_is_not_screened(desk: Desk) -> None:
    asked = desk.assigned()
    assert desk.do("note_on_request", OFFICER, request=asked["id"], text=PHONE)["text"] == PHONE


def test_a_note_is_told_to_the_officers_of_the_request_besides_its_writer(desk: Desk) -> None:
    asked = desk.assigned()
    desk.do("note_on_request", OFFICER, request=asked["id"], text="先送法制审核。")
    desk.do("note_on_request", LIAISON, request=asked["id"], text="好。")
    assert [set(each.to) for each in desk.told(RequestNoted)] == [{"head", "liaison"}, {"head", "officer"}]
    desk.outlet("o1", "editor", "colleague", "head")
    desk.do("note_on_request", OFFICER, request=asked["id"], text="已审。")
    assert desk.told(RequestNoted)[-1].to == ("liaison",), "nobody who acts for the outlet"


def test_a_note_on_a_case_is_told_to_who_is_named_in_no_word(desk: Desk) -> None:
    case = desk.assigned("second", of=desk.opened("rights"))
    before = len(desk.told(PrivateNotice))
    desk.do("note_on_request", NAMED, request=case["id"], text="先核实伤情。")
    assert desk.told(RequestNoted) == []
    assert [each.to for each in desk.told(PrivateNotice)[before:]] == [("second",)]


def test_who_had_it_before_or_is_of_another_unit_says_nothing_to_the_outlet(desk: Desk) -> None:
    asked = desk.assigned()
    desk.do("assign_request", LIAISON, request=asked["id"], unit=desk.unit, officer="named")
    assert not desk.ask("request", OFFICER, request=asked["id"])["speaks"]
    with pytest.raises(Forbidden) as refused:
        say(desk, OFFICER, asked["id"])
    assert refused.value.code == "request.forbidden.speaker"
    for who in (NAMED, HEAD, LIAISON, LEADER, EDITOR, COLLEAGUE):
        assert desk.ask("request", who, request=asked["id"])["speaks"]
        assert say(desk, who, asked["id"])["text"]
    assert desk.do("note_on_request", OFFICER, request=asked["id"], text="先前已联系过。")["text"]
    desk.do("withdraw_request", EDITOR, request=asked["id"])
    assert not desk.ask("request", NAMED, request=asked["id"])["speaks"], "what is over is re-opened first"


def noted(desk: Desk, request: str, by: RequestContext = OFFICER, file: str = "n1") -> Any:
    return desk.do("note_on_request", by, request=request, text="内部材料。", files=[{"file": file}])


def test_files_of_notes_are_the_bureaus_alone(desk: Desk) -> None:
    asked = desk.assigned()
    assert noted(desk, asked["id"])["files"] == ["n1"]
    for by in (OFFICER, LIAISON, LEADER):
        assert desk.ask("request_files", by, request=asked["id"])["files"] == ["n1"]
        assert desk.ask("request_file", by, request=asked["id"], file="n1") == {"file": "n1"}
    for by in (EDITOR, COLLEAGUE):
        assert desk.ask("request_files", by, request=asked["id"])["files"] == []
        with pytest.raises(NotFound) as told:
            desk.ask("request_file", by, request=asked["id"], file="n1")
        assert told.value.code == "file.unknown"
    with pytest.raises(NotFound):
        desk.ask("request_file", RIVAL, request=asked["id"], file="n1")
    desk.outlet("o1", "editor", "colleague", "liaison")
    with pytest.raises(NotFound):
        desk.ask("request_file", LIAISON, request=asked["id"], file="n1")


def test_files_of_notes_on_a_case_are_for_who_is_named(desk: Desk) -> None:
    case = desk.opened("rights")
    noted(desk, case["id"], NAMED)
    assert desk.ask("request_files", SECOND_NAMED, request=case["id"])["files"] == ["n1"]
    assert desk.ask("request_files", EDITOR, request=case["id"])["files"] == []
    for by in (LIAISON, LEADER, COLLEAGUE):
        with pytest.raises(NotFound) as told:
            desk.ask("request_file", by, request=case["id"], file="n1")
        assert told.value.code == "request.not_found"


def test_a_file_of_a_note_goes_to_the_other_side_in_no_way(desk: Desk) -> None:
    asked, other = desk.assigned(), desk.assigned()
    noted(desk, asked["id"])
    sent = {"files": [{"file": "f1"}, {"file": "n1"}], "looked": True}
    documents = [{"file": each, "name": "名单.txt", "text": "", "unread": False} for each in ("f1", "n1")]
    for request in (asked["id"], other["id"]):
        for do in (
            partial(desk.do, "say_on_request", OFFICER, text="好。", request=request, documents=documents, **sent),
            partial(desk.do, "answer_request", OFFICER, kind="material", request=request, documents=documents, **sent),
        ):
            with pytest.raises(Invalid) as told:
                do()
            places = [(each.pointer, each.rule) for each in told.value.problems]
            assert places == [("/files/1/file", "request.file_noted")]
        assert desk.ask("request_messages", EDITOR, request=request)["items"] == []
        assert desk.ask("request", EDITOR, request=request)["answer"] is None
    with pytest.raises(Invalid):
        desk.opened(by=EDITOR, files=[{"file": "n1"}])
