"""Taking messages off one queue connection: bounded, counted, and settled exactly once each.

Both the command server and the event server are intakes. A message is either acked after its effect, or left
to the broker, which delivers it again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import amqp
import eventlet
from amqp import spec
from nameko.exceptions import ContainerBeingKilled

from shared import frames, logs, metrics
from shared.messaging.link import Link
from shared.transport import BROKEN


class Intake:
    """One connection that consumes. At most `workers` messages are worked on, `prefetch` are held."""

    def __init__(self, uri: str, name: str, heartbeat: int, workers: int, prefetch: int) -> None:
        self.link = Link(uri, name, heartbeat, self._opened)
        self.in_flight = 0
        self.draining = False
        self._name = name
        self._workers = workers
        self._prefetch = prefetch
        self._waiting: deque[tuple[amqp.Message, Callable[[amqp.Message], None]]] = deque()
        self._consumers: list[str] = []
        metrics.IN_FLIGHT.labels(name).set_function(lambda: self.in_flight)

    def subscribe(self, channel: amqp.Channel) -> None:
        """Declare and consume; called after every connect. The kind of intake says what."""
        raise TypeError(f"{type(self).__name__} must say what it consumes")

    def consume(self, channel: amqp.Channel, queue: str, work: Callable[[amqp.Message], None]) -> None:
        """Hand every message of `queue` to `work`, which must not block."""
        tag = channel.basic_consume(queue, callback=lambda message: self._take(message, work))
        self._consumers.append(tag)

    def settled(self, message: amqp.Message, *, requeue: bool = False) -> None:
        """Ack a message after its effect, or give it back. If its connection is gone, the broker redelivers it."""
        self.in_flight -= 1
        channel, tag = message.channel, message.delivery_info["delivery_tag"]
        try:
            if requeue:
                channel.send_method(spec.Basic.Reject, "Lb", (tag, True))
            else:
                frames.ack(channel, tag)
        except BROKEN as error:
            logs.get().debug("settled after the connection was lost", link=self._name, error=repr(error))
        self._next()

    def drain(self, deadline: float) -> bool:
        """Take no more, wait for what is being worked on. False when the deadline came first."""
        self.draining = True
        self._cancel()
        while self._waiting:
            message, _ = self._waiting.popleft()
            self._give_back(message)
        with eventlet.Timeout(deadline, False):
            while self.in_flight:
                eventlet.sleep(0.02)
        return not self.in_flight

    def _opened(self, channel: amqp.Channel) -> None:
        self._consumers.clear()
        # What was held on the lost connection comes again.
        self._waiting.clear()
        channel.basic_qos(0, self._prefetch, False)
        self.subscribe(channel)

    def _take(self, message: amqp.Message, work: Callable[[amqp.Message], None]) -> None:
        if self.draining:
            self._give_back(message)
        elif self.in_flight >= self._workers:
            self._waiting.append((message, work))
        else:
            self._start(message, work)

    def _start(self, message: amqp.Message, work: Callable[[amqp.Message], None]) -> None:
        self.in_flight += 1
        try:
            work(message)
        except ContainerBeingKilled:
            self.settled(message, requeue=True)

    def _next(self) -> None:
        while self._waiting and self.in_flight < self._workers and not self.draining:
            message, work = self._waiting.popleft()
            self._start(message, work)

    def _give_back(self, message: amqp.Message) -> None:
        try:
            message.channel.send_method(spec.Basic.Reject, "Lb", (message.delivery_info["delivery_tag"], True))
        except BROKEN as error:
            logs.get().debug("not given back: the connection is gone", link=self._name, error=repr(error))

    def _cancel(self) -> None:
        channel = self.link.channel
        if channel is None:
            return
        for tag in self._consumers:
            try:
                channel.send_method(spec.Basic.Cancel, "sb", (tag, True))
            except BROKEN as error:
                logs.get().debug("cancel failed", link=self._name, error=repr(error))


def header(message: amqp.Message, name: str, default: Any = None) -> Any:
    """One application header of a message."""
    return (message.properties.get("application_headers") or {}).get(name, default)


def body(message: amqp.Message) -> bytes:
    """A message's bytes; py-amqp gives text where the sender named an encoding."""
    return message.body.encode() if isinstance(message.body, str) else bytes(message.body)


def content_type(message: amqp.Message) -> str:
    """What the sender says that it is; empty when nothing."""
    return str(message.properties.get("content_type") or "")
