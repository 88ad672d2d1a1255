"""Real servers for the gateway's tests, started once; a virtual host and databases of its own for each module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.local.servers import Broker, Database, free_ports
from shared.ids import new_id
from tests.gateway.peer import Peer


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    made = Broker(tmp_path_factory.mktemp("broker"), free_ports(1)[0])
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = Database(tmp_path_factory.mktemp("database"), free_ports(1)[0])
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def amqp_uri(broker: Broker) -> Iterator[str]:
    name = f"t{new_id()}"
    broker.add_vhost(name)
    yield broker.uri(name)
    broker.delete_vhost(name)


@pytest.fixture
def peer(amqp_uri: str) -> Iterator[Peer]:
    """A service named `echo` that speaks nameko's protocol; tests put functions into it."""
    made = Peer(amqp_uri, "echo")
    made.start()
    yield made
    made.stop()
