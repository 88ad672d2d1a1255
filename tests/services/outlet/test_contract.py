"""Contract, service and messages agree."""

from __future__ import annotations

import ast
import inspect
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from services.outlet.domain import Do
from services.outlet.service import OutletService
from shared.contracts import outlet as contracts
from shared.contracts.outlet_terms import Category
from tests.services.outlet.methods import METHODS

ROOT = Path(__file__).parents[3]
RAISING = (
    "services/outlet",
    "shared/sheets",
    "shared/contracts/outlet",
    "shared/contracts/fields.py",
    "shared/paging.py",
)
# Calls whose first or second argument is a code or rule.
FIRST = {"Conflict", "NotFound", "Forbidden", "Invalid", "Rule", "Pattern"}
SECOND = {"FieldProblem", "CellProblem", "refusal", "Pattern"}
# Rules that every contract has; their messages are the gateway's.
COMMON = {"choice", "required", "length.min", "length.max", "range.min", "range.max"}


@pytest.mark.parametrize("method", METHODS)
def test_the_service_has_every_method_of_the_contract(method: str) -> None:
    kind, schema, _ = METHODS[method]
    source = inspect.getsource(getattr(OutletService, method).__wrapped__)
    assert f"@{kind}(contracts.{schema.__name__})" in source


def test_the_contract_has_every_method_of_the_service() -> None:
    decorated = {name for name, member in inspect.getmembers(OutletService) if hasattr(member, "nameko_entrypoints")}
    assert decorated - {"lapse", "remind"} == set(METHODS)
    assert "`register`" in (contracts.__doc__ or "")


def codes() -> Iterator[str]:
    for place in RAISING:
        path = ROOT / place
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    for number, names in enumerate((FIRST, SECOND)):
                        if node.func.id in names and len(node.args) > number:
                            yield from _texts(node.args[number])


def _texts(node: ast.expr) -> Iterator[str]:
    """The whole codes in an expression; codes put together from parts are listed in `composed`."""
    if isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[:1] not in {"", "/", "^"}:
        yield node.value


def composed() -> set[str]:
    checks = ("credit_code.format", "credit_code.check_digit", "resident_id.format", "resident_id.check_digit")
    return {
        *(f"outlet.forbidden.{do}" for do in Do),
        *(f"evidence.{category}" for category in Category),
        *(f"cell.{kind}" for kind in ("formula", "error", "type", "precision", "too_long")),
        *(*checks, "resident_id.birth_date", "phone", "email", "url", "sheet.column_renamed", "sheet.column_missing"),
    }


def messages(locale: str) -> dict[str, str]:
    with (ROOT / "gateway" / "locales" / locale / "outlet.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_code_has_a_message(locale: str) -> None:
    known = messages(locale)
    assert (set(codes()) | composed()) - COMMON - set(known) == set()
    assert all(known.values())


def test_both_languages_name_the_same_values() -> None:
    zh, en = messages("zh"), messages("en")
    assert zh.keys() == en.keys()
    for code in zh:
        assert _named(zh[code]) == _named(en[code]), code


def _named(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
