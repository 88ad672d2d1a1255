"""The servers and services of one run: private ones, in a folder of their own, gone when the run is over."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from deploy.local.processes import end, tail, wait_for
from deploy.local.servers import Broker, Database, StartError, free_ports
from tests.load import cpu
from tests.load.client import ROOT, Client
from tests.load.counts import Counts

START = 300.0
FIELD_KEY = "k1:" + base64.b64encode(b"bench only, never a real key 123").decode()


class Servers:
    """RabbitMQ, MongoDB and whatever is spawned beside them, with the CPU time of each."""

    def __init__(self) -> None:
        self._exit = ExitStack()
        self._processes: dict[str, int] = {}
        self._started: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Servers:
        try:
            self.home = Path(self._exit.enter_context(tempfile.TemporaryDirectory(prefix="jingmei-bench-")))
            self.broker = Broker(self.home / "broker", free_ports(3)[0])
            self.database = Database(self.home / "database", free_ports(1)[0])
            for name, server in (("rabbitmq", self.broker), ("mongod", self.database)):
                self._exit.callback(server.stop)
                server.start()
                assert server.pid is not None
                self._processes[name] = server.pid
            self.counts = Counts(self.broker, self.database)
            self._exit.callback(self.counts.close)
        except BaseException:  # whatever it was, nothing may be left running
            self._exit.close()
            raise
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._exit.close()

    def service(self, name: str, target: str, **settings: str) -> None:
        """Run a service of ours and wait until it is ready. Raises: StartError."""
        port = free_ports(1)[0]
        environment = {**self.settings(), "JINGMEI_HEALTH_PORT": str(port), "JINGMEI_INSTANCE": name, **settings}
        self.spawn(name, [sys.executable, "-m", "shared.run", target], environment)
        self.ready(name, f"http://127.0.0.1:{port}/ready")
        self.counts.health[name] = port

    def stock_service(self) -> None:
        """Run the stock service as its documentation says."""
        command = [sys.executable, "-W", "ignore", "-m", "nameko", "run", "tests.load.stock_service"]
        self.spawn("stock", [*command, "--define", f"AMQP_URI={self.broker.uri()}"], {})

    def echo(self, queue: str) -> None:
        """Run the far end of the raw round trip."""
        self.spawn("echo", [sys.executable, "-m", "tests.load.clients.echo", self.broker.uri(), queue], {})

    def spawn(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        """Start a process that ends with the run."""
        with self.log(name).open("ab") as out:
            process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **environment}, stdout=out, stderr=out, stdin=subprocess.DEVNULL
            )
        self._processes[name], self._started[name] = process.pid, process
        self._exit.callback(process.wait)
        self._exit.callback(end, process.pid)

    def keep_only(self, *names: str) -> None:
        """End what was started beside these; RabbitMQ and MongoDB stay."""
        for name in self._started.keys() - set(names):
            end(self._processes.pop(name))
            self._started.pop(name).wait()
            self.counts.health.pop(name, None)

    def one_worker(self, name: str) -> None:
        """Have a gunicorn end its workers but one (signal TTOU: one fewer). Raises: StartError."""
        process = self._started[name]
        for _ in cpu.children(process.pid)[1:]:
            process.send_signal(signal.SIGTTOU)
        wait_for(f"one worker of {name}", lambda: len(cpu.children(process.pid)) == 1, START)

    def client(self, kind: str, *arguments: str, gevent: bool = False) -> Client:
        """Start a load client that ends with the run."""
        client = Client(kind, *arguments, log=self.log(f"client-{kind}"), gevent=gevent)
        self._exit.callback(client.close)
        return client

    def settings(self) -> dict[str, str]:
        """What every process of ours needs to know."""
        return {
            "JINGMEI_AMQP_URI": self.broker.uri(),
            "JINGMEI_MONGO_URI": self.database.uri,
            "JINGMEI_FIELD_KEYS": FIELD_KEY,
            # The kernel alone is spoken to by clients without keys; the whole system has some.
            "JINGMEI_UNSIGNED": "true",
            "JINGMEI_LOG_LEVEL": "warning",
        }

    def log(self, name: str) -> Path:
        """The log of a process."""
        return self.home / f"{name}.log"

    def ready(self, name: str, url: str) -> None:
        """Until a URL answers 2xx. Raises: StartError with the log's last lines."""
        wait_for(name, lambda: self._ended(name) or answers(url), START, self.log(name))
        if self._ended(name):
            raise StartError(f"{name} ended with {self._started[name].returncode}{tail(self.log(name))}")

    def _ended(self, name: str) -> bool:
        return self._started[name].poll() is not None

    def pids(self, names: Collection[str]) -> dict[str, int]:
        """The processes among these that were started and run."""
        return {name: self._processes[name] for name in self._started if name in names}

    def counted(self) -> Mapping[str, float]:
        """What the servers, and our processes among what was started, counted so far."""
        return self.counts.read(self.log(name) for name in self._started)

    def cpu(self) -> dict[str, float]:
        """CPU seconds of every server process so far, by name."""
        return {name: cpu.seconds(pid) for name, pid in self._processes.items()}


def answers(url: str) -> bool:
    """Whether a URL answers 2xx now."""
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except OSError:
        return False
