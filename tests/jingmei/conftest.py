"""The operator command against real servers, in its own databases and virtual host."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import amqp
import orjson
import pytest
from kombu.connection import Connection

from deploy.local.servers import Broker, Database
from jingmei.__main__ import run
from jingmei.broker import queues_of
from jingmei.settings import SERVICES, settings
from jingmei.stores import Stores
from jingmei.texts import locale
from shared.ids import new_id
from shared.messaging import topology

LADDER = (1, 2)


@dataclass(frozen=True)
class Servers:
    broker: Broker
    database: Database


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return orjson.loads(self.out)


def free_port(room: int = 1) -> int:
    """A port with free neighbours above it."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port: int = probe.getsockname()[1]
        if port + room < 65_000:
            return port


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    home: Path = tmp_path_factory.mktemp("servers")
    made = Servers(Broker(home / "rabbitmq", free_port(3)), Database(home / "mongodb", free_port()))
    made.broker.start()
    made.database.start()
    yield made
    made.broker.stop()
    made.database.stop()


@pytest.fixture
def deployment(servers: Servers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Stores]:
    """A deployment of its own: settings in the environment, empty databases, a broker without queues."""
    name = f"t{new_id().replace('-', '')[-12:]}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JINGMEI_AMQP_URI", servers.broker.uri())
    monkeypatch.setenv("JINGMEI_MONGO_URI", servers.database.uri)
    monkeypatch.setenv("JINGMEI_DATABASE_PREFIX", f"{name}_")
    monkeypatch.setenv("JINGMEI_RETRY_LADDER", ",".join(str(rung) for rung in LADDER))
    stores = Stores(settings())
    yield stores
    for owner in (*SERVICES, "gateway"):
        stores.client.drop_database(f"{name}_{owner}")
    stores.client.close()


@pytest.fixture
def jingmei(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Runs the command in this process."""
    monkeypatch.setenv("JINGMEI_LANG", "en")
    monkeypatch.setenv("COLUMNS", "300")
    locale.cache_clear()

    def call(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = run(list(arguments))
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return call


@pytest.fixture
def channel(deployment: Stores) -> Iterator[amqp.Channel]:
    """A channel to the deployment's broker."""
    with Connection(settings().amqp_uri) as connection:
        yield connection.channel()


@pytest.fixture
def queues(channel: amqp.Channel) -> Iterator[amqp.Channel]:
    """The event queues of every service, declared as the services do, for one test."""
    for service in SERVICES:
        topology.declare_events(channel, service, (), LADDER)
    yield channel
    for service in SERVICES:
        for queue in queues_of(service, LADDER):
            channel.queue_delete(queue)
