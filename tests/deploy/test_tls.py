"""RabbitMQ and MongoDB over TLS, with certificates of the test's own: what connects, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import amqp
import pytest
from pymongo.errors import ServerSelectionTimeoutError

from deploy.local.servers import free_ports
from gateway.api.examples import REGISTRATION
from jingmei.broker import broker, queues_of
from jingmei.stores import Stores
from shared import tls
from shared.ids import new_id
from shared.mongo import connect
from shared.sending.exchanges import EVENTS, declare_exchanges
from shared.settings import kernel_settings
from shared.transport import address
from tests.gateway.services import Service
from tests.gateway.serving import Caller, Served
from tests.support.certificates import Authority
from tests.support.secured import SecuredBroker, SecuredDatabase
from tests.support.servers import Servers
from tests.support.waiting import until

VHOST, BUREAU = "secured", "330108"


@dataclass(frozen=True)
class Secured:
    """Both servers, and the files of who may speak to them."""

    broker: SecuredBroker
    database: SecuredDatabase
    ca: str
    own: str
    stranger: Authority

    @property
    def settings(self) -> dict[str, str]:
        """What a program is told."""
        return {
            "AMQP_URI": self.broker.secured(VHOST),
            "MONGO_URI": self.database.uri,
            "SERVERS_CA": self.ca,
            "SERVERS_CERTIFICATE": self.own,
            "DATABASE_PREFIX": "secured_",
        }


@pytest.fixture(scope="module")
def secured(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    files = tmp_path_factory.mktemp("files")
    ours, stranger = Authority(files, "ours"), Authority(files, "stranger")
    # No address: who comes by one meets a certificate of another name.
    server = ours.certificate("server", "localhost")
    home, ports = servers.home / "secured", free_ports(5)
    queues = SecuredBroker(home / "rabbitmq", ports[0], ports[3], ours.file, server)
    rows = SecuredDatabase(home / "mongodb", ports[4], ours.file, server)
    try:
        queues.start()
        rows.start()
        queues.add_vhost(VHOST)
        yield Secured(queues, rows, str(ours.file), str(ours.certificate("program")), stranger)
    finally:
        queues.stop()
        rows.stop()


def test_a_request_its_transaction_and_its_fact_go_over_tls(secured: Secured, tmp_path: Path) -> None:
    outlet = Service("outlet", tmp_path / "outlet", **secured.settings)
    served = Served("tests.gateway.wsgi:real()", tmp_path / "gateway", **secured.settings)
    listening = amqp.Connection(**address(tls.amqp(secured.broker.secured(VHOST), secured.ca, secured.own)))
    listening.connect()
    channel = listening.channel()
    declare_exchanges(channel)
    queue = channel.queue_declare(f"ear-{new_id()}", exclusive=True).queue
    channel.queue_bind(queue, EVENTS, routing_key="outlet.OutletRegistered.#")
    outlet.start()
    served.start()
    try:
        owner = Caller(served.url, Authorization=f"Bearer {new_id()}/{BUREAU}/")
        made = owner("POST", "/v1/outlets", json=REGISTRATION)
        assert made.status_code == 201, made.text
        until("told", lambda: channel.basic_get(queue, no_ack=True) is not None)
        assert owner("GET", made.headers["Location"]).json() == made.json()
    finally:
        assert (served.stop(), outlet.stop()) == (0, 0)
        listening.collect()


def test_the_operators_command_goes_over_tls(secured: Secured, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in secured.settings.items():
        monkeypatch.setenv(f"JINGMEI_{name}", value)
    settings = kernel_settings()
    with broker(settings) as found:
        assert found.depth("review", queues_of("review", (5,))[0]).ready is None
    stores = Stores(settings)
    assert stores.client.admin.command("ping")["ok"] == 1
    stores.client.close()


def reach_broker(uri: str) -> None:
    connection = amqp.Connection(**address(uri), connect_timeout=10, read_timeout=10)
    try:
        connection.connect()
    finally:
        connection.collect()


def reach_database(uri: str) -> None:
    with connect(uri, "test") as client:
        client.admin.command("ping")


WRONG = ("authority", "host name", "no certificate", "a stranger's certificate")


@pytest.mark.parametrize("wrong", WRONG)
def test_the_broker_is_refused_and_refuses(secured: Secured, wrong: str) -> None:
    uri = secured.broker.secured(VHOST, "127.0.0.1" if wrong == "host name" else "localhost")
    ca, own = files(secured, wrong)
    with pytest.raises(OSError) as refused:
        reach_broker(tls.amqp(uri, ca, own))
    assert told(wrong) in str(refused.value).lower(), refused.value


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_is_refused_and_refuses(secured: Secured, wrong: str) -> None:
    uri = secured.database.uri
    if wrong == "host name":
        uri = uri.replace("localhost", "127.0.0.1")
    ca, own = files(secured, wrong)
    with pytest.raises(ServerSelectionTimeoutError) as refused:
        reach_database(tls.mongo(uri, ca, own))
    assert told(wrong, "connection closed") in str(refused.value).lower(), refused.value


def test_in_plain_text_the_database_says_nothing(secured: Secured) -> None:
    with pytest.raises(ServerSelectionTimeoutError):
        reach_database(f"mongodb://localhost:{secured.database.ports[0]}/?directConnection=true")


def files(secured: Secured, wrong: str) -> tuple[str, str]:
    """Those that somebody has in error."""
    ca = str(secured.stranger.file) if wrong == "authority" else secured.ca
    if wrong == "no certificate":
        return ca, ""
    if wrong == "a stranger's certificate":
        return ca, str(secured.stranger.certificate("intruder"))
    return ca, secured.own


def told(wrong: str, by_server: str = "") -> str:
    """What stands in the error; of what the server refuses it tells as much as it likes."""
    known: dict[str, Any] = {"authority": "certificate verify failed", "host name": "is not valid for"}
    return str(known.get(wrong, by_server))
