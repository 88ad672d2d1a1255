"""gunicorn with the gateway's configuration and an application of a few lines in the gateway's place."""

from __future__ import annotations

import base64
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from deploy.local.processes import command_line, free_ports, listening, wait_for
from tests.support.waiting import HOPE, until

ROOT = Path(__file__).parents[2]
APPLICATION = """
import os, time
from pathlib import Path
class Much:
    given = 0
    def __iter__(self):
        for self.given in range(40_000):
            yield bytes(1_000)
        self.given = 40_000
    def close(self):
        Path(os.environ["HOME"], "part").write_text(str(self.given))
        Path(os.environ["HOME"], "part").rename(Path(os.environ["HOME"], "given up"))
def create_app():
    def app(environ, start_response):
        if environ["PATH_INFO"] == "/slow":
            Path(os.environ["HOME"], "begun").touch()
            while not Path(os.environ["HOME"], "go on").exists():
                time.sleep(0.05)
        if environ["PATH_INFO"] == "/read":
            environ["wsgi.input"].read()
        if environ["PATH_INFO"] == "/much":
            start_response("200 OK", [("Content-Type", "text/plain")])
            return Much()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [os.environ["JINGMEI_INSTANCE"].encode()]
    return app
"""
SETTINGS = {
    "JINGMEI_AMQP_URI": "amqp://127.0.0.1:1/",
    "JINGMEI_MONGO_URI": "mongodb://127.0.0.1:1/",
    "JINGMEI_SIGNING_KEYS": "k1:" + base64.b64encode(bytes(32)).decode(),
    "JINGMEI_FIELD_KEYS": "k1:" + base64.b64encode(bytes(32)).decode(),
    "JINGMEI_AUDIT_KEYS": "k1:" + base64.b64encode(bytes(32)).decode(),
    "JINGMEI_TOKEN_KEY": base64.urlsafe_b64encode(bytes(32)).decode(),
    "JINGMEI_PUBLIC_URL": "https://jingmei.example",
    "JINGMEI_HTTP_HOST": "127.0.0.1",
    "JINGMEI_HEALTH_HOST": "127.0.0.1",
    "JINGMEI_STOP_DEADLINE": str(HOPE),
}


def launch(home: Path, **settings: str) -> subprocess.Popen[str]:
    (home / "standin.py").write_text(APPLICATION)
    return subprocess.Popen(
        [Path(sys.executable).with_name("gunicorn"), "-c", ROOT / "deploy/gunicorn_conf.py", "standin:create_app()"],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{home}", "HOME": str(home), **settings},
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def get(port: int, path: str = "/") -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=HOPE) as answer:
        found: str = answer.read().decode()
        return found


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[int, list[subprocess.Popen[str]]]]:
    """Two instances on one port, with health ports right after it."""
    port = free_ports(3)[0]
    made = []
    for number in (1, 2):
        own = {"JINGMEI_INSTANCE": f"gateway-{number}", "JINGMEI_HEALTH_PORT": str(port + number)}
        made.append(launch(tmp_path, **SETTINGS, JINGMEI_HTTP_PORT=str(port), **own))
    try:
        for number in (1, 2):
            wait_for("gunicorn", partial(listening, port + number), HOPE)
        yield port, made
    finally:
        for process in made:
            process.kill()
            process.communicate()


def test_instances_share_the_port_and_each_has_its_own_health(
    pair: tuple[int, list[subprocess.Popen[str]]], tmp_path: Path
) -> None:
    port, _ = pair
    assert [get(port + 1), get(port + 2)] == ["gateway-1", "gateway-2"]
    # The kernel deals connections by a hash of their ports: forty that all fall to one of two are not chance.
    assert {get(port) for _ in range(40)} == {"gateway-1", "gateway-2"}
    assert not (tmp_path / ".gunicorn").exists(), "a control socket under HOME"


