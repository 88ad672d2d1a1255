"""A body that comes drop by drop: the connection is cut, and the API says why."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.servers import Database
from shared.ids import new_id
from tests.gateway.serving import Caller, Served
from tests.support.dropping import drop
from tests.support.waiting import HOPE, until


@pytest.fixture
def served(amqp_uri: str, database: Database, mongo: object, tmp_path: Path) -> Iterator[Served]:
    prefix = f"slow{new_id()[-8:]}_"
    told = {"AMQP_URI": amqp_uri, "MONGO_URI": database.uri, "DATABASE_PREFIX": prefix}
    made = Served("gateway.app:create_app()", tmp_path / "log", **told, HTTP_PATIENCE="1", HTTP_SLOWEST="100000")
    made.start()
    yield made
    assert made.stop() == 0
    drop(mongo, [f"{prefix}gateway"])


@pytest.mark.parametrize("length", ["Content-Length: 900", "Transfer-Encoding: chunked"])
def test_who_sends_drop_by_drop_is_told_and_others_are_served(served: Served, length: str) -> None:
    answer = bytearray()
    with socket.create_connection(("127.0.0.1", served.port)) as client:
        kind = "Content-Type: application/json"
        client.sendall(f"POST /v1/sessions HTTP/1.1\r\nHost: a\r\n{kind}\r\n{length}\r\n\r\n".encode())
        client.sendall(b"384\r\n" if "chunked" in length else b"")
        client.settimeout(0.01)

        def answered() -> bool:
            assert Caller(served.url)("GET", "/v1/labels").status_code == 200
            try:
                client.sendall(b" ")
                answer.extend(client.recv(65_536))
            except TimeoutError:
                return False
            return True

        until("an answer", answered)
        client.settimeout(HOPE)
        while part := client.recv(65_536):
            answer.extend(part)
    head, _, body = bytes(answer).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 ")
    assert json.loads(body)["code"] == "http.too_slow"
