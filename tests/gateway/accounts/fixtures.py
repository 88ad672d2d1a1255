"""One gateway in this process for a module's tests; a bureau of its own for each. Passwords are hashed cheaply."""

from __future__ import annotations

from collections.abc import Iterator

import argon2
import pytest

from deploy.local.servers import Database
from gateway.accounts import passwords
from tests.gateway.accounts.desk import Bureau, Desk


@pytest.fixture(scope="module")
def desk(database: Database) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        cheap = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
        patch.setattr(passwords, "_hasher", cheap)
        passwords._nobodys.cache_clear()
        made = Desk(database.uri)
        yield made
        made.close()
        passwords._nobodys.cache_clear()


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    return desk.bureau()
