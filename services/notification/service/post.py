"""The sender's process, as the service sees it: jobs go down a pipe, outcomes come back; the loop never blocks."""

from __future__ import annotations

import itertools
import json
import os
import sys
from dataclasses import asdict
from typing import Any

import eventlet
from eventlet.event import Event
from eventlet.green import subprocess
from eventlet.semaphore import Semaphore

from services.notification.domain.outside import Message
from shared import logs

MODULE = "services.notification.sender"
# Beyond what the sender's own connections are bounded to; then it is started anew.
LONGEST = 60.0
# What a sender needs of the environment; none of our settings, which hold secrets.
PASSED = (
    "PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE",
    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
)  # fmt: skip


class Post:
    """Starts the process when there is something to send, and again when it has ended."""

    def __init__(self) -> None:
        self._process: Any = None
        self._waiting: dict[int, Event] = {}
        self._numbers = itertools.count()
        self._starting, self._writing = Semaphore(), Semaphore()

    def send(self, message: Message) -> str:
        """The error of a message, empty when it was sent."""
        number, outcome = next(self._numbers), Event()
        job = {"id": number, **asdict(message)}
        self._waiting[number] = outcome
        try:
            self._write(json.dumps(job))
            with eventlet.Timeout(LONGEST, False):
                return str(outcome.wait())
        except OSError as error:
            self._end()
            return f"sender: {type(error).__name__}"
        finally:
            self._waiting.pop(number, None)
        self._end()
        return f"sender: no outcome within {LONGEST:.0f} s"

    def stop(self) -> None:
        """End the process; what is in hand ends as not sent."""
        self._end()

    def _write(self, line: str) -> None:
        with self._starting:
            if self._process is None or self._process.poll() is not None:
                self._start()
        with self._writing:
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()

    def _start(self) -> None:
        environment = {name: os.environ[name] for name in PASSED if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        eventlet.spawn_n(self._read, self._process)

    def _read(self, process: Any) -> None:
        try:
            for line in iter(process.stdout.readline, b""):
                told = json.loads(line)
                outcome = self._waiting.pop(told["id"], None)
                if outcome is not None:
                    outcome.send(told["error"])
        except (OSError, ValueError) as error:
            logs.get().warning("sender not read", error=repr(error))
        if process is self._process:
            for number in list(self._waiting):
                self._waiting.pop(number).send("sender: ended")

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()
        for number in list(self._waiting):
            self._waiting.pop(number).send("sender: ended")
