"""A virtual host of its own for each module of the gateway's tests, on the run's broker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deploy.local.servers import Broker
from shared.ids import new_id
from tests.gateway.accounts.fixtures import cheap_passwords
from tests.gateway.peer import Peer

__all__ = ["cheap_passwords"]


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
