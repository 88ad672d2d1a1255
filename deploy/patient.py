"""gunicorn's worker, which does not wait for ever: a client that sends, or takes, drop by drop is cut.

The head of a request has `keepalive` seconds in all (gunicorn's own bound). A body, and whoever reads an answer, has
`PATIENCE` seconds and for each `SLOWEST` bytes one more: measured is the time for which we wait for the client, not
what we do meanwhile. Live streams and idle connections send nothing that could be too slow.
"""

from __future__ import annotations

import errno
import os
import time
from typing import Any

from gunicorn.workers.ggevent import GeventWorker

PATIENCE = float(os.environ.get("JINGMEI_HTTP_PATIENCE", "30"))
SLOWEST = float(os.environ.get("JINGMEI_HTTP_SLOWEST", "1024"))


class CutOffError(ConnectionResetError):
    """The client was too slow. To gunicorn it is one that hung up; the gateway knows it by `too_slow`."""

    too_slow = True

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "cut off: too slow")


class Patient:
    """A client's socket that waits so long and no longer; all else is the socket's own."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._begin()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Some bytes. Raises: CutOffError."""
        if flags:  # a look whether it is still there
            return bytes(self._connection.recv(size, flags))
        left = PATIENCE + self._came / SLOWEST - self._waited
        began = time.monotonic()
        try:
            self._connection.settimeout(max(0.001, left))
            found: bytes = self._connection.recv(size)
        except TimeoutError:
            raise CutOffError from None
        finally:
            self._connection.settimeout(None)
        self._waited += time.monotonic() - began
        self._came += len(found)
        return found

    def sendall(self, data: Any, flags: int = 0) -> None:
        """All bytes. Raises: CutOffError."""
        try:
            self._connection.settimeout(PATIENCE + len(data) / SLOWEST)
            self._connection.sendall(data, flags)
        except TimeoutError:
            raise CutOffError from None
        finally:
            self._connection.settimeout(None)
        self._begin()  # the next request has all of the time again

    def _begin(self) -> None:
        self._waited, self._came = 0.0, 0


class PatientWorker(GeventWorker):  # type: ignore[misc]
    """The worker of `gunicorn_conf`."""

    alive: bool

    def notify(self) -> None:
        """Called every second. Whose master was killed stops as who is told to: after what it has in hand.

        gunicorn's own leaves at once, and with it broker and database are gone for requests that are under way.
        """
        self.tmp.notify()
        if self.alive and self.ppid != os.getppid():
            self.log.warning("the master is gone: worker %s finishes what it has", self.pid)
            self.alive = False

    def handle(self, listener: Any, client: Any, addr: Any) -> None:
        """Serve a connection."""
        super().handle(listener, Patient(client), addr)
