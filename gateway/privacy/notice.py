"""What people are told of how their data is handled: a text in each language, with one edition."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class Notice:
    """`edition` changes when people are to be asked again."""

    edition: str
    title: str
    paragraphs: tuple[str, ...]


@cache
def notice(locale: str) -> Notice:
    """The notice in a language, `zh` or `en`."""
    text = Path(__file__).with_name(f"notice.{locale}.txt").read_text(encoding="utf-8")
    edition, title, *paragraphs = text.strip().splitlines()
    return Notice(edition, title, tuple(paragraphs))


# The one that holds.
NOTICE: Final = notice("zh").edition
