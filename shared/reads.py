"""Reads as people are told them."""

from __future__ import annotations

from typing import Final

TEN_THOUSAND: Final = 10_000


def reads_told(reads: int, locale: str, *, capped: bool) -> str:
    """Reads with separators: 12,345. Of capped ones, of which a platform shows no more than a least number, the ten
    thousands that are known: 10万+ in Chinese, 100,000+ in any other language."""
    if not capped:
        return f"{reads:,}"
    known = reads // TEN_THOUSAND
    return f"{known}万+" if locale == "zh" else f"{known * TEN_THOUSAND:,}+"
