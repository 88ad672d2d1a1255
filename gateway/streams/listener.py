"""Hears which inboxes changed: an exclusive queue of this process, bound to one event, gone with its connection.

What is missed while there is no connection is made up for by the hub, which looks when `on_connected` is called.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

import amqp

from gateway.rpc.link import BROKEN, FIRST_PAUSE, LONGEST_PAUSE, TICK, connect
from gateway.rpc.transport import Connection
from shared import logs
from shared.events import BadEvent, InboxChanged
from shared.events.envelope import decode
from shared.ids import new_id

EXCHANGE = "jingmei.events"
# Beyond this the oldest are dropped; the hub's own looking finds what they told.
LONGEST = 10_000


class Listener:
    """One connection that only reads. `on_change(bureau, event)` and `on_connected()` must not block.

    What happens in a bureau that is not `wanted` is not even decoded.
    """

    def __init__(
        self,
        uri: str,
        on_change: Callable[[str, InboxChanged], None],
        on_connected: Callable[[], None],
        wanted: Callable[[str], bool],
    ) -> None:
        self.up = False
        self._uri, self._on_change, self._on_connected, self._wanted = uri, on_change, on_connected, wanted
        self._connection: Connection | None = None
        self._stop = threading.Event()

    def start(self) -> None:
        """Connect in the background and stay connected until `stop`."""
        threading.Thread(target=self._run, name="streams.listen", daemon=True).start()

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
            except BROKEN as error:
                if not self._stop.is_set():
                    logs.get().warning("changes of inboxes are not heard", error=f"{type(error).__name__}: {error}")
            finally:
                self.up = False
                self._drop()
            self._stop.wait(random.uniform(0.5, 1.0) * pause)  # noqa: S311 (jitter, not a secret)
            pause = min(LONGEST_PAUSE, pause * 2)

    def _open(self) -> None:
        self._connection = connection = connect(self._uri, _ignore, _ignore, "gateway.streams")
        channel = connection.channel()
        channel.auto_decode = False
        queue = f"gateway.streams-{new_id()}"
        channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        channel.queue_declare(queue, exclusive=True, auto_delete=True, arguments={"x-max-length": LONGEST})
        channel.queue_bind(queue, EXCHANGE, routing_key=InboxChanged.binding_key())
        channel.basic_consume(queue, no_ack=True, callback=self._delivered)
        connection.transport.sock.settimeout(TICK)
        self.up = True
        self._on_connected()

    def _read(self) -> None:
        connection = self._connection
        assert connection is not None
        read, handle = connection.transport.read_frame, connection.on_inbound_frame
        ticked = time.monotonic()
        while connection.connected and connection.channels is not None:
            try:
                handle(read())
            except TimeoutError:
                pass  # nothing came within a tick
            if time.monotonic() - ticked >= TICK:
                ticked = time.monotonic()
                connection.heartbeat_tick()
                if flush := getattr(connection.transport, "flush", None):
                    flush()

    def _delivered(self, message: amqp.Message) -> None:
        if not self._wanted(message.delivery_info["routing_key"].rpartition(".")[2]):
            return
        try:
            event = decode(bytes(message.body), str(message.properties.get("content_type") or ""))
        except BadEvent as bad:
            logs.get().warning("a change of an inbox that cannot be read", error=str(bad))
            return
        if isinstance(event.data, InboxChanged):
            self._on_change(event.bureau, event.data)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.collect()
            except BROKEN as error:
                logs.get().debug("collect failed", error=repr(error))


def _ignore(*_: object) -> None:
    """Whether the broker takes messages does not matter to who sends none."""
