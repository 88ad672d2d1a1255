"""gunicorn with the gateway's configuration and an application of a few lines in the gateway's place."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from deploy.local.processes import free_ports, listening, wait_for
from tests.support.waiting import HOPE, until

ROOT = Path(__file__).parents[2]
APPLICATION = """
import os, time
from pathlib import Path
def create_app():
    def app(environ, start_response):
        if environ["PATH_INFO"] == "/slow":
            Path(os.environ["HOME"], "begun").touch()
            while not Path(os.environ["HOME"], "go on").exists():
                time.sleep(0.05)
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


def test_bad_settings_end_it_with_code_2_before_it_listens(tmp_path: Path) -> None:
    process = launch(tmp_path, JINGMEI_HTTP_PORT=str(free_ports(1)[0]), JINGMEI_LOG_LEVEL="loud")
    told = process.communicate()[1]
    assert process.returncode == 2, told
    for name in ("JINGMEI_AMQP_URI", "JINGMEI_MONGO_URI", "JINGMEI_TOKEN_KEY", "JINGMEI_LOG_LEVEL"):
        assert name in told
