"""The bench's hold on one load client, which is a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import orjson

from tests.load.clients.loop import Job
from tests.load.figures import Sample

ROOT = Path(__file__).parents[2]


class ClientError(RuntimeError):
    """A load client ended; the text is what it complained of."""


class Client:
    """A process of `python -m tests.load.clients.<kind> <arguments>`, with greenlets for threads if `gevent`."""

    def __init__(self, kind: str, *arguments: str, log: Path, gevent: bool = False) -> None:
        self._kind = kind
        self._log = log
        runner = ["gevent.monkey", "--module"] if gevent else []
        with log.open("ab") as err:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", *runner, f"tests.load.clients.{kind}", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=err,
                cwd=ROOT,
            )

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def start(self, job: Job) -> None:
        """Begin a job. Raises: ClientError."""
        try:
            _pipe(self._process.stdin).write(orjson.dumps(asdict(job)) + b"\n")
            _pipe(self._process.stdin).flush()
        except BrokenPipeError:
            raise self._ended() from None

    def sample(self) -> Sample:
        """Wait for the job's end. Raises: ClientError."""
        line = _pipe(self._process.stdout).readline()
        if not line:
            raise self._ended()
        return Sample(**orjson.loads(line))

    def run(self, job: Job) -> Sample:
        """Both."""
        self.start(job)
        return self.sample()

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):  # what it did not take is of no interest now
                _pipe(pipe).close()

    def _ended(self) -> ClientError:
        self._process.wait()
        last = "\n".join(self._log.read_text(errors="replace").splitlines()[-30:])
        return ClientError(f"the load client {self._kind} ended with {self._process.returncode}:\n{last}")


def side_by_side(clients: Sequence[Client], job: Job) -> list[Sample]:
    """Split a job's concurrency over several clients that work at the same time."""
    busy = []
    for index, client in enumerate(clients):
        share = job.concurrency // len(clients) + (index < job.concurrency % len(clients))
        if share:
            client.start(Job(share, job.seconds, job.limit, job.options))
            busy.append(client)
    return [client.sample() for client in busy]


def _pipe(pipe: IO[Any] | None) -> IO[Any]:
    assert pipe is not None
    return pipe
