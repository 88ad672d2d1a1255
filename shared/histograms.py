"""What is kept of many numbers so that each of their figures is exact: how often there was each."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

MEDIAN: Final = 50
# Nine in ten.
P90: Final = 90
TENTH: Final = Decimal("0.1")


def within(counts: Mapping[int, int], percent: int) -> int | None:
    """The number within which so many in a hundred are: the value at the nearest rank, exact; None of none."""
    rank, seen = -(-sum(counts.values()) * percent // 100), 0
    for value, count in sorted(counts.items()):
        seen += count
        if seen >= rank:
            return value
    return None


def mean(counts: Mapping[int, int]) -> str | None:
    """Their mean, to one place; None of none."""
    whole = sum(counts.values())
    return _tenths(Decimal(sum(value * count for value, count in counts.items())) / whole) if whole else None


def percent(part: int, whole: int) -> str | None:
    """How many in a hundred, to one place; None of none."""
    return _tenths(Decimal(part * 100) / whole) if whole else None


def _tenths(number: Decimal) -> str:
    return str(number.quantize(TENTH, ROUND_HALF_UP))
