"""Check digits and forms of identity numbers and phones."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from shared.identity.checks import (
    compact,
    credit_code_problem,
    normalise_phone,
    phone_problem,
    resident_id_problem,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    head = draw(st.sampled_from("1359ANY")) + draw(st.sampled_from("1239"))
    head += draw(st.text("0123456789", min_size=6, max_size=6)) + draw(st.text(ALPHABET, min_size=9, max_size=9))
    return head + _credit_check(head)


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    born = draw(st.dates(min_value=date(1900, 1, 1), max_value=date(2020, 1, 1)))
    head = draw(st.sampled_from(["11", "33", "44", "65", "82", "91"])) + draw(
        st.text("0123456789", min_size=4, max_size=4)
    )
    head += f"{born:%Y%m%d}" + draw(st.text("0123456789", min_size=3, max_size=3))
    return head + ric.calc_check_digit(head + "0")


def _credit_check(head: str) -> str:
    return uscc.calc_check_digit(head)


@given(credit_codes(), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_any_single_change_of_a_credit_code_is_refused(code: str, place: int, char: str) -> None:
    assert credit_code_problem(code) is None
    changed = code[:place] + char + code[place + 1 :]
    assert (credit_code_problem(changed) is None) == (changed == code)


@given(resident_ids(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_change_of_an_identity_number_is_refused(number: str, place: int, char: str) -> None:
    assert resident_id_problem(number) is None
    changed = number[:place] + char + number[place + 1 :]
    assert (resident_id_problem(changed) is None) == (changed == number)


@given(resident_ids(), st.integers(0, 15))
def test_two_neighbours_exchanged_are_refused(number: str, place: int) -> None:
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (resident_id_problem(changed) is None) == (changed == number)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91110000600037341L", None),  # python-stdnum's own example
        ("91110000600037341M", "credit_code.check_digit"),
        ("9111000060003734", "credit_code.format"),
        ("91110000600037341I", "credit_code.format"),
        ("911100006000373410", "credit_code.check_digit"),
        ("", "credit_code.format"),
        ("9\uff11110000600037341L", "credit_code.format"),
        ("91110000600037341L\n", "credit_code.format"),
    ],
)
def test_credit_codes(code: str, problem: str | None) -> None:
    assert credit_code_problem(code) == problem


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("11010519491231002X", None),  # the example of GB 11643-1999
        ("110105194912310021", "resident_id.check_digit"),
        ("440524188001010014", "resident_id.birth_date"),  # right digit, born in 1880
        ("360426199101010071", None),
        ("360426910101007", "resident_id.format"),  # 15 digits: not valid since 2013
        ("990426199101010071", "resident_id.check_digit"),
        ("000426199101010071", "resident_id.format"),
        ("11010519491231002x", "resident_id.format"),
        ("\uff1110105194912310021", "resident_id.format"),
        ("11010519491231002X\n", "resident_id.format"),
    ],
)
def test_identity_numbers(number: str, problem: str | None) -> None:
    assert resident_id_problem(number) == problem


@pytest.mark.parametrize("day", ["20230229", "19901301", "29990101"])
def test_a_day_that_was_not_is_refused(day: str) -> None:
    head = f"330108{day}001"
    assert resident_id_problem(head + ric.calc_check_digit(head + "0")) == "resident_id.birth_date"


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("13912345678", "13912345678"),
        ("+86 139 1234 5678", "13912345678"),
        ("0086-139-1234-5678", "13912345678"),
        ("0571-87654321", "0571-87654321"),
        ("057187654321", "0571-87654321"),
        ("(010)12345678", "010-12345678"),
        ("021-12345678-123", "021-12345678-123"),
        ("0571—87654321", "0571-87654321"),
        ("\uff11\uff13912345678", "13912345678"),
    ],
)
def test_phones_have_one_spelling(text: str, canonical: str) -> None:
    assert normalise_phone(text) == canonical
    assert phone_problem(canonical) is None


@pytest.mark.parametrize(
    "text", ["", "12912345678", "1391234567", "139123456789", "0571-123", "87654321", "电话", "010-1234567"]
)
def test_what_is_no_mainland_phone_is_refused(text: str) -> None:
    assert phone_problem(normalise_phone(text)) == "phone"


@pytest.mark.parametrize("phone", ["13912345678\n", "0571-87654321\n"])
def test_a_line_break_is_no_part_of_a_phone(phone: str) -> None:
    assert phone_problem(phone) == "phone"


def test_spaces_and_hyphens_are_taken_out() -> None:
    assert compact("\uff19111 0000-600037341l") == "91110000600037341L"
    assert compact(" 9111-0000 6000 37341l ") == "91110000600037341L"
