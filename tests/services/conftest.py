"""One private MongoDB for the tests of services, and a database of its own for each that asks."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from deploy.local.servers import Database as Server
from shared.ids import new_id
from shared.mongo import connect
from shared.mongo.client import database
from tests.services.stage import Stage


@pytest.fixture(scope="session")
def mongo_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    server = Server(tmp_path_factory.mktemp("mongo"), port)
    server.start()
    yield server.uri
    server.stop()


@pytest.fixture
def stage(mongo_uri: str) -> Iterator[Callable[[type[Any]], Stage]]:
    """Puts a service class on a fresh database."""
    client = connect(mongo_uri, "jingmei-tests")
    stages: list[Stage] = []

    def put(cls: type[Any]) -> Stage:
        name = f"t_{new_id().replace('-', '')}"
        stages.append(Stage(cls, client, database(client, name)))
        return stages[-1]

    yield put
    for each in stages:
        each.stop()
        client.drop_database(each.db.name)
    client.close()
