"""Texts of the pages: both languages have the same ones with the same values, and templates name no other."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from console.words import catalogue

CONSOLE = Path(__file__).parents[2] / "console"
NAMED = re.compile(r"""\bt\(\s*["']([a-z_]+\.[a-z0-9_.]+)["']\s*[,)]""")


def test_both_languages_have_the_same_texts_with_the_same_values() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert zh.keys() == en.keys()
    assert [key for key in zh if _values(zh[key]) != _values(en[key])] == []
    assert [key for key, text in {**zh, **en}.items() if not text] == []


def test_every_text_that_a_page_names_is_there() -> None:
    sources = [*CONSOLE.rglob("*.html"), *CONSOLE.rglob("*.py")]
    named = {key for path in sources for key in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 50
    assert sorted(named - catalogue("zh").keys()) == []


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
