"""The codes that sources can answer, and the messages in which people read them."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
# Calls whose first or second argument is a code or rule.
FIRST = {"Conflict", "NotFound", "Forbidden", "Invalid", "Rule", "BadValue"}
SECOND = {"FieldProblem", "CellProblem", "Pattern", "refusal"}


def codes(*places: str) -> set[str]:
    """The codes that are written out whole in these files and folders."""
    paths = [ROOT / place for place in places]
    files = [file for path in paths for file in (path.rglob("*.py") if path.is_dir() else [path])]
    return {code for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))) for code in _codes(node)}


def messages(locale: str, area: str = "*") -> dict[str, str]:
    """Code → text of one area's message file, or of all of them."""
    found = {}
    for path in (ROOT / "gateway" / "locales" / locale).glob(f"{area}.po"):
        with path.open("rb") as file:
            found |= {str(one.id): str(one.string) for one in read_po(file) if one.id}
    return found


def values_named(text: str) -> set[str]:
    """The values that a message names."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _codes(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        for number, names in enumerate((FIRST, SECOND)):
            if node.func.id in names and len(node.args) > number:
                yield from _texts(node.args[number])


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[:1] not in {"", "/", "^"}:
        yield node.value
