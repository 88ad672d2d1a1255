"""A database of its own for each test of the outlet service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from shared.ids import new_id
from shared.mongo import connect
from tests.integration.outlet.harness import Harness


@pytest.fixture(scope="session")
def client(mongo_uri: str) -> Iterator[MongoClient[dict[str, Any]]]:
    connected = connect(mongo_uri, "jingmei-tests")
    yield connected
    connected.close()


@pytest.fixture
def outlets(client: MongoClient[dict[str, Any]]) -> Iterator[Harness]:
    name = f"t_{new_id().replace('-', '')}"
    harness = Harness(client, name)
    yield harness
    harness.committer.stop()
    client.drop_database(name)
