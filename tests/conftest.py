"""Real servers for the tests that run processes: private ones, started once per run, on free ports.

Each run has a virtual host and databases of its own. Services run as they do in the field, in processes.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pymongo import MongoClient

from deploy.local.servers import Broker, Database
from shared.ids import new_id
from tests.support import settings as ours
from tests.support.bus import Bus
from tests.support.caller import Caller
from tests.support.parts import Parts
from tests.support.process import ServiceProcess
from tests.support.servers import Servers
from tests.support.spread import Spread

Spawn = Callable[..., ServiceProcess]
# An example's time depends on what else the machine does; every other choice is Hypothesis' own, in CI that of CI.
settings.register_profile("untimed", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


RUNNING = pytest.StashKey[Servers]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the test of the whole API by its document looks for trouble: thousands of examples take a night."""
    parser.addoption("--examples", type=int, default=3, help="requests that are made up for each operation of the API")


def pytest_configure(config: pytest.Config) -> None:
    """Nothing of the shell's settings reaches a test; who hears of all tests tells of the parts, and spreads them."""
    ours.put_back(ours.TAKEN)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Parts())
        config.pluginmanager.register(Spread())


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Thousands of tests are collected and stay: nobody looks for garbage among them, neither meanwhile nor later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True)
def own_settings() -> Iterator[None]:
    """A test leaves no setting behind."""
    before = ours.present()
    yield
    left = ours.changed(before)
    ours.put_back(before)
    assert not left, f"the test changed {', '.join(left)} for those after it"


@pytest.fixture(scope="session")
def servers(pytestconfig: pytest.Config) -> Iterator[Servers]:
    """RabbitMQ and MongoDB of this run."""
    with Servers() as running:
        pytestconfig.stash[RUNNING] = running
        yield running
        del pytestconfig.stash[RUNNING]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say of a failure whose server is gone how the server ended, and go no further: all that follow would fail too."""
    report = yield
    servers = item.config.stash.get(RUNNING, None)
    if report.failed and servers is not None and (why := servers.ended):
        report.longrepr = why
        item.session.shouldstop = why.partition("\n")[0]
    return report


@pytest.fixture(scope="session")
def broker(servers: Servers) -> Broker:
    """The run's RabbitMQ."""
    return servers.broker


@pytest.fixture(scope="session")
def database(servers: Servers) -> Database:
    """The run's MongoDB."""
    return servers.database


@pytest.fixture(scope="session")
def amqp_uri(broker: Broker) -> Iterator[str]:
    """The URI of the run's virtual host."""
    name = f"run-{new_id()[-12:]}"
    broker.add_vhost(name)
    yield broker.uri(name)
    broker.delete_vhost(name)


@pytest.fixture(scope="session")
def mongo_uri(database: Database) -> str:
    """The URI of the run's MongoDB."""
    return database.uri


@pytest.fixture(scope="session")
def database_prefix() -> str:
    """The text before the names of the run's databases."""
    return f"t{new_id()[-12:]}_"


@pytest.fixture(scope="session")
def mongo(mongo_uri: str) -> Iterator[MongoClient[dict[str, Any]]]:
    """A client to look at what the services wrote."""
    client: MongoClient[dict[str, Any]] = MongoClient(mongo_uri, tz_aware=True)
    yield client
    client.close()


@pytest.fixture
def service_process(amqp_uri: str, mongo_uri: str, database_prefix: str, tmp_path: Path) -> Iterator[Spawn]:
    """Starts services: `service_process("outlet", JINGMEI_MAX_WORKERS="4")`; waits until they are ready.

    At the end each is stopped, and must leave with an exit code that the test expects.
    """
    started: list[ServiceProcess] = []
    common = {
        "JINGMEI_AMQP_URI": amqp_uri,
        "JINGMEI_MONGO_URI": mongo_uri,
        "JINGMEI_DATABASE_PREFIX": database_prefix,
    }

    def spawn(target: str, *, wait: bool = True, **settings: str) -> ServiceProcess:
        log = tmp_path / f"{len(started)}-{target.rpartition(':')[2]}.log"
        process = ServiceProcess(target, {**common, **settings}, log)
        started.append(process)
        return process.wait_ready() if wait else process

    yield spawn
    for process in started:
        if process.code is None:
            process.terminate()
    assert not (told := "\n".join(filter(None, (process.unexplained for process in started)))), told


@pytest.fixture
def caller(amqp_uri: str) -> Iterator[Caller]:
    """Sends requests to services."""
    with Caller(amqp_uri) as calling:
        yield calling


@pytest.fixture
def bus(amqp_uri: str) -> Iterator[Bus]:
    """Publishes events."""
    with Bus(amqp_uri) as publishing:
        yield publishing
