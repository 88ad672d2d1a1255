"""What a story tells of people: names, phones and numbers are masked."""

from __future__ import annotations

import pytest

from jingmei.story.model import hidden, mask_name
from tests.e2e.people import Data
from tests.jingmei.tracing import Trace


def test_personal_data_is_masked(work: Data, trace: Trace) -> None:
    for told in (trace(work["id"], "--json").out, trace(work["id"]).out):
        assert "王**" in told and "王小芳" not in told
        assert "139****5678" in told and "13912345678" not in told
        assert "1101**********002X" in told and "11010519491231002X" not in told


def test_words_that_look_like_people_are_hidden() -> None:
    assert hidden({"a": ["给 13912345678 打电话", 5], "b": "w.fang@example.com"}) == {
        "a": ["给 139****5678 打电话", 5],
        "b": "w***@example.com",
    }
    assert (mask_name("王小芳"), mask_name("")) == ("王**", "")


@pytest.mark.parametrize("phone", ["+8613912345678", "0086-13912345678", "86 139 1234 5678", "139-1234-5678"])
def test_a_phone_is_hidden_however_it_is_written(phone: str) -> None:
    assert hidden(f"打{phone}。") == "打139****5678。"
    assert hidden("打0571-88881234。") == "打0571-****1234。"


@pytest.mark.parametrize("text", [
    "account:01a209dc-2139-7345-8123-13912345678a", "a13912345678b" + "c" * 51, "2026-000123",
    "330108-75FT-R91Y-HSBT-B9SF",
])  # fmt: skip
def test_ids_stay_as_they_are_though_they_look_like_phones(text: str) -> None:
    assert hidden(text) == text
