"""Uploads as they are deployed: two gateways under gunicorn, the reference client of tus, connections that break."""

from __future__ import annotations

import hashlib
import io
import random
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from pymongo import MongoClient
from tusclient.client import TusClient

from deploy.local.servers import Database
from gateway.accounts import bootstrap
from shared.ids import new_id
from tests.gateway.accounts.desk import PASSWORD
from tests.gateway.files.samples import sound
from tests.gateway.files.sending import PART, TUS, metadata
from tests.gateway.serving import Caller, Served
from tests.support.waiting import until

BUREAU = "330108"
MIB = 1024 * 1024
SOUND = sound(random.Random(7).randbytes(5 * MIB))


@pytest.fixture(scope="module")
def db(database: Database) -> Iterator[Any]:
    with MongoClient[dict[str, Any]](database.uri, tz_aware=True) as client:
        found = client[f"up{new_id()[-8:]}_gateway"]
        bootstrap(found, BUREAU, "滨江公安", "chief", PASSWORD)
        yield found
        client.drop_database(found.name)


@pytest.fixture(scope="module")
def pair(
    amqp_uri: str, database: Database, db: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Served]]:
    """Two gateways of one system."""
    home = tmp_path_factory.mktemp("gateways")
    settings = {"AMQP_URI": amqp_uri, "MONGO_URI": database.uri, "DATABASE_PREFIX": db.name.removesuffix("gateway")}
    made = [Served("gateway.app:create_app()", home / f"log{number}", **settings) for number in (1, 2)]
    for each in made:
        each.start()
    yield made
    assert [each.stop() for each in made] == [0, 0], "".join(each.log.read_text()[-2000:] for each in made)


@pytest.fixture(scope="module")
def token(pair: list[Served]) -> str:
    told = Caller(pair[0].url)("POST", "/v1/sessions", json={"login": "chief", "password": PASSWORD})
    assert told.status_code == 201, told.text
    return str(told.json()["access_token"])


@pytest.fixture
def callers(pair: list[Served], token: str) -> list[Caller]:
    return [Caller(each.url, Authorization=f"Bearer {token}") for each in pair]


def begun(caller: Caller, length: int) -> str:
    headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata(kind="attachment", filename="a.mp4")}
    answer = caller("POST", "/v1/uploads", headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def send(caller: Caller, path: str, offset: int, content: Any) -> requests.Response:
    return caller("PATCH", path, headers={**TUS, "Upload-Offset": str(offset), "Content-Type": PART}, data=content)


def finished(caller: Caller, path: str) -> Any:
    found: list[Any] = [None]

    def over() -> bool:
        found[0] = caller("GET", path).json()
        return found[0]["state"] in ("done", "refused")

    until("the upload to be over", over)
    return found[0]


def is_whole(view: Any) -> None:
    assert (view["state"], view["sha256"]) == ("done", hashlib.sha256(SOUND).hexdigest())
    assert view["file"]["sha256"] == view["sha256"]


@pytest.mark.parametrize("checksum", [False, True])
def test_the_reference_client_sends_a_file_through_two_gateways(
    pair: list[Served], callers: list[Caller], token: str, checksum: bool
) -> None:
    one, other = (each.url for each in pair)
    client = TusClient(f"{one}/v1/uploads", headers={"Authorization": f"Bearer {token}"})
    told = {"kind": "attachment", "filename": "夜巡.mp4", "filetype": "audio/wav"}
    stream = io.BytesIO(SOUND)
    sender = client.uploader(file_stream=stream, chunk_size=2 * MIB, metadata=told, upload_checksum=checksum)
    sender.upload_chunk()
    path = str(sender.url).removeprefix(one)
    sender.set_url(other + path)
    assert sender.get_offset() == 2 * MIB
    sender.upload()
    view = finished(callers[0], path)
    is_whole(view)
    assert view["file"]["name"] == "夜巡.mp4.wav"


def test_what_came_before_a_connection_broke_is_kept(pair: list[Served], callers: list[Caller], token: str) -> None:
    path, came = begun(callers[0], len(SOUND)), 3 * MIB + 70_000
    head = f"PATCH {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nTus-Resumable: 1.0.0\r\n"
    head += f"Upload-Offset: 0\r\nContent-Type: {PART}\r\nContent-Length: {len(SOUND)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", pair[0].port)) as link:
        link.sendall(head.encode() + SOUND[:came])
    until("all to have come", lambda: int(callers[1]("HEAD", path, headers=TUS).headers["Upload-Offset"]) == came)
    assert send(callers[1], path, came, SOUND[came:]).status_code == 204
    is_whole(finished(callers[1], path))


def test_who_comes_back_does_not_wait_for_the_connection_that_hangs(
    pair: list[Served], callers: list[Caller], token: str
) -> None:
    path = begun(callers[0], len(SOUND))
    head = f"PATCH {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nTus-Resumable: 1.0.0\r\n"
    head += f"Upload-Offset: 0\r\nContent-Type: {PART}\r\nContent-Length: {len(SOUND)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", pair[0].port)) as link:
        link.sendall(head.encode() + SOUND[:MIB])
        until("it to have come", lambda: callers[1]("HEAD", path, headers=TUS).headers["Upload-Offset"] == str(MIB))
        assert send(callers[1], path, MIB, SOUND[MIB : 2 * MIB]).status_code == 204
        link.sendall(SOUND[MIB : 3 * MIB])  # what it still sends is nobody's
        assert b" 409 " in link.recv(4096)
    assert callers[0]("HEAD", path, headers=TUS).headers["Upload-Offset"] == str(2 * MIB)
    assert send(callers[0], path, 2 * MIB, SOUND[2 * MIB :]).status_code == 204
    is_whole(finished(callers[0], path))


def test_a_gateway_that_is_killed_loses_nothing_that_it_acknowledged(pair: list[Served], callers: list[Caller]) -> None:
    path = begun(callers[1], len(SOUND))
    assert send(callers[1], path, 0, SOUND[: 2 * MIB]).status_code == 204
    pair[1].kill()
    assert send(callers[0], path, 2 * MIB, SOUND[2 * MIB :]).status_code == 204
    is_whole(finished(callers[0], path))
    pair[1].start()


def test_of_many_who_send_at_once_one_is_heard(callers: list[Caller], db: Any) -> None:
    path = begun(callers[0], len(SOUND))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: send(callers[n % 2], path, 0, SOUND), range(8)))
    assert Counter(answer.status_code for answer in answers) == {204: 1, 409: 7}
    is_whole(finished(callers[0], path))


def test_a_body_without_a_length_is_taken(callers: list[Caller]) -> None:
    path = begun(callers[0], len(SOUND))
    parts = (SOUND[place : place + 100_000] for place in range(0, len(SOUND), 100_000))
    assert send(callers[0], path, 0, parts).status_code == 204
    is_whole(finished(callers[0], path))
    short = begun(callers[0], 1000)
    refused = send(callers[0], short, 0, iter([bytes(900), bytes(900)]))
    assert (refused.status_code, refused.json()["code"]) == (413, "upload.beyond")
