"""One gateway in this process for a module's tests; a bureau of its own for each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.local.servers import Database
from tests.gateway.accounts.desk import Bureau, Desk


@pytest.fixture(scope="module")
def desk(database: Database) -> Iterator[Desk]:
    made = Desk(database.uri)
    yield made
    made.close()


@pytest.fixture
def bureau(desk: Desk) -> Bureau:
    return desk.bureau()
