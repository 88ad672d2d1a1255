"""One connection to RabbitMQ that keeps itself alive: a reader, coalesced writes, heartbeats, reconnects.

py-amqp reads a frame with three receives and writes each frame with a send of its own. Here one receive takes
what has come, and what is written in one turn of the event loop leaves in one send. The reader greenlet is
the only one that reads, so nothing outside `on_open` may wait for a synchronous AMQP method.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import amqp
import eventlet
from amqp import spec
from amqp.transport import SSLTransport
from eventlet import hubs

from shared import logs
from shared.messaging.inbound import frame_handler
from shared.transport import BROKEN, BufferedTransport, address

# Looks at the heartbeats within the time of one: py-amqp sends the next after half of it, and gives up after two.
LOOKS = 4
CONNECT_TIMEOUT = 3.0
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0


class _Gathered:
    """Writes gathered per turn of the loop: whoever writes never waits, and no two writers mix."""

    connected: bool
    _write: Any

    def _setup_transport(self) -> None:
        super()._setup_transport()  # type: ignore[misc]
        self._out: list[bytes] = []
        self._flushing = False
        self._send = self._write
        self._write = self._gather

    def _gather(self, data: bytes | memoryview) -> None:
        self._out.append(bytes(data))
        if not self._flushing:
            self._flushing = True
            self._flush_soon()

    def _flush_soon(self) -> None:
        eventlet.spawn_n(self._flush)

    def _flush(self) -> None:
        try:
            while self._out:
                data, self._out = b"".join(self._out), []
                self._send(data)
        except (OSError, AttributeError):
            self.connected = False  # the reader notices and reconnects
        finally:
            self._flushing = False


class _Transport(_Gathered, BufferedTransport):
    """TCP with buffered reads; what the socket takes at once is written by the loop itself."""

    _read_buffer: bytes

    def _flush_soon(self) -> None:
        hubs.get_hub().schedule_call_global(0, self._flush_now)

    def _flush_now(self) -> None:
        """Called by the loop, where nothing may wait: the rest, if there is one, waits in a greenlet."""
        data = b"".join(self._out)
        try:
            sent = self.sock.fd.send(data)  # the non-blocking socket inside eventlet's
        except BlockingIOError:
            sent = 0
        except (OSError, AttributeError):
            self.connected = self._flushing = False  # the reader notices and reconnects
            return
        self._out = [] if sent == len(data) else [data[sent:]]
        if self._out:
            eventlet.spawn_n(self._flush)
        else:
            self._flushing = False


class _TlsTransport(_Gathered, SSLTransport):  # type: ignore[misc]
    """TLS reads as py-amqp does: records are buffered already."""


class _Connection(amqp.Connection):  # type: ignore[misc]
    def Transport(self, host: str, connect_timeout: float, ssl: object = False, *rest: Any, **options: Any) -> Any:  # noqa: N802
        """Our transports in place of py-amqp's."""
        if ssl:
            return _TlsTransport(host, connect_timeout=connect_timeout, ssl=ssl, **options)
        return _Transport(host, connect_timeout=connect_timeout, **options)


def open_connection(
    uri: str, name: str, heartbeat: int, on_blocked: Callable[[bool], None] = lambda _: None
) -> amqp.Connection:
    """A connected py-amqp connection. `on_blocked` hears when the broker takes nothing more and when it does again.

    Raises: OSError, AMQPError.
    """
    connection = _Connection(
        **address(uri),
        heartbeat=heartbeat,
        connect_timeout=CONNECT_TIMEOUT,
        client_properties={"connection_name": name},
        frame_handler=frame_handler,
        on_blocked=lambda _reason: on_blocked(True),
        on_unblocked=lambda: on_blocked(False),
    )
    connection.connect()
    # py-amqp's publish would read from the socket before each write when this is on; the reader does that.
    connection.client_properties["capabilities"]["connection.blocked"] = False
    return connection


