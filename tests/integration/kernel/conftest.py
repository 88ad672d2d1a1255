"""The probe service as a process, in a virtual host and databases of each module's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database

from deploy.local.servers import Broker
from shared.ids import new_id
from tests.support.process import ServiceProcess

PROBE = "tests.integration.kernel.probe:ProbeService"
# The last rung leaves a predecessor time to come on a machine that does much else.
LADDER = (1, 6)


@pytest.fixture(scope="module")
def amqp_uri(broker: Broker) -> Iterator[str]:
    """A virtual host of the module's own."""
    name = f"k{new_id()[-12:]}"
    broker.add_vhost(name)
    yield broker.uri(name)
    broker.delete_vhost(name)


@pytest.fixture(scope="module")
def database_prefix() -> str:
    """Databases of the module's own."""
    return f"k{new_id()[-12:]}_"


@pytest.fixture(scope="module")
def settings(amqp_uri: str, mongo_uri: str, database_prefix: str) -> dict[str, str]:
    """What every process of the module needs to know."""
    return {
        "JINGMEI_AMQP_URI": amqp_uri,
        "JINGMEI_MONGO_URI": mongo_uri,
        "JINGMEI_DATABASE_PREFIX": database_prefix,
        "JINGMEI_RETRY_LADDER": ",".join(map(str, LADDER)),
    }


@pytest.fixture(scope="module")
def probe(settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceProcess]:
    """One instance that runs through the whole module, and must be the same process at its end."""
    process = ServiceProcess(PROBE, settings, tmp_path_factory.mktemp("probe") / "log").wait_ready()
    yield process
    assert process.code is None, process.tail()
    assert process.terminate() == 0, process.tail(40)


@pytest.fixture
def db(mongo: MongoClient[dict[str, Any]], database_prefix: str) -> Database[dict[str, Any]]:
    """The probe's database."""
    return mongo[f"{database_prefix}probe"]
