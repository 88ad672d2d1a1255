"""Every code and rule that accounts, sessions, audit and files can answer has its text in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.messages import LOCALES, catalogue
from shared.labels import labels

ROOT = Path(__file__).parents[3] / "gateway"
SOURCES = [path for area in ("accounts", "auth", "audit", "files", "api") for path in (ROOT / area).rglob("*.py")]
CODE = re.compile(
    r'(?:Rule|Invalid|Conflict|NotFound|Forbidden|Unauthorised|RateLimited|ServiceUnavailable)\(\s*"([^"]+)"'
)
RULE = re.compile(r'"((?:accounts|auth|file)\.[a-z_]+)"')
# What the system itself does with accounts, as the trail calls it.
OPERATION = re.compile(r'"(accounts\.(?:erase|appoint))"')


def codes() -> set[str]:
    """What the sources name. Collections, endpoints, operations and areas of labels have names of the same form: left
    out."""
    texts = [path.read_text(encoding="utf-8") for path in SOURCES]
    found = {code for text in texts for code in CODE.findall(text)}
    others = {*labels("zh"), *(name for text in texts for name in OPERATION.findall(text))}
    return found | {rule for text in texts for rule in RULE.findall(text)} - others


@pytest.mark.parametrize("locale", LOCALES)
def test_every_code_has_its_text(locale: str) -> None:
    assert len(codes()) > 25
    assert codes() - set(catalogue(locale)) == set()


def test_both_languages_have_the_same_codes() -> None:
    first, second = (set(catalogue(locale)) for locale in LOCALES)
    assert first == second
