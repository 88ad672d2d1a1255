"""No message is sent with a gap: whoever refuses something gives every value that the text names, in each language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from gateway import errors as of_gateway
from gateway.messages import LOCALES, catalogue
from shared import errors
from shared.validation import KNOWN

ROOT = Path(__file__).parents[2]
ERRORS = {
    name
    for module in (errors, of_gateway)
    for name, cls in vars(module).items()
    if isinstance(cls, type) and issubclass(cls, errors.DomainError)
}
FIRST_ARGUMENT = {*ERRORS, "Rule", "Unclean"}
# marshmallow's own bounds know the values and do not tell them: ours (`shared.contracts.fields`) do.
TELLING = {rule for _, rule in KNOWN if any("{" in catalogue(locale).get(rule, "") for locale in LOCALES)}
Told = tuple[str, str, set[str]]


def calls() -> Iterator[tuple[str, ast.Call]]:
    for folder in ("gateway", "services", "shared"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def text_of(argument: ast.expr | None) -> str:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""


def told() -> Iterator[Told]:
    """Where, the message's key and the values given, of each refusal that writes them down."""
    for place, call in calls():
        name = name_of(call.func)
        arguments: list[ast.expr | None] = [*call.args, None, None, None]
        named = {keyword.arg for keyword in call.keywords}
        if name in FIRST_ARGUMENT and text_of(arguments[0]) and None not in named:
            yield place, text_of(arguments[0]), {each for each in named if each}
        elif name == "FieldProblem" and text_of(arguments[1]) and not named:
            given = arguments[2]
            if given is None:
                yield place, text_of(arguments[1]), set()
            elif isinstance(given, ast.Dict) and all(key is not None for key in given.keys):
                yield place, text_of(arguments[1]), {text_of(key) for key in given.keys}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_value_that_a_text_names_is_given(locale: str) -> None:
    found = list(told())
    assert len(found) > 200
    gaps: list[tuple[str, str, set[str]]] = []
    for place, key, values in found:
        named = {name for _, name, _, _ in Formatter().parse(catalogue(locale).get(key, "")) if name}
        gaps += [(place, key, named - values)] if named - values else []
    assert gaps == []


def test_no_bound_is_marshmallows_own() -> None:
    assert {"choice", "length.max", "range.min"} <= TELLING
    own = {"OneOf", "Length", "Range", "ContainsOnly", "NoneOf", "Regexp"}
    used = [
        place
        for place, call in calls()
        if isinstance(call.func, ast.Attribute) and name_of(call.func.value) == "validate" and call.func.attr in own
    ]
    assert used == []
