"""The gateway in this process, bureaus in it, and a trail without a gateway."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo.database import Database as MongoDatabase

from deploy.local.servers import Database
from gateway.audit import Trail
from gateway.audit.kept import Document
from shared.ids import new_id
from shared.mongo.client import connect
from shared.mongo.client import database as majority
from shared.mongo.indexes import ensure
from tests.gateway.accounts.fixtures import bureau, cheap_passwords, desk

__all__ = ["bureau", "cheap_passwords", "desk"]


@pytest.fixture(scope="module")
def client(database: Database) -> Iterator[Any]:
    made = connect(database.uri, "test")
    yield made
    made.close()


@pytest.fixture
def db(client: Any) -> Iterator[MongoDatabase[Document]]:
    made = majority(client, f"t{new_id()[-12:]}_gateway")
    ensure(made, Trail.INDEXES)
    yield made
    client.drop_database(made.name)
