"""Files of works over HTTP: documents are read and screened when a work is handed in, the rest is for a person."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest

from shared.context import Role
from tests.e2e.cast import PNG
from tests.e2e.people import People, Person, problem, register, verify
from tests.e2e.rounds import handed_in, idea

BUREAU = "330293"
MOBILE, RESIDENT_ID = "13912345678", "11010519491231002X"


@pytest.fixture(scope="module")
def owner(people: People) -> Person:
    return people.new(bureau=BUREAU)


@pytest.fixture(scope="module")
def outlet(people: People, owner: Person) -> str:
    return str(verify(people.new(Role.LIAISON, bureau=BUREAU), register(owner))["id"])


@pytest.fixture(scope="module")
def staff(people: People) -> dict[str, Person]:
    return {role.value: people.new(role, bureau=BUREAU) for role in (Role.LEADER, Role.REVIEWER_FIRST)}


def upload(person: Person, name: str, content: bytes) -> str:
    return str(person.ok("POST", "/files", files={"file": (name, content)}, data={"kind": "attachment"})["id"])


def letter() -> bytes:
    """With a number in its text, and another one in its header."""
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("夜巡三公里。")
    made.add_paragraph(f"联系人手机：{MOBILE}")
    made.sections[0].header.paragraphs[0].text = f"证件 {RESIDENT_ID}"
    made.save(out)
    return out.getvalue()


def sheet() -> bytes:
    """With a number on a sheet that is hidden."""
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active["A1"] = "名单见附表"
    hidden = made.create_sheet("附表")
    hidden["A1"], hidden.sheet_state = f"当事人 {RESIDENT_ID}", "hidden"
    made.save(out)
    return out.getvalue()


def test_documents_are_screened_and_pictures_wait_for_a_person(
    owner: Person, outlet: str, staff: dict[str, Person]
) -> None:
    named = [("通报.docx", letter()), ("名单.xlsx", sheet()), ("夜巡.png", PNG)]
    paper, table, photo = (upload(owner, *each) for each in named)
    given = [{"file": each} for each in (paper, table, photo)]
    review = handed_in(owner, outlet, staff["leader"], attachments=given)
    places = {(each["rule"], tuple(each["files"])) for each in review["findings"]}
    assert places == {
        ("phone", (paper,)), ("resident_id", (paper,)), ("resident_id", (table,)), ("unread_file", (photo,)),
    }  # fmt: skip
    texts = {each["file"]: each["text"] for each in review["attachments"]}
    for each in review["findings"]:
        if each["rule"] != "unread_file":
            inside = texts[each["files"][0]][each["start"] : each["end"]]
            assert inside in (MOBILE, RESIDENT_ID) and inside not in each["excerpt"]
    assert [each["unread"] for each in review["attachments"]] == [False, False, True] and texts[photo] == ""
    first, path = staff["reviewer_first"], f"/v1/reviews/{review['id']}"
    first.ok("POST", f"/reviews/{review['id']}/claim")
    problem(first.call("POST", f"{path}/decision", json={"decision": "pass"}), 409, "review.findings_open")


def test_an_ideas_files_are_read_as_well(owner: Person, outlet: str, staff: dict[str, Person]) -> None:
    paper = upload(owner, "设想.docx", letter())
    review = idea(owner, outlet, staff["leader"], attachments=[{"file": paper}])
    assert {(each["rule"], tuple(each["files"])) for each in review["findings"]} == {
        ("phone", (paper,)), ("resident_id", (paper,)),
    }  # fmt: skip
