"""The operator command against real servers, in its own databases and virtual host."""

from __future__ import annotations

import errno
import os
import pty
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import amqp
import orjson
import pytest
from kombu.connection import Connection

from jingmei.__main__ import run
from jingmei.broker import queues_of
from jingmei.settings import settings
from jingmei.stores import Stores
from jingmei.texts import locale
from services import PROGRAMS, SERVICES
from shared.ids import new_id
from shared.messaging import topology
from tests.e2e.conftest import people, stack
from tests.gateway.serving import KEY
from tests.jingmei.tracing import trace, work
from tests.support.dropping import drop
from tests.support.servers import ROOT, Servers
from tests.support.settings import kept

__all__ = ["people", "stack", "trace", "work"]
LADDER = (1, 2)


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return orjson.loads(self.out)


@pytest.fixture
def deployment(servers: Servers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Stores]:
    with deployed(servers, monkeypatch, tmp_path) as stores:
        yield stores


@contextmanager
def deployed(servers: Servers, patch: pytest.MonkeyPatch, folder: Path) -> Iterator[Stores]:
    """A deployment of its own: settings in the environment, empty databases, a broker without queues."""
    name = f"t{new_id().replace('-', '')[-12:]}"
    patch.chdir(folder)
    patch.setenv("JINGMEI_AMQP_URI", servers.broker.uri())
    patch.setenv("JINGMEI_MONGO_URI", servers.database.uri)
    patch.setenv("JINGMEI_DATABASE_PREFIX", f"{name}_")
    patch.setenv("JINGMEI_AUDIT_KEYS", f"k1:{KEY}")
    patch.setenv("JINGMEI_RETRY_LADDER", ",".join(str(rung) for rung in LADDER))
    stores = Stores(settings())
    yield stores
    drop(stores.client, [f"{name}_{owner}" for owner in PROGRAMS])
    stores.client.close()


@pytest.fixture
def jingmei(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[..., Outcome]]:
    """Runs the command in this process; a stack of this checkout is not touched, and settings that it read go again."""
    monkeypatch.setattr("jingmei.settings.DEFAULT", tmp_path / ".jingmei" / "local" / "env")
    monkeypatch.setenv("JINGMEI_LANG", "en")
    monkeypatch.setenv("COLUMNS", "300")
    locale.cache_clear()

    def call(*arguments: str) -> Outcome:
        capsys.readouterr()
        with kept():
            code = run(list(arguments))
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    yield call
    locale.cache_clear()


def on_terminal(columns: int, env: Mapping[str, str], *arguments: str) -> str:
    """What a command that is done prints on a terminal of so many columns."""
    mine, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    command = [sys.executable, "-m", "jingmei", *arguments]
    whole = {**env, "TERM": "xterm"}
    with subprocess.Popen(command, cwd=ROOT, env=whole, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        told = _everything(mine)
    assert running.returncode == 0, told
    return told


def _everything(terminal: int) -> str:
    """What comes to a terminal until the other end is closed."""
    with os.fdopen(terminal, "rb", buffering=0) as reading:
        found = bytearray()
        try:
            while more := reading.read(65536):
                found += more
        except OSError as error:  # what Linux says when nobody is there any more
            assert error.errno == errno.EIO
        return found.decode()


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
