"""A private replica set for these tests, and a database of its own for each."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.local.servers import Broker, Database, free_ports
from shared.ids import new_id
from shared.mongo import connect
from tests.integration.outlet.harness import Harness


@pytest.fixture(scope="session")
def mongo_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = Database(tmp_path_factory.mktemp("mongo"), free_ports(1)[0])
    server.start()
    yield server.uri
    server.stop()


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


@pytest.fixture(scope="session")
def amqp_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    broker = Broker(tmp_path_factory.mktemp("rabbit"), _three_ports())
    broker.start()
    yield broker.uri()
    broker.stop()


def _three_ports() -> int:
    """A port whose two neighbours are free too: the broker uses all three."""
    for port in free_ports(20):
        try:
            for neighbour in (port + 1, port + 2):
                socket.create_server(("127.0.0.1", neighbour)).close()
        except OSError:
            continue
        return port
    raise AssertionError("no three free ports in a row")
