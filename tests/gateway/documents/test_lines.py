"""Lines of long names: nothing lost, none too wide, no more than it takes, ending where words do."""

from __future__ import annotations

from math import ceil

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.documents.lines import balanced, width_in_characters

LONG = "内蒙古自治区呼伦贝尔市莫力达瓦达斡尔族自治旗公安局交通管理大队直属第二中队办事处"


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (40, (LONG,)),
        (28, (LONG[:22], LONG[22:])),  # 自治旗 | 公安局
        (17, ("内蒙古自治区呼伦贝尔市", "莫力达瓦达斡尔族自治旗公安局", "交通管理大队直属第二中队办事处")),
    ],
)
def test_a_line_ends_where_a_word_of_the_name_does(most: int, lines: tuple[str, ...]) -> None:
    assert balanced(LONG, most) == lines


def test_a_centre_is_a_word() -> None:
    assert balanced("某某市融媒体新闻宣传中心警媒协作办公室", 14) == ("某某市融媒体新闻宣传中心", "警媒协作办公室")


@example("11111公公公公1公公区1公公公公1公公公", 4)
@given(st.text("滨江县公安局局分市区Aa1", max_size=80), st.integers(4, 30))
def test_nothing_is_lost_and_no_line_is_too_wide(text: str, most: int) -> None:
    lines = balanced(text, most)
    assert "".join(lines) == text
    assert all(width_in_characters(line) <= most for line in lines)
    assert len(lines) == filled(text, most)
    if not any(map(str.isascii, text)):
        assert len(lines) == max(1, ceil(len(text) / most))


def filled(text: str, most: int) -> int:
    """How many lines there are when each takes what fits."""
    lines = 1
    while width_in_characters(text) > most:
        place = next(place for place in range(len(text), 0, -1) if width_in_characters(text[:place]) <= most)
        text, lines = text[place:], lines + 1
    return lines
