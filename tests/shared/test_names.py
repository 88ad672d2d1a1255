"""Names of media are one whatever way people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.names import name_key


@pytest.mark.parametrize(
    "spelling",
    [
        "大众日报", "《大众日报》", "〈大众日报〉", "〈大众日报〉", "“大众日报”", "＂大众日报＂", "「大众日报」",
        "大眾日報", "《大眾日報》",
        "大众 日报", "大　众日报", " 大众日报\n", "大众\u200b日报", "\ufeff大众日报", "大众\u00ad日报", "大\x00众日报",
    ],
)  # fmt: skip
def test_a_medium_is_one_however_it_is_written(spelling: str) -> None:
    assert name_key(spelling) == "大众日报"


@pytest.mark.parametrize(
    ("one", "other"), [("CCTV-1", "ｃｃｔｖ－１"), ("China Daily", "CHINADAILY"), ("中國青年報", "中国青年报")]
)
def test_width_case_and_script_make_no_difference(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("大众日报", "大众晚报"), ("CCTV-1", "CCTV-11"), ("浙江日报", "浙江·日报")])
def test_other_names_are_others(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)
