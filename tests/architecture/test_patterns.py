"""A line break at the end passes no pattern: Python's `$` also stands before one, so it is asked with `fullmatch`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.test_anatomy import ROOT, TOPS

SOURCES = [path for top in (*TOPS, "deploy", "examples") for path in (ROOT / top).rglob("*.py")]
# How a text that ends with `$` stands in a file.
ENDS = ('$"', "$'")
LINE_BY_LINE = {"MULTILINE", "M"}


def test_what_ends_with_the_end_is_matched_whole() -> None:
    loose = [f"{path.relative_to(ROOT)}:{line}" for path in SOURCES for line in _loose(path)]
    assert loose == []


def _loose(path: Path) -> Iterator[int]:
    """The lines that match or search with a pattern whose `$` a line break may follow."""
    text = path.read_text(encoding="utf-8")
    if not any(end in text for end in ENDS):
        return  # to read all files as trees takes seconds
    tree = ast.parse(text)
    named = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _calls(node.value, "compile") and _ends(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        asked = _calls(node, "match") or _calls(node, "search")
        owner = node.func.value if isinstance(node.func, ast.Attribute) else None
        by_name = isinstance(owner, ast.Name) and owner.id in named
        if (asked and (by_name or _ends(node))) or (_calls(node, "Regexp") and _ends(node)):
            yield node.lineno


def _calls(node: ast.AST, name: str) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return called == name


def _ends(node: ast.AST) -> bool:
    """Whether a call's first argument is a pattern that ends with the end of the text, not of a line."""
    assert isinstance(node, ast.Call)
    flags = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    texts = _texts(node)
    return bool(texts) and texts[-1].endswith("$") and not texts[-1].endswith("\\$") and not flags & LINE_BY_LINE


def _texts(node: ast.Call) -> list[str]:
    first = node.args[0] if node.args else ast.Constant("")
    return [each.value for each in ast.walk(first) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
