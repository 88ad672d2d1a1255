"""Material that is released: what is found in it, where that is told, and what a person has to look at."""

from __future__ import annotations

import time

import pytest

from services.liaison.domain.material import Document, Released, require_clean
from shared.contracts.review_terms import WordLevel
from shared.errors import FieldProblem, Invalid
from shared.screening import ListedWord, matcher
from shared.simplified import folding

RESIDENT_ID = "11010519491231002X"
WORDS = matcher(
    [ListedWord("黑老大", WordLevel.BANNED, "", "banned@1"), ListedWord("据说", WordLevel.SENSITIVE, "", "s@1")]
)


def told(
    text: str = "", source_line: str = "", *documents: Document, looked: bool = False
) -> tuple[str, list[FieldProblem]]:
    """The code and the problems of a refusal; nothing when it may leave."""
    try:
        require_clean(Released(text, source_line, documents, looked), folding(), WORDS)
    except Invalid as refused:
        return refused.code, list(refused.problems)
    return "", []


def document(text: str = "", name: str = "通报.docx", *, unread: bool = False) -> Document:
    return Document("f1", name, text, unread)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"嫌疑人身份证号{RESIDENT_ID}。", "resident_id"),
        ("联系电话 139 1234 5678", "phone"),
        ("卡号6222021234567890128", "bank_card"),
        ("涉案车辆鲁H·12345", "licence_plate"),
        ("人称黑老大", "banned_word"),
    ],
)
def test_each_kind_of_finding_is_refused_wherever_it_stands(text: str, rule: str) -> None:
    for pointer, refused in {
        "/text": told(text),
        "/source_line": told("", text),
        "/files/0": told("", "", document(text)),
        "/files/1": told("", "", document(), document(name=f"{text}.docx")),
    }.items():
        code, (problem,) = refused
        assert (code, problem.pointer, problem.params["finding"]) == ("material.findings", pointer, rule)


def test_a_finding_is_told_with_its_place_and_never_as_it_is() -> None:
    _, (problem,) = told("第一段。\n证号：" + RESIDENT_ID)
    assert (problem.params["line"], problem.params["column"]) == (2, 4)
    assert problem.params["excerpt"] == "11**************2X"
    _, problems = told("", "", document(f"内有{RESIDENT_ID}", name=f"{RESIDENT_ID}.docx"))
    assert RESIDENT_ID not in str(problems) and [each.rule for each in problems] == [
        "material.found_in_name", "material.found_in_file",
    ]  # fmt: skip


def test_the_place_of_an_answer_is_screened_too() -> None:
    released = Released("好。", "", (), place="找13912345678")
    with pytest.raises(Invalid) as refused:
        require_clean(released, folding(), WORDS)
    (problem,) = refused.value.problems
    assert (problem.pointer, problem.params["finding"]) == ("/place", "phone")


def test_no_more_is_looked_for_than_is_told() -> None:
    """What is found after the last that is told is nobody's business, and takes nobody's time."""
    text = "139,1234,5678。" * 14_000
    started = time.process_time()
    _, problems = told("", "", document(text), document(text))
    assert len(problems) == 100 and {each.pointer for each in problems} == {"/files/0"}
    assert time.process_time() - started < 2


def test_a_mark_of_a_secret_holds_back_what_rules_only_guess_does_not() -> None:
    """Nobody rules on findings here: who is named or where somebody lives is for who answers to see."""
    code, (problem,) = told("好。", "", document("秘密★5年\n布警方案"))
    assert (code, problem.params["finding"]) == ("material.findings", "secret_mark")
    assert told("犯罪嫌疑人张伟落网，同比下降12%。", "", document("被害人李娜，住址：滨江路8号。")) == ("", [])


def test_what_is_no_finding_leaves() -> None:
    assert told("据说今日举行开放日，共 120 人。", "滨江公安", document("全文无敏感信息。")) == ("", [])


def test_what_cannot_be_read_is_for_a_person_to_look_at() -> None:
    picture = document(name="现场.jpg", unread=True)
    code, (problem,) = told("好。", "", picture)
    assert (code, problem.pointer, problem.params["names"]) == ("validation", "/looked", ["现场.jpg"])
    assert told("好。", "", picture, looked=True) == ("", [])
    code, problems = told("黑老大", "", picture)
    assert code == "material.findings" and [each.pointer for each in problems] == ["/text", "/looked"]


def test_to_have_looked_is_no_way_around_a_finding() -> None:
    code, _ = told("", "", document(RESIDENT_ID, unread=True), looked=True)
    assert code == "material.findings"
