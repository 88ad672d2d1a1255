"""One gateway in this process for a module's tests; a bureau of its own for each. Passwords are hashed cheaply."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.local.servers import Database
from gateway.accounts import passwords
from tests.gateway.accounts.desk import Bureau, Desk
from tests.support.hashing import CHEAP


@pytest.fixture(scope="module")
def cheap_passwords() -> Iterator[None]:
    """A hash takes a millisecond; as it is deployed, one takes a tenth of a second and more, and each test has some."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", CHEAP)
        passwords._nobodys.cache_clear()
        yield
        passwords._nobodys.cache_clear()


@pytest.fixture(scope="module")
def desk(cheap_passwords: None, database: Database) -> Iterator[Desk]:
    made = Desk(database.uri)
    yield made
    made.close()


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    return desk.bureau()
