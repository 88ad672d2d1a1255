"""The way to an identity provider and back, as a browser goes it."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.gateway.accounts.desk import Person
from tests.support.provider import Provider

HERE = "https://jingmei.example"
IDENTITY, SESSION = "/accounts/me/outside-identity", "/sessions/outside"
Brought = dict[str, Any]


def go(provider: Provider, begun: dict[str, Any], sub: str) -> Brought:
    """There as somebody, and what the browser has then."""
    return {**provider.visit(begun["address"], sub), "secret": begun["secret"]}


def begin(person: Person, path: str = IDENTITY) -> dict[str, Any]:
    answer = person("POST", path, {} if path == IDENTITY else None)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def link(provider: Provider, person: Person, sub: str) -> None:
    """Somebody who has just signed in links the identity that is theirs there."""
    answer = person("POST", f"{IDENTITY}/answer", go(provider, begin(person), sub))
    assert answer.status_code == 200, answer.text


def enter(provider: Provider, nobody: Person, sub: str) -> TestResponse:
    """The answer to a sign-in by the provider."""
    return nobody("POST", f"{SESSION}/answer", go(provider, begin(nobody, SESSION), sub))
