"""The private broker: data outlives a kill, a freeze is felt and passes, an alarm blocks, nothing stays behind."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import amqp
import pytest
from kombu.utils.url import parse_url

from deploy.local import processes
from deploy.local.servers import Broker, Database, StartError, free_ports
from tests.deploy.conftest import left_behind
from tests.support.waiting import HOPE, until


def connect(
    broker: Broker, vhost: str = "/", user: str = "guest", password: str = "guest", **options: Any
) -> amqp.Connection:
    """A connection as a client of the URI makes it."""
    parts = parse_url(broker.uri(vhost, user, password))
    connection = amqp.Connection(
        f"{parts['hostname']}:{parts['port']}", parts["userid"], parts["password"], virtual_host=parts["virtual_host"],
        connect_timeout=HOPE, read_timeout=HOPE, **options,
    )  # fmt: skip
    connection.connect()
    return connection


def test_what_is_durable_outlives_a_kill(broker: Broker) -> None:
    with connect(broker) as connection:
        channel = connection.channel()
        channel.confirm_select()
        channel.queue_declare("kept", durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
        broker.wait_written("kept")
        channel.basic_publish_confirm(amqp.Message("one", delivery_mode=2), routing_key="kept")
    broker.kill()
    assert not broker.running
    broker.start()
    with connect(broker) as connection:
        channel = connection.channel()
        assert until("the message", lambda: channel.basic_get("kept", no_ack=True)).body == "one"


def test_the_secret_of_a_node_is_private_before_anybody_looks_and_stays(tmp_path: Path) -> None:
    broker = Broker(tmp_path, 1)
    broker._prepare()
    cookie = tmp_path / "home" / ".erlang.cookie"
    made = cookie.read_text()
    assert cookie.stat().st_mode & 0o777 == 0o600 and len(made) == 32
    broker._prepare()
    assert cookie.read_text() == made


def test_starting_what_runs_changes_nothing(broker: Broker) -> None:
    before = broker.pid
    broker.start()
    assert broker.pid == before


def test_a_frozen_broker_takes_connections_and_says_nothing(broker: Broker) -> None:
    broker.freeze()
    try:
        with socket.create_connection(("127.0.0.1", broker.port), HOPE) as client:
            client.sendall(b"AMQP\x00\x00\x09\x01")
            client.settimeout(1)
            with pytest.raises(TimeoutError):
                client.recv(1)
    finally:
        broker.thaw()
    with connect(broker) as connection:
        assert connection.connected


def test_a_memory_alarm_is_raised_and_cleared(broker: Broker) -> None:
    told: list[str] = []
    options = {"on_blocked": lambda _why: told.append("blocked"), "on_unblocked": lambda: told.append("over")}
    with connect(broker, **options) as connection:
        channel = connection.channel()
        broker.memory_alarm(on=True)
        channel.basic_publish(amqp.Message("one"), routing_key="nobody")  # only who publishes is told
        while not told:
            connection.drain_events(timeout=HOPE)
        broker.memory_alarm(on=False)
        while len(told) < 2:
            connection.drain_events(timeout=HOPE)
    assert told == ["blocked", "over"]


def test_a_virtual_host_admits_its_user_and_goes(broker: Broker) -> None:
    broker.add_vhost("own", "someone", "-p@ss/word")
    with connect(broker, "own", "someone", "-p@ss/word") as connection:
        assert connection.connected
    with pytest.raises(amqp.exceptions.AMQPError):
        connect(broker, "/", "someone", "-p@ss/word")
    assert broker.has_vhost("own")
    broker.delete_vhost("own")
    assert not broker.has_vhost("own")
    assert "own" not in broker.ctl("list_vhosts", "--silent").split()


def test_what_the_node_refuses_is_told(broker: Broker) -> None:
    with pytest.raises(RuntimeError, match=r"rabbit_vhost:delete: .*no_such_vhost.*nobody's"):
        broker.delete_vhost("nobody's")
    away = Broker(broker.home / "away", free_ports(3)[0])
    away.home.mkdir()
    with pytest.raises(RuntimeError, match=r"rabbit_vhost:exists: .+"):
        away.has_vhost("own")


def test_messages_are_counted_at_once(broker: Broker) -> None:
    broker.add_vhost("counted")
    assert broker.messages("counted") == {}
    with connect(broker, "counted") as connection:
        channel = connection.channel()
        channel.confirm_select()
        for name, arguments in (("quorum", {"x-queue-type": "quorum"}), ("经典 '\"1", {})):
            channel.queue_declare(name, durable=True, auto_delete=False, arguments=arguments)
            for _ in range(2):
                channel.basic_publish_confirm(amqp.Message("one"), routing_key=name)
        assert broker.messages("counted") == {"quorum": 2, "经典 '\"1": 2}
        kept = channel.basic_get("quorum")
        assert broker.messages("counted")["quorum"] == 2, "also while somebody has it in hand"
        channel.basic_ack(kept.delivery_tag)
        until("it to be settled", lambda: broker.messages("counted")["quorum"] == 1)
    broker.delete_vhost("counted")


def test_a_user_goes(broker: Broker) -> None:
    broker.add_vhost("left", "leaver", "password")
    broker.delete_user("leaver")
    with pytest.raises(amqp.exceptions.AMQPError):
        connect(broker, "left", "leaver", "password")
    broker.delete_vhost("left")


def test_many_ask_it_at_once(broker: Broker) -> None:
    with ThreadPoolExecutor(8) as several:
        told = list(several.map(broker.evaluate, [f"{number} + 1" for number in range(200)]))
    assert told == [str(number + 1) for number in range(200)]


def test_nothing_is_open_to_the_network(broker: Broker) -> None:
    found = [address for address, port in listeners() if broker.port <= port <= broker.port + 2]
    assert len(found) >= 3
    assert set(found) <= {"0100007F", "00000000000000000000000001000000"}, "127.0.0.1 and ::1"


def test_a_port_of_another_program_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LINGER", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for server in (Broker(tmp_path, port), Database(tmp_path, port)):
            with pytest.raises(StartError, match=f"port {port}: another program"):
                server.start()
    assert left_behind(tmp_path) == []


def test_a_broker_that_ends_in_its_boot_says_why(tmp_path: Path) -> None:
    broker = Broker(tmp_path, free_ports(3)[0])
    # The Erlang distribution finds its port taken.
    with (
        socket.create_server(("127.0.0.1", broker.port + 1)),
        pytest.raises(StartError, match=r"last lines of .*rabbit\.log"),
    ):
        broker.start()
    broker.stop()
    assert left_behind(tmp_path) == []


def listeners() -> list[tuple[str, int]]:
    """Every listening address of the machine (hexadecimal) with its port."""
    rows = [
        line.split() for path in ("/proc/net/tcp", "/proc/net/tcp6") for line in Path(path).read_text().splitlines()[1:]
    ]
    return [(row[1].split(":")[0], int(row[1].split(":")[1], 16)) for row in rows if row[3] == "0A"]
