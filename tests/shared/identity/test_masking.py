"""Numbers of people in a text are masked, however they are written; other numbers stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.identity.masking import mask_numbers


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("寻找330106199001011234的失主", "寻找3301**********1234的失主"),
        ("身份证33010619900101123x遗失", "身份证3301**********123X遗失"),
        ("身份证 330106 19900101 1234", "身份证 3301**********1234"),
        ("老证330106900101123", "老证3301*******1123"),
        ("请联系13912345678", "请联系139****5678"),
        ("请联系139-1234-5678、139 1234 5678", "请联系139****5678、139****5678"),
        ("请联系１３９１２３４５６７８", "请联系139****5678"),
        ("+86 13912345678", "139****5678"),
        ("拨打0571-87654321、（010）87654321", "拨打0571-****4321、010-****4321"),
        ("卡6222 0212 3456 7894", "卡6222********7894"),
    ],
)
def test_a_number_of_a_person_is_masked(text: str, masked: str) -> None:
    assert mask_numbers(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "拨打96110与110",
        "2026年第3季度",
        "2026-08-20 12:30 发布",
        "编号2026-000123",
        "2024-2025赛季",
        "第1000000件",
        "400-810-8888",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_numbers(text) == text


@given(st.text() | st.text(alphabet="0123456789 -X()"))
def test_done_again_it_changes_nothing(text: str) -> None:
    assert mask_numbers(mask_numbers(text)) == mask_numbers(text)
