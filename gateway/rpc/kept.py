"""A connection to the broker that keeps itself open: read in a thread of its own, and opened again when it is lost."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

import amqp

from gateway.rpc.link import FIRST_PAUSE, LONGEST_PAUSE, TICK, connect
from gateway.rpc.transport import Connection
from shared import logs
from shared.transport import BROKEN


class Kept:
    """One connection with one channel. `on_open(channel)` declares and subscribes after every connect, `on_lost()` is
    called when it is gone; both are called by the reader. `error` is why there is none."""

    def __init__(
        self,
        uri: str,
        name: str,
        on_open: Callable[[amqp.Channel], None],
        on_lost: Callable[[], None] = lambda: None,
    ) -> None:
        self.channel: amqp.Channel | None = None
        self.blocked = False
        self.error: str | None = "not yet connected"
        self._uri, self._name, self._on_open, self._on_lost = uri, name, on_open, on_lost
        self._connection: Connection | None = None
        self._stop = threading.Event()

    @property
    def up(self) -> bool:
        """Whether there is a connection whose `on_open` has succeeded."""
        return self.channel is not None

    def start(self) -> None:
        """Connect in the background and stay connected until `stop`."""
        threading.Thread(target=self._run, name=self._name, daemon=True).start()

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
                self._note(error)
            finally:
                self._lose()
            self._stop.wait(random.uniform(0.5, 1.0) * pause)  # noqa: S311 (jitter, not a secret)
            pause = min(LONGEST_PAUSE, pause * 2)

    def _open(self) -> None:
        self._connection = connection = connect(self._uri, self._on_blocked, self._on_unblocked, self._name)
        channel = connection.channel()
        channel.auto_decode = False  # bodies stay bytes
        self.blocked = False
        self._on_open(channel)
        connection.transport.sock.settimeout(TICK)
        self.channel, self.error = channel, None

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

    def _on_blocked(self, reason: str) -> None:
        self.blocked = True
        logs.get().warning("broker takes no messages", link=self._name, reason=reason)

    def _on_unblocked(self) -> None:
        self.blocked = False

    def _note(self, error: BaseException) -> None:
        text = f"{type(error).__name__}: {error}"
        if text != self.error and not self._stop.is_set():
            logs.get().warning("broker away", link=self._name, error=text)
        self.error = text

    def _lose(self) -> None:
        was_up, self.channel = self.up, None
        self._drop()
        if was_up:
            self._on_lost()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.collect()
            except BROKEN as error:
                logs.get().debug("collect failed", error=repr(error))
