"""Frames to and from the broker's socket: one receive takes what has come, and no writer ever waits.

py-amqp reads a frame with three receives, and its writes block when the broker does not read (a memory alarm,
a frozen node). A caller with a deadline must not hang there: what the socket does not take at once is kept
and written by the connection's writer, in order.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

import amqp
from amqp.transport import SSLTransport

from shared.transport import READ, BufferedTransport, address

# Bytes that may wait for a broker that does not read; beyond this, calls are refused.
MOST_WAITING = 8 * 1024 * 1024
# Seconds.
HEARTBEAT = 15
CONNECT_TIMEOUT = 3.0


class Backlog(OSError):
    """Too much waits to be written already."""


class Transport(BufferedTransport):
    """TCP with buffered reads and writes that never block."""

    def _setup_transport(self) -> None:
        super()._setup_transport()
        self._lock = threading.Lock()
        self._waiting: list[bytes] = []
        self._size = 0
        # Set while something waits; the connection's writer sleeps on it.
        self.stuck = threading.Event()
        self._write = self._send

    def _send(self, data: bytes | memoryview) -> None:
        """Write now what the socket takes, keep the rest. Raises: OSError, Backlog."""
        with self._lock:
            if not self._waiting:
                # The descriptor is non-blocking (the socket has a timeout), which socket.send would hide.
                try:
                    sent = os.write(self.sock.fileno(), data)
                except BlockingIOError:
                    sent = 0
                if sent == len(data):
                    return
                data = bytes(data[sent:])
            if self._size > MOST_WAITING:
                raise Backlog
            self._waiting.append(bytes(data))
            self._size += len(data)
            self.stuck.set()

    def flush(self) -> None:
        """Write what waits; blocks for at most the socket's timeout. Called by one thread only. Raises: OSError."""
        with self._lock:
            data = b"".join(self._waiting)
        done = 0
        try:
            while done < len(data):
                done += self.sock.send(data[done : done + READ])
        finally:
            with self._lock:
                rest = b"".join(self._waiting)[done:]
                self._waiting, self._size = ([rest] if rest else []), len(rest)
                if not rest:
                    self.stuck.clear()


class TlsTransport(SSLTransport):  # type: ignore[misc]
    """py-amqp's, whose writes may block; each is written in one piece."""

    def _setup_transport(self) -> None:
        super()._setup_transport()
        self._lock = threading.Lock()

    def _write(self, data: bytes | memoryview) -> None:
        # Of its own: who fills py-amqp's buffer next may do so while this one waits.
        data = bytes(data)
        with self._lock:
            super()._write(data)


class Connection(amqp.Connection):  # type: ignore[misc]
    """A py-amqp connection on our transports."""

    def Transport(self, host: str, connect_timeout: float, ssl: object = False, *rest: Any, **options: Any) -> Any:  # noqa: N802
        """Called by py-amqp with the settings of the socket."""
        if ssl:
            return TlsTransport(host, connect_timeout=connect_timeout, ssl=ssl, **options)
        return Transport(host, connect_timeout=connect_timeout, **options)


def connect(uri: str, name: str, on_blocked: Callable[[str], None], on_unblocked: Callable[[], None]) -> Connection:
    """A connection whose every read is bounded; `name` is what the broker shows. Raises: OSError, AMQPError."""
    options: dict[str, Any] = {"on_blocked": on_blocked, "on_unblocked": on_unblocked}
    connection = Connection(
        **address(uri),
        heartbeat=HEARTBEAT,
        connect_timeout=CONNECT_TIMEOUT,
        client_properties={"connection_name": name},
        **options,
    )
    connection.connect()
    connection.transport.sock.settimeout(CONNECT_TIMEOUT)
    return connection
