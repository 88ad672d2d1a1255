"""Every refusal of these services has a message in Chinese and English."""

from __future__ import annotations

import ast

import pytest

from services import SERVICES
from shared import errors
from tests.services.texts import ROOT, messages

# The outlet service chooses its codes in other ways, which its own test reads.
READ = [service for service in SERVICES if service != "outlet"]
KINDS = {cls.__name__ for cls in errors.KINDS.values()}


def codes() -> set[str]:
    """The codes of all errors that the services raise."""
    found = set()
    for path in [path for service in READ for path in (ROOT / "services" / service).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KINDS:
                assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
                found.add(node.args[0].value)
    return found


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_code_has_a_message(locale: str) -> None:
    told = {code for code, text in messages(locale).items() if text}
    assert codes()
    assert codes() - told == set()