def test_a_request_under_way_is_answered_before_it_stops(
    pair: tuple[int, list[subprocess.Popen[str]]], tmp_path: Path
) -> None:
    port, processes = pair
    code = f"import urllib.request as r; print(r.urlopen('http://127.0.0.1:{port + 1}/slow').read().decode())"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as client:
        until("the request to be under way", (tmp_path / "begun").exists)
        processes[0].send_signal(signal.SIGTERM)
        until("it to take no more", lambda: not listening(port + 1))
        (tmp_path / "go on").touch()
        assert client.communicate()[0].strip() == "gateway-1"
    assert processes[0].wait(HOPE) == 0
    assert get(port) == "gateway-2"


def test_who_has_lost_its_master_answers_what_it_has_and_goes(
    pair: tuple[int, list[subprocess.Popen[str]]], tmp_path: Path
) -> None:
    port, processes = pair
    (worker,) = Path(f"/proc/{processes[0].pid}/task/{processes[0].pid}/children").read_text().split()
    code = f"import urllib.request as r; print(r.urlopen('http://127.0.0.1:{port + 1}/slow').read().decode())"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as client:
        until("the request to be under way", (tmp_path / "begun").exists)
        processes[0].kill()
        until("it to take no more", lambda: not listening(port + 1))
        (tmp_path / "go on").touch()
        assert client.communicate()[0].strip() == "gateway-1"
    until("it to be gone", lambda: not command_line(int(worker)))
    assert get(port) == "gateway-2"


def test_bad_settings_end_it_with_code_2_before_it_listens(tmp_path: Path) -> None:
    process = launch(tmp_path, JINGMEI_HTTP_PORT=str(free_ports(1)[0]), JINGMEI_LOG_LEVEL="loud")
    told = process.communicate()[1]
    assert process.returncode == 2, told
    for name in ("AMQP_URI", "MONGO_URI", "TOKEN_KEY", "PUBLIC_URL", "LOG_LEVEL"):
        assert f"JINGMEI_{name}" in told


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[int]:
    """The port of one that waits for a second of nothing, and for a byte a millisecond."""
    port, health = free_ports(2)
    own = {"JINGMEI_INSTANCE": "gateway-1", "JINGMEI_HTTP_PORT": str(port), "JINGMEI_HEALTH_PORT": str(health)}
    process = launch(tmp_path, **SETTINGS, **own, JINGMEI_HTTP_PATIENCE="1", JINGMEI_HTTP_SLOWEST="1000")
    try:
        wait_for("gunicorn", partial(listening, port), HOPE)
        yield port
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/1.1\r\nX-Long: ",
        "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n",
        "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n",
    ],
    ids=["head", "body", "chunks", "a body that nobody reads"],
)
def test_who_sends_drop_by_drop_is_cut_off_and_others_are_served(impatient: int, head: str) -> None:
    clients = [socket.create_connection(("127.0.0.1", impatient)) for _ in range(5)]
    for client in clients:
        client.sendall(head.encode())
        client.settimeout(0.01)
    left = set(clients)

    def drip() -> bool:
        assert get(impatient) == "gateway-1"
        for client in list(left):
            try:
                client.sendall(b"x")
                while client.recv(4096):
                    pass
                left.discard(client)  # closed from there
            except TimeoutError:
                continue
            except OSError:
                left.discard(client)
        return not left

    until("all to be cut off", drip)
    for client in clients:
        client.close()


def test_who_is_slow_and_steady_is_not(impatient: int) -> None:
    """Three seconds of waiting in all, which is more than there is for nothing."""
    with socket.create_connection(("127.0.0.1", impatient)) as client:
        client.sendall(b"POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 600000\r\n\r\n")
        for _ in range(6):
            client.sendall(bytes(100_000))
            threading.Event().wait(0.5)
        assert client.recv(4096).startswith(b"HTTP/1.1 200")


def test_who_does_not_take_the_answer_is_cut_off(impatient: int, tmp_path: Path) -> None:
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", impatient))
        client.sendall(b"GET /much HTTP/1.1\r\nHost: a\r\n\r\n")
        until("the answer to be given up", (tmp_path / "given up").exists)
        assert int((tmp_path / "given up").read_text()) < 40_000
