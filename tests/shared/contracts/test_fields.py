"""Fields of the contracts: canonical spellings in, named rules out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema

from shared import validation
from shared.contracts.fields import (
    Choice,
    Form,
    Name,
    Text,
    credit_code,
    cursor,
    email,
    identifier,
    limit,
    phone,
    resident_id,
    several,
    url,
    whole,
)
from shared.contracts.outlet_terms import Level
from shared.errors import Invalid


class Everything(Form):
    name = Text(5, shortest=2)
    person_name = Name(40)
    story = Text(20, multiline=True)
    level = Choice(Level)
    code = credit_code()
    person = resident_id()
    phone = phone()
    email = email()
    url = url()
    id = identifier()
    count = whole(1, 3)
    names = several(Text(3), 2, least=1)
    cursor = cursor()
    limit = limit()


def load(**data: Any) -> dict[str, Any]:
    return validation.load(Everything(), data)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("name", "a", "length.min"),
        ("name", "abcdef", "length.max"),
        ("name", "   ", "required"),
        ("name", "\u200b\u3164\ufeff", "required"),
        ("name", "a" + "\u200b" * 5_000, "length.max"),
        ("person_name", "李\U0001f46e", "text.unprintable"),
        ("person_name", "王110105194912310021", "text.personal_number"),
        ("person_name", "老王139 1234 5678", "text.personal_number"),
        ("name", 5, "type"),
        ("name", None, "null"),
        ("story", "\x07\u202e", "required"),
        ("level", "village", "choice"),
        ("level", ["self"], "choice"),
        ("level", {}, "choice"),
        ("code", "91110000600037341M", "credit_code.check_digit"),
        ("code", "9" * 2000, "length.max"),
        ("person", "110105194912310021", "resident_id.check_digit"),
        ("phone", "123", "phone"),
        ("phone", "", "required"),
        ("email", "a@b", "email"),
        ("email", "a b@example.com", "email"),
        ("url", "ftp://example.com", "url"),
        ("url", "https://", "url"),
        ("url", "https://example.com:99999/", "url"),
        ("url", "https://[bad", "url"),
        ("url", "javascript:alert(1)", "url"),
        ("url", "https://example.com/a b", "url"),
        ("id", "a/b", "id"),
        ("id", "a\n", "id"),
        ("count", 4, "range.max"),
        ("count", 0, "range.min"),
        ("count", "2", "type"),
        ("count", True, "type"),
        ("names", [], "required"),
        ("names", ["a", "b", "c"], "length.max"),
        ("names", "a", "type"),
        ("cursor", "x" * 601, "length.max"),
        ("limit", 101, "range.max"),
        ("other", 1, "unknown"),
    ],
)
def test_a_refusal_names_field_and_rule(field: str, value: Any, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        load(**{field: value})
    assert [(p.pointer.split("/")[1], p.rule) for p in refused.value.problems] == [(field, rule)]


def test_a_refusal_carries_what_its_message_names() -> None:
    with pytest.raises(Invalid) as refused:
        load(name="abcdef", level="village", names=["abcd"])
    params = {p.pointer: p.params for p in refused.value.problems}
    assert params["/name"]["max"] == 5
    assert "county" in params["/level"]["allowed"]
    assert params["/names/0"]["max"] == 3


def test_a_list_that_is_too_long_is_refused_before_its_items_are_looked_at() -> None:
    with pytest.raises(Invalid) as refused:
        load(names=["too long"] * 50_000)
    assert [(p.pointer, p.rule, p.params["max"]) for p in refused.value.problems] == [("/names", "length.max", 2)]


def test_of_very_many_problems_a_hundred_are_told() -> None:
    with pytest.raises(Invalid) as refused:
        load(**{f"x{number}": 1 for number in range(10_000)})
    assert len(refused.value.problems) == validation.MOST_TOLD


def test_spellings_become_canonical() -> None:
    data = load(name=" e\u0301a ", story="a\r\nb", code="9111 0000-600037341l", phone="+86 139 1234 5678", level="self")
    assert data["name"] == "éa"
    assert data["story"] == "a\nb"
    assert (data["code"], data["phone"], data["level"]) == ("91110000600037341L", "13912345678", Level.SELF)
    assert data["limit"] == 20


def test_texts_are_kept_in_one_form() -> None:
    story = "甲\x07\u202e\r\n  乙👮\u200d♀"
    data = load(name="滨\u200b江\u3000_x000D_报\ufeff", story=story, person_name="\u202a王\x00芳")
    assert data["name"] == "滨江 报"
    assert data["story"] == "甲\n  乙👮\u200d♀"
    assert data["person_name"] == "王芳"


def test_a_name_that_cannot_be_printed_is_told_with_character_code_and_place() -> None:
    with pytest.raises(Invalid) as refused:
        load(person_name="\u200b李😀")
    (problem,) = refused.value.problems
    assert problem.pointer == "/person_name"
    assert [problem.params[name] for name in ("char", "code", "place")] == ["😀", "U+1F600", 2]


@given(
    st.dictionaries(
        st.sampled_from(sorted(Everything().fields)), st.text() | st.integers() | st.lists(st.text()) | st.none()
    )
)
def test_no_input_does_anything_but_load_or_be_refused(data: dict[str, Any]) -> None:
    schema: Schema = Everything()
    try:
        assert validation.load(schema, data)["limit"] >= 1
    except Invalid as refused:
        assert refused.problems