class Link:
    """Keeps one connection with one channel open until stopped.

    `on_open(channel)` declares and subscribes, in the reader greenlet, after every connect. `on_lost()` is
    called when the connection is gone. `error` holds the last failure while there is no connection.
    """

    def __init__(
        self,
        uri: str,
        name: str,
        heartbeat: int,
        on_open: Callable[[amqp.Channel], None],
        on_lost: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self.channel: amqp.Channel | None = None
        self.error: str | None = "not yet connected"
        # The broker has an alarm (memory, disk) and takes nothing that is published.
        self.blocked = False
        self._uri = uri
        self._heartbeat = heartbeat
        self._on_open = on_open
        self._on_lost = on_lost
        self._connection: amqp.Connection | None = None
        self._stopping = False
        self._wake = eventlet.event.Event()

    @property
    def up(self) -> bool:
        """Whether there is a connection whose `on_open` has succeeded."""
        return self.channel is not None

    def run(self) -> None:
        """Connect, read, reconnect, until `stop`. Never raises for what a broker can do."""
        pause = FIRST_PAUSE
        while not self._stopping:
            try:
                self._open()
                pause = FIRST_PAUSE
                if not self._stopping:  # told to while the broker took its time
                    self._read()
            except Exception as error:  # the reader outlives whatever a broker or a stranger sends
                if not self._stopping:
                    self._note(error)
            finally:
                self._lose()
            if not self._stopping:
                self._sleep(random.uniform(0.5, 1.0) * pause)  # noqa: S311 (jitter, not a secret)
                pause = min(LONGEST_PAUSE, pause * 2)

    def stop(self) -> None:
        """Ask the broker to close; `run` returns. Give up waiting for the broker's answer after 2 s."""
        self._stopping = True
        if not self._wake.ready():
            self._wake.send()
        connection = self._connection
        if connection is None or not connection.connected:
            return
        try:
            connection.send_method(spec.Connection.Close, "BsBB", (200, "stopping", 0, 0))
            with eventlet.Timeout(2, False):
                while self._connection is not None:
                    eventlet.sleep(0.01)
        except BROKEN as error:
            logs.get().debug("close failed", link=self.name, error=repr(error))
        self._drop()

    def _open(self) -> None:
        with eventlet.Timeout(CONNECT_TIMEOUT * 3, TimeoutError("the broker does not answer")):
            self.blocked = False
            self._connection = open_connection(self._uri, self.name, self._heartbeat, self._set_blocked)
            channel = self._connection.channel()
            channel.auto_decode = False  # bodies stay bytes
            self._on_open(channel)
        self.channel, self.error = channel, None
        logs.get().info("broker connected", link=self.name)

    def _read(self) -> None:
        connection = self._connection
        assert connection is not None
        transport, tick = connection.transport, connection.heartbeat / LOOKS or None
        transport.sock.settimeout(tick)
        read, handle = transport.read_frame, connection.on_inbound_frame
        beat = time.monotonic()
        while connection.connected and connection.channels is not None:
            try:
                handle(read())
            except TimeoutError:
                pass  # nothing came within a tick; look at the heartbeats
            if tick and time.monotonic() - beat >= tick:
                beat = time.monotonic()
                connection.heartbeat_tick()

    def _set_blocked(self, blocked: bool) -> None:
        self.blocked = blocked
        logs.get().warning("broker takes nothing" if blocked else "broker takes messages again", link=self.name)

    def _note(self, error: BaseException) -> None:
        text = f"{type(error).__name__}: {error}"
        if text != self.error:
            logs.get().warning("broker away", link=self.name, error=text)
        self.error = text

    def _lose(self) -> None:
        was_up, self.channel = self.channel is not None, None
        self._drop()
        if was_up:
            self._on_lost()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.collect()
            except BROKEN as error:
                logs.get().debug("collect failed", link=self.name, error=repr(error))

    def _sleep(self, seconds: float) -> None:
        with eventlet.Timeout(seconds, False):
            self._wake.wait()
