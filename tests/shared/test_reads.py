"""Reads as people are told them, those that a platform caps by what is known of them."""

from __future__ import annotations

import pytest

from shared.reads import reads_told


@pytest.mark.parametrize(
    ("reads", "capped", "chinese", "english"),
    [
        (0, False, "0", "0"),
        (12_345, False, "12,345", "12,345"),
        (100_001, True, "10万+", "100,000+"),
        (100_001, False, "100,001", "100,001"),  # of a platform that shows what it counts
        (234_567, True, "23万+", "230,000+"),
    ],
)
def test_capped_reads_are_told_by_what_is_known_of_them(reads: int, capped: bool, chinese: str, english: str) -> None:
    assert (reads_told(reads, "zh", capped=capped), reads_told(reads, "en", capped=capped)) == (chinese, english)
