"""A gateway that people sign in to by a provider, which is a real one, and an officer of a bureau."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from deploy.local.servers import Database
from shared.context import Role
from tests.gateway.accounts.desk import Bureau, Desk, Person
from tests.gateway.auth.linking import HERE
from tests.support.provider import Provider


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    made = Provider()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def as_usual(provider: Provider) -> Iterator[None]:
    yield
    provider.said, provider.signed, provider.broken = {}, {}, False


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database, provider: Provider) -> Iterator[Desk]:
    settings = provider.settings(second_factor=("mfa",))
    made = Desk(database.uri, oidc=settings, public_url=HERE, second_factor_roles=(Role.LEADER,))
    yield made
    made.close()


@pytest.fixture
def officer(bureau: Bureau) -> Person:
    return bureau.officer("lijing")


def me(person: Person) -> dict[str, Any]:
    told: dict[str, Any] = person("GET", "/accounts/me").get_json()
    return told


def inside(person: Person) -> bool:
    """Whether somebody is signed in: a read may be answered for seconds by what a process knew."""
    return person("POST", "/sessions/current/proof", {}).status_code != 401
