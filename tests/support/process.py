"""A service as a process of its own, as `python -m shared.run <target>` runs it in the field."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from deploy.local.servers import free_ports
from tests.support.cradle import CRADLE, Started
from tests.support.servers import ROOT
from tests.support.waiting import HOPE, TooLate, until

KILLED = -signal.SIGKILL


class ServiceProcess:
    """One process of a service with its log and its health address.

    `expected` are the exit codes that are no surprise: 0 after a SIGTERM, -9 once the test has killed it.
    """

    def __init__(self, target: str, settings: Mapping[str, str], log: Path) -> None:
        self.target = target
        self.log = log
        # Looked into at once, and the cradle opens it when it comes to it.
        log.touch()
        self.expected: set[int] = {0}
        # The system picks the health port and the log tells it: one chosen here could be somebody else's by then.
        quiet = settings.get("JINGMEI_LOG_LEVEL", "info") not in {"debug", "info"}
        self._port = free_ports(1)[0] if quiet else None
        environment = {**os.environ, "JINGMEI_HEALTH_PORT": str(self._port or 0), "PYTHONPATH": str(ROOT), **settings}
        self._popen = self.begin(target, environment)

    def begin(self, target: str, environment: Mapping[str, str]) -> Started | subprocess.Popen[bytes]:
        """Start it."""
        return CRADLE.start(target, environment, self.log)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._popen.pid

    @property
    def port(self) -> int | None:
        """Its health port, None until it has told it."""
        if self._port is None:
            self._port = next((line["health_port"] for line in self.lines() if "health_port" in line), None)
        return self._port

    @property
    def code(self) -> int | None:
        """Its exit code, None while it runs."""
        return self._popen.poll()

    @property
    def unexplained(self) -> str | None:
        """What is wrong with the way in which it ended; None when it runs or ended as expected."""
        if self.code is None or self.code in self.expected:
            return None
        return f"{self.target} ended with {self.code}, expected {sorted(self.expected)}\n{self.tail(40)}"

    def wait_ready(self, timeout: float = HOPE) -> ServiceProcess:
        """Until `/ready` says so. Raises: TooLate or AssertionError with the log's end."""
        try:
            until(f"{self.target} ready", lambda: self.code is not None or self.readiness()["ready"], timeout)
        except TooLate as late:
            raise TooLate(f"{late}; {self.readiness()}\n{self.tail()}") from None
        assert self.code is None, f"{self.target} ended with {self.code}\n{self.tail()}"
        return self

    def readiness(self) -> dict[str, Any]:
        """What `/ready` answers; not ready while nobody answers."""
        try:
            answer: dict[str, Any] = json.loads(self.get("/ready"))
        except (OSError, ValueError) as error:  # nobody answers, or is killed in the midst of it
            return {"ready": False, "problems": {"health": str(error)}}
        return answer

    def get(self, path: str) -> bytes:
        """The body of a health address, whatever its status. Raises: OSError."""
        if (port := self.port) is None:
            raise OSError("it has not told its health port yet")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=HOPE / 4) as response:
                body: bytes = response.read()
        except urllib.error.HTTPError as error:
            with error:
                body = error.read()
        return body

    def metric(self, name: str, **labels: str) -> float:
        """The sum of a metric's samples that carry these labels."""
        wanted = [f'{key}="{value}"' for key, value in labels.items()]
        total = 0.0
        for line in self.get("/metrics").decode().splitlines():
            if line.partition("{")[0].partition(" ")[0] == name and all(mark in line for mark in wanted):
                total += float(line.rpartition(" ")[2])
        return total

    def signal(self, number: int) -> None:
        """Send a signal; a process that is gone does not mind."""
        self._popen.send_signal(number)

    def terminate(self, timeout: float = HOPE) -> int:
        """SIGTERM, and its exit code. Raises: TooLate with the log's end; the process is killed then."""
        self.signal(signal.SIGTERM)
        return self.wait(timeout)

    def kill(self) -> None:
        """SIGKILL, as a crash would."""
        if self.code is None:
            self.expected.add(KILLED)
            self._popen.kill()
            self._popen.wait(HOPE)

    def wait(self, timeout: float = HOPE) -> int:
        """Its exit code, once it is over. Raises: TooLate; the process is killed then."""
        try:
            return self._popen.wait(timeout)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait(HOPE)
            raise TooLate(f"{self.target} did not end within {timeout:g} s\n{self.tail()}") from None

    def lines(self) -> Iterator[dict[str, Any]]:
        """Its log so far, whole lines only."""
        for line in self.log.read_text(errors="replace").splitlines():
            if line.startswith("{") and line.endswith("}"):
                yield json.loads(line)

    def tail(self, lines: int = 15) -> str:
        """The log's end, for an error message."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])
