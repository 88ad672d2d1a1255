"""The connection to the broker: kept open by a reader thread, and watched, so that callers learn at once what is wrong.

Runs on threads, which are greenlets in a gunicorn worker with gevent. The reader alone reads; a writer
helps out when the broker does not read. Three things can be wrong: no connection (`up` is False), a broker
that takes no messages because of an alarm (`blocked`), one that says nothing at all (`silent`).
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import Any

import amqp

from gateway.rpc.transport import Connection
from shared import frames, logs
from shared.ids import new_id
from shared.transport import BROKEN, address

EXCHANGE = "nameko-rpc"
HEARTBEAT = 15
TICK = 0.5
CONNECT_TIMEOUT = 3.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 3.0
# With calls waiting and nothing heard for so long, the broker is asked; without an answer it counts as silent.
ASK_AFTER, SILENT_AFTER = 1.0, 2.0
# A message to nobody: the broker gives it back at once. That is the question.
NOBODY = "gateway.nobody"

OnReply = Callable[[str, bytes], None]
OnReturn = Callable[[str], None]


class Link:
    """One connection, one channel, one reply queue. `on_reply(correlation id, body)` and
    `on_return(correlation id)` (nobody listens there) are called by the reader and must not block;
    `on_lost()` when the connection is gone; `waiting()` says whether anybody waits for a reply."""

    def __init__(
        self, uri: str, on_reply: OnReply, on_return: OnReturn, on_lost: Callable[[], None], waiting: Callable[[], bool]
    ) -> None:
        self.blocked = False
        self.error: str | None = "not yet connected"
        self.heard = 0.0
        self._uri = uri
        self._on_reply, self._on_return, self._on_lost, self._waiting = on_reply, on_return, on_lost, waiting
        self._channel: amqp.Channel | None = None
        self._connection: Connection | None = None
        self._queue = ""
        self._asked: float | None = None
        self._stop = threading.Event()

    @property
    def up(self) -> bool:
        """Whether there is a connection with its reply queue."""
        return self._channel is not None

    @property
    def silent(self) -> bool:
        """Whether the broker was asked and has not said anything since."""
        return self._asked is not None and time.monotonic() - self._asked > SILENT_AFTER

    def start(self) -> None:
        """Connect in the background and stay connected until `stop`."""
        for target in (self._run, self._write):
            threading.Thread(target=target, name=f"rpc{target.__name__}", daemon=True).start()

    def stop(self) -> None:
        """Close. Whoever waits for a reply is told that the connection is gone."""
        self._stop.set()
        self._drop()

    def publish(self, key: str, correlation: str, body: bytes, expiration: int) -> None:
        """Send a request that the broker forgets after `expiration` ms. Never blocks. Raises: one of BROKEN."""
        frames.publish(
            self._channel, EXCHANGE, key, body, correlation,
            reply_to=self._queue, expiration=str(expiration), mandatory=True,
        )  # fmt: skip

    def _run(self) -> None:
        pause = FIRST_PAUSE
        while not self._stop.is_set():
            try:
                self._open()
                pause = FIRST_PAUSE
                self._read()
            except BROKEN as error:
                self._note(error)
            finally:
                self._lose()
            self._stop.wait(random.uniform(0.5, 1.0) * pause)  # noqa: S311 (jitter, not a secret)
            pause = min(LONGEST_PAUSE, pause * 2)

    def _open(self) -> None:
        self._connection = connection = connect(self._uri, self._on_blocked, self._on_unblocked)
        channel = connection.channel()
        channel.auto_decode = False  # bodies stay bytes
        self._queue = f"rpc.reply-gateway-{new_id()}"
        channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        channel.queue_declare(self._queue, exclusive=True, auto_delete=True)
        channel.queue_bind(self._queue, EXCHANGE, routing_key=self._queue)
        channel.events["basic_return"].add(self._returned)
        channel.basic_consume(self._queue, no_ack=True, callback=self._delivered)
        connection.transport.sock.settimeout(TICK)
        self.blocked, self._asked, self.heard = False, None, time.monotonic()
        self._channel, self.error = channel, None
        logs.get().info("broker connected")

    def _read(self) -> None:
        connection = self._connection
        assert connection is not None
        read, handle = connection.transport.read_frame, connection.on_inbound_frame
        ticked = time.monotonic()
        while connection.connected and connection.channels is not None:
            try:
                handle(read())
                self.heard, self._asked = time.monotonic(), None
            except TimeoutError:
                pass  # nothing came within a tick
            if time.monotonic() - ticked >= TICK:
                ticked = time.monotonic()
                connection.heartbeat_tick()
                self._ask(ticked)

    def _ask(self, moment: float) -> None:
        """Somebody waits and nothing is heard: is the broker there?"""
        if self._asked is None and moment - self.heard > ASK_AFTER and self._waiting():
            self._asked = moment
            self.publish(NOBODY, "", b"", 60_000)

    def _write(self) -> None:
        """Write what the socket did not take at once."""
        while not self._stop.is_set():
            connection = self._connection
            stuck = getattr(connection._transport, "stuck", None) if connection is not None else None
            if stuck is None or not stuck.wait(TICK):
                self._stop.wait(TICK if stuck is None else 0)
                continue
            try:
                connection._transport.flush()  # type: ignore[union-attr]
            except TimeoutError:
                pass  # it still does not read
            except BROKEN as error:
                logs.get().debug("not written: the reader will see why", error=repr(error))
                self._stop.wait(TICK)

    def _delivered(self, message: amqp.Message) -> None:
        self._on_reply(message.properties.get("correlation_id", ""), message.body)

    def _returned(self, _error: Exception, _exchange: str, _key: str, message: amqp.Message) -> None:
        self._on_return(message.properties.get("correlation_id", ""))

    def _on_blocked(self, reason: str) -> None:
        self.blocked = True
        logs.get().warning("broker takes no messages", reason=reason)

    def _on_unblocked(self) -> None:
        self.blocked = False
        logs.get().info("broker takes messages again")

    def _note(self, error: BaseException) -> None:
        text = f"{type(error).__name__}: {error}"
        if text != self.error and not self._stop.is_set():
            logs.get().warning("broker away", error=text)
        self.error = text

    def _lose(self) -> None:
        self._channel = None
        self._drop()
        self._on_lost()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.collect()
            except BROKEN as error:
                logs.get().debug("collect failed", error=repr(error))


def connect(
    uri: str, on_blocked: Callable[[str], None], on_unblocked: Callable[[], None], name: str = "gateway.rpc"
) -> Connection:
    """A connection whose every read is bounded. Raises: OSError, AMQPError."""
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
