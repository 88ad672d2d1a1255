"""Documents made in a process of their own: seconds of CPU would hold up every request of this one.

Not in a thread: libraries take locks, which under gevent's patches belong to the loop (`gateway.offload`). A process
for each document also ends with its memory, and can be ended when it takes too long.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from gateway.documents import Document
from gateway.errors import ServiceUnavailable
from shared import logs

ROOT: Final = Path(__file__).parents[2]
# What the child needs of our surroundings; our secrets it does not.
KEPT: Final = ("PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "LD_LIBRARY_PATH")
log = logs.get()


class Renderer:
    """Renders documents, at most `processes` at a time; the rest wait their turn.

    `limit` is the longest that one may wait and work, in seconds.
    """

    def __init__(self, processes: int = 2, limit: float = 20.0) -> None:
        self._slots = threading.BoundedSemaphore(processes)
        self._limit = limit

    def render(self, document: Document) -> bytes:
        """The bytes of a document (`gateway.documents.make`). Raises: ServiceUnavailable."""
        if not self._slots.acquire(timeout=self._limit):
            raise ServiceUnavailable("documents.busy")
        try:
            return self._made(document)
        finally:
            self._slots.release()

    def _made(self, document: Document) -> bytes:
        command = [sys.executable, "-m", "gateway.documents"]
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        environment["PYTHONPATH"] = str(ROOT)
        try:
            done = subprocess.run(  # noqa: S603 (nothing of the request is part of the command)
                command, input=pickle.dumps(document), capture_output=True, timeout=self._limit, env=environment,
                cwd=ROOT, check=False, start_new_session=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            log.warning("documents.too_slow", kind=type(document).__name__, limit=self._limit)
            raise ServiceUnavailable("documents.busy") from None
        if done.returncode != 0:
            reason = done.stderr.decode(errors="replace")[-2000:]
            log.error("documents.failed", kind=type(document).__name__, code=done.returncode, reason=reason)
            raise RenderingFailed(_ending(done.returncode))
        return done.stdout


class RenderingFailed(Exception):
    """A document could not be made of data that it should have been made of: a fault of ours."""


def _ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
