"""Every refusal of these services has a message in Chinese and English."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from shared import errors

ROOT = Path(__file__).parents[2]
SERVICES = ("notification", "submission", "review", "scoring")
KINDS = {cls.__name__ for cls in errors.KINDS.values()}


def codes() -> set[str]:
    """The codes of all errors that the services raise."""
    found = set()
    for path in [path for service in SERVICES for path in (ROOT / "services" / service).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
                found.add(node.args[0].value)
    return found


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_code_has_a_message(locale: str) -> None:
    messages = set()
    for path in (ROOT / "gateway" / "locales" / locale).glob("*.po"):
        with path.open("rb") as file:
            messages |= {entry.id for entry in read_po(file, locale=locale) if entry.id and entry.string}
    assert codes()
    assert codes() - messages == set()
