"""Parts of texts are found by pairs of neighbours, and only where they are."""

from __future__ import annotations

import re

import pytest

from shared.grams import MOST_ASKED, asked, grams, holding, searchable


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("夜巡", "派出所的夜巡三公里"),
        ("里", "派出所的夜巡三公里"),
        ("反詐", "全民反诈在行动"),
        ("ＡＩ　110", "用ai110接警"),
        ("open day", "警营 Open Day 开放日"),
        ("三公里", "《三\u200b公里》"),
        ("2026-000123", "2026-000123"),
        (".*", "以 .* 结尾"),
        ("😀夜", "😀夜巡"),
        ("全民反诈在行动，派出所的夜巡三公里走了一年", "昨天，全民反诈在行动，派出所的夜巡三公里走了一年。"),
    ],
)
def test_a_part_is_found(query: str, text: str) -> None:
    key = searchable([text])
    assert set(asked(query)) <= set(grams(key))
    assert re.search(holding(query)["$regex"], key)


def test_pairs_alone_are_no_part() -> None:
    key = searchable(["夜巡", "巡三公里"])
    assert set(asked("夜巡三")) <= set(grams(key))
    assert not re.search(holding("夜巡三")["$regex"], key)
    assert "巡巡" not in grams(key)


def test_a_query_asks_for_few_pairs() -> None:
    assert len(asked("".join(map(chr, range(0x4E00, 0x4E00 + 100))))) <= MOST_ASKED
    assert asked(" 《》 ") == []
    assert grams(searchable([" ", ""])) == []
