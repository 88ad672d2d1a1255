"""Contract, service and messages agree."""

from __future__ import annotations

import ast
import inspect
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from services.submission.service import SubmissionService
from shared.contracts import submission as contracts
from shared.events import OUTLET_FACTS
from tests.services.submission.desk import COMMANDS, QUERIES

ROOT = Path(__file__).parents[3]
HEARD = {"outlet_changed", "review_decided"}
# Calls whose first or second argument is a code or rule.
FIRST = {"Conflict", "NotFound", "Forbidden", "Invalid", "Rule"}
SECOND = {"FieldProblem"}


@pytest.mark.parametrize("method", [*COMMANDS, *QUERIES])
def test_the_service_has_every_method_of_the_contract(method: str) -> None:
    kind, schema = ("command", COMMANDS[method]) if method in COMMANDS else ("query", QUERIES[method])
    source = inspect.getsource(getattr(SubmissionService, method).__wrapped__)
    assert f"@{kind}(contracts.{schema.__name__})" in source


def test_the_contract_has_every_method_of_the_service() -> None:
    decorated = {
        name for name, member in inspect.getmembers(SubmissionService) if hasattr(member, "nameko_entrypoints")
    }
    assert decorated - HEARD == set(COMMANDS) | set(QUERIES)
    assert len(OUTLET_FACTS) > 10


def test_what_the_gateway_adds_to_an_input_is_the_only_difference() -> None:
    pairs = [
        (contracts.SubmissionInput, contracts.CreateSubmission),
        (contracts.RevisionInput, contracts.ReviseSubmission),
    ]
    for outer, inner in pairs:
        assert outer().fields.keys() == inner().fields.keys()
    assert set(contracts.AttachmentInput().fields) == {"file", "name", "media_type", "sha256", "size"}


def codes() -> Iterator[str]:
    for place in ("services/submission", "shared/contracts/submission", "gateway/files/references.py"):
        path = ROOT / place
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    for number, names in enumerate((FIRST, SECOND)):
                        if node.func.id in names and len(node.args) > number:
                            yield from _texts(node.args[number])


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


COMPOSED = {"moment.future", "metrics.before_publication", "attachment.not_own", "attachment.kind", "attachment.size"}


def messages(locale: str, area: str = "*") -> dict[str, str]:
    found = {}
    for path in (ROOT / "gateway" / "locales" / locale).glob(f"{area}.po"):
        with path.open("rb") as file:
            found |= {str(one.id): str(one.string) for one in read_po(file) if one.id}
    return found


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_code_has_a_message(locale: str) -> None:
    assert (set(codes()) | COMPOSED) - set(messages(locale)) == set()


def test_both_languages_name_the_same_values() -> None:
    zh, en = messages("zh", "submission"), messages("en", "submission")
    assert zh.keys() == en.keys() and all(zh.values()) and all(en.values())
    assert set(zh) - set(codes()) - COMPOSED == set()
    for code in zh:
        assert _named(zh[code]) == _named(en[code]), code


def _named(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
