"""A connection to the broker that keeps itself open, with a reader and a writer of its own: lost, it is opened again.

Threads are greenlets in a gunicorn worker with gevent. The reader alone reads; the writer helps out when the broker
does not read, so that whoever publishes never waits for it.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

import amqp

from gateway.rpc.transport import Connection, Transport, connect
from shared import logs
from shared.events import Event, Received
from shared.sending.facts import heard
from shared.signing import SIGNATURE, Signer
from shared.transport import BROKEN

# Looks at the heartbeats within the time of one: py-amqp sends the next after half of it, and gives up after two.
LOOKS = 4
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 3.0


def _nothing(*_told: object) -> None:
    """What is done at a moment that its user does not care for."""


class Kept:
    """One connection with one channel; `error` is why there is none, `heard` when it last said anything (monotonic).

    Called by the reader, which must not be blocked: `on_open(channel)` declares and subscribes after every connect,
    `on_lost()` when there is none any more, and after each try that fails.
    """

    def __init__(
        self,
        uri: str,
        name: str,
        on_open: Callable[[amqp.Channel], None],
        on_lost: Callable[[], None] = _nothing,
    ) -> None:
        self.channel: amqp.Channel | None = None
        self.blocked = False
        self.error: str | None = "not yet connected"
        self.heard = 0.0
        self._uri, self._name = uri, name
        self._on_open, self._on_lost = on_open, on_lost
        self._connection: Connection | None = None
        self._stuck: threading.Event | None = None
        self._stop = threading.Event()

    @property
    def up(self) -> bool:
        """Whether there is a connection whose `on_open` has succeeded."""
        return self.channel is not None

    def start(self) -> None:
        """Connect in the background and stay connected until `stop`."""
        threading.Thread(target=self._run, name=f"{self._name}.read", daemon=True).start()

    def stop(self) -> None:
        """Close."""
        self._stop.set()
        self._drop()

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._stop.is_set():
            try:
                self._open()
                pause = FIRST_PAUSE
                self._read()
            except Exception as error:  # the reader outlives whatever a broker or a stranger sends
                self._note(error)
            finally:
                self._lose()
            self._stop.wait(random.uniform(0.5, 1.0) * pause)  # noqa: S311 (jitter, not a secret)
            pause = min(LONGEST_PAUSE, pause * 2)

    def _open(self) -> None:
        self._connection = connection = connect(self._uri, self._name, self._on_blocked, self._on_unblocked)
        channel = connection.channel()
        channel.auto_decode = False  # bodies stay bytes
        self.blocked = False
        self._on_open(channel)
        connection.transport.sock.settimeout(connection.heartbeat / LOOKS or None)
        self._begin_to_write(connection)
        self.heard = time.monotonic()
        self.channel, self.error = channel, None
        logs.get().info("broker connected", link=self._name)

    def _read(self) -> None:
        connection = self._connection
        assert connection is not None
        read, handle = connection.transport.read_frame, connection.on_inbound_frame
        tick, ticked = connection.heartbeat / LOOKS, time.monotonic()
        while connection.connected and connection.channels is not None:
            try:
                handle(read())
                self.heard = time.monotonic()
            except TimeoutError:
                pass  # nothing came within a tick
            if tick and time.monotonic() - ticked >= tick:
                ticked = time.monotonic()
                connection.heartbeat_tick()

    def _begin_to_write(self, connection: Connection) -> None:
        """The writer of one connection. TLS writes without one."""
        self._stuck = getattr(connection.transport, "stuck", None)
        if self._stuck is not None:
            writing = (connection, connection.transport)
            threading.Thread(target=self._write, args=writing, name=f"{self._name}.write", daemon=True).start()

    def _write(self, connection: Connection, transport: Transport) -> None:
        """Write what the socket did not take at once, until the connection is dropped."""
        while transport.stuck.wait() and connection is self._connection:
            try:
                transport.flush()
            except TimeoutError:
                pass  # it still does not read
            except BROKEN as error:
                logs.get().debug("not written: the reader will see why", link=self._name, error=repr(error))
                return

    def _on_blocked(self, reason: str) -> None:
        self.blocked = True
        logs.get().warning("broker takes no messages", link=self._name, reason=reason)

    def _on_unblocked(self) -> None:
        self.blocked = False
        logs.get().info("broker takes messages again", link=self._name)

    def _note(self, error: BaseException) -> None:
        text = f"{type(error).__name__}: {error}"
        if text != self.error and not self._stop.is_set():
            logs.get().warning("broker away", link=self._name, error=text)
        self.error = text

    def _lose(self) -> None:
        self.channel = None
        self._drop()
        self._on_lost()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if self._stuck is not None:
            self._stuck.set()  # its writer sees that it is dropped
        if connection is not None:
            try:
                connection.collect()
            except BROKEN as error:
                logs.get().debug("collect failed", link=self._name, error=repr(error))


def arrived(message: amqp.Message, signer: Signer) -> Received[Event]:
    """The event that a message is. Raises: BadEvent."""
    properties = message.properties
    signature = (properties.get("application_headers") or {}).get(SIGNATURE)
    return heard(bytes(message.body), str(properties.get("content_type") or ""), signature, signer)
