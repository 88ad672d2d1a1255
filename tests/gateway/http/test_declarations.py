"""What every endpoint must say of itself, and every error in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema
from marshmallow import fields as ma
from openapi_spec_validator import validate

from gateway import errors, messages
from gateway.app import areas
from gateway.http import problems
from gateway.http.conditional import IfMatch
from gateway.http.declaration import Declaration, description, summary
from gateway.http.openapi import BODIES, make
from shared.contracts.days import Day
from shared.contracts.fields import Moment
from shared.errors import KINDS, DomainError

ROOT = Path(__file__).parents[3]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
UPDATES = ("PUT", "PATCH", "DELETE")
# A session has no version, a new password comes with the present one, and an upload's version is its offset.
UNVERSIONED = (
    "/sessions", "/accounts/me/password", "/uploads", "/calendar-feed",
    # One's own reply: nobody else changes it, and the seats are looked at when it is written.
    "/activities/<id:activity>/reply",
)  # fmt: skip


def application() -> tuple[Flask, dict[str, Any]]:
    """Every area on an application without servers, and its document."""
    app = Flask(__name__, static_folder=None)
    api = make(app, "1")
    for area in areas():
        api.register_blueprint(area.blueprint)
    return app, api.spec.to_dict()


APP, DOCUMENT = application()
VIEWS = [(rule, APP.view_functions[rule.endpoint]) for rule in APP.url_map.iter_rules()]
DECLARED: list[Declaration] = [view.declared for _, view in VIEWS if hasattr(view, "declared")]


def named(declared: Declaration) -> str:
    return f"{declared.method} {declared.path}"


def test_every_endpoint_has_a_declaration() -> None:
    assert len(DECLARED) > 30
    assert [rule.rule for rule, view in VIEWS if not hasattr(view, "declared")] == []


@pytest.mark.parametrize("declared", DECLARED, ids=named)
def test_days_and_moments_are_of_this_century(declared: Declaration) -> None:
    """What others could neither sort nor page by, and no calendar of ours reaches."""
    for schema in (declared.body, declared.query):
        for place, field in fields_of(schema) if schema is not None else ():
            assert not isinstance(field, ma.DateTime) or isinstance(field, (Day, Moment)), place


def fields_of(schema: Schema, before: str = "") -> Iterator[tuple[str, ma.Field[Any]]]:
    """Every field of an input, however deep, with its place."""
    for name, field in schema.load_fields.items():
        inner = field.inner if isinstance(field, ma.List) else field
        if isinstance(inner, ma.Nested):
            yield from fields_of(inner.schema, f"{before}{name}/")
        yield f"{before}{name}", inner


@pytest.mark.parametrize("declared", DECLARED, ids=named)
def test_an_endpoint_speaks_both_languages(declared: Declaration) -> None:
    assert CHINESE.search(summary(declared.zh)) and CHINESE.search(description(declared.zh))
    assert summary(declared.en) and description(declared.en)
    assert not CHINESE.search(declared.en)


@pytest.mark.parametrize("declared", DECLARED, ids=named)
def test_an_endpoint_says_who_may_call_it_and_what_it_can_answer(declared: Declaration) -> None:
    operation = operation_of(declared)
    assert operation["x-roles"] == declared.access.names
    assert bool(operation["security"]) != declared.access.public
    assert {int(status) for status in operation["responses"]} == set(declared.statuses)
    assert {status for status in declared.statuses if status >= 400} <= set(BODIES)


@pytest.mark.parametrize("declared", [each for each in DECLARED if each.body and not each.upload], ids=named)
def test_a_body_has_an_example_of_its_form(declared: Declaration) -> None:
    assert declared.body is not None and declared.example is not None
    # What is in no path the gateway adds by itself.
    from_path = {name: "an-id" for name in declared.body.exclude if f":{name}>" in declared.path}
    assert type(declared.body)().validate({**declared.example, **from_path}) == {}


@pytest.mark.parametrize("declared", [each for each in DECLARED if each.method in UPDATES], ids=named)
def test_an_update_takes_if_match(declared: Declaration) -> None:
    assert declared.if_match is not IfMatch.IGNORED or declared.path.startswith(UNVERSIONED)


@pytest.mark.parametrize("declared", [each for each in DECLARED if each.method == "POST"], ids=named)
def test_every_post_has_one_effect_per_key(declared: Declaration) -> None:
    assert declared.service or declared.stored, "neither the service nor the gateway keeps its record"


def test_the_document_is_openapi_3_1() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    validate(DOCUMENT)


def test_every_kind_of_error_has_its_status_and_its_titles() -> None:
    kinds = set(KINDS) | {kind for cls in vars(errors).values() if (kind := own_kind(cls))}
    assert set(problems.TABLE) == kinds
    for locale in messages.LOCALES:
        assert {f"kind.{kind}" for kind in kinds} <= messages.catalogue(locale).keys()


def test_both_languages_have_the_same_texts_with_the_same_values() -> None:
    zh, en = messages.catalogue("zh"), messages.catalogue("en")
    assert zh.keys() == en.keys()
    for key in zh:
        assert values(zh[key]) == values(en[key]), key


def test_every_code_that_is_raised_has_its_text() -> None:
    known = messages.catalogue("zh")
    missing = {f"{path.relative_to(ROOT)}: {code}" for path, code in raised() if code not in known}
    assert missing == set()


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        ("", "zh"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("fr, en;q=0.3", "en"),
        ("fr", "zh"),
        ("*", "zh"),
        ("en;q=0, *;q=0.1", "zh"),
        ("en;q=nonsense", "zh"),
    ],
)
def test_the_language_is_the_best_of_ours(header: str, locale: str) -> None:
    assert messages.negotiate(header) == locale


def operation_of(declared: Declaration) -> dict[str, Any]:
    path = "/v1" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", declared.path)
    found: dict[str, Any] = DOCUMENT["paths"][path][declared.method.lower()]
    return found


def own_kind(cls: Any) -> str:
    return cls.kind if isinstance(cls, type) and issubclass(cls, DomainError) and cls is not DomainError else ""


def values(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


def raised() -> Iterator[tuple[Path, str]]:
    """Every code of an error and every rule that the source names literally."""
    names = {cls.__name__: 0 for cls in KINDS.values()} | {"Rule": 0, "FieldProblem": 1, "refusal": 1}
    names |= {name: 0 for name, cls in vars(errors).items() if own_kind(cls)}
    for folder in ("gateway", "services", "shared"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and (place := names.get(getattr(node.func, "id", ""), 9)) < len(
                    node.args
                ):
                    code = node.args[place]
                    if isinstance(code, ast.Constant) and isinstance(code.value, str) and code.value:
                        yield path, code.value
