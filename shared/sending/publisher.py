"""Confirmed publishing: many messages in flight, each with its fate, none waited for past its deadline."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

import amqp
from amqp import spec

from shared.sending.exchanges import declare_exchanges
from shared.transport import BROKEN

CONFIRMED = "confirmed"
UNROUTABLE = "unroutable"
REFUSED = "refused"
UNKNOWN = "unknown"


class Link(Protocol):
    """A connection that keeps itself alive, as its owner runs and stops it."""

    @property
    def channel(self) -> amqp.Channel | None:
        """Its channel while there is a connection."""

    @property
    def up(self) -> bool:
        """Whether there is a connection."""

    @property
    def blocked(self) -> bool:
        """Whether the broker takes nothing for now."""


LinkT = TypeVar("LinkT", bound=Link)


@dataclass(frozen=True)
class Message:
    """One message to publish; `id` is its AMQP message_id."""

    id: str
    exchange: str
    routing_key: str
    body: bytes
    content_type: str
    headers: dict[str, Any] = field(default_factory=dict)
    mandatory: bool = True


class _Window:
    """The messages of one call that still wait for their confirm."""

    def __init__(self, size: int) -> None:
        self.fates = [UNKNOWN] * size
        self.open = size
        self.done = threading.Event()

    def settle(self, index: int, fate: str) -> None:
        # A returned message is confirmed right after: the first word stands.
        if self.fates[index] == UNKNOWN:
            self.fates[index] = fate
        self.open -= 1
        if not self.open:
            self.done.set()

    def mark(self, index: int, fate: str) -> None:
        self.fates[index] = fate


class Publisher(Generic[LinkT]):
    """Publishes with confirms on a connection of its own. `up` says whether it is worth trying.

    `connect(on_open, on_lost)` makes its link.
    """

    def __init__(self, connect: Callable[[Callable[[amqp.Channel], None], Callable[[], None]], LinkT]) -> None:
        self._tag = 0
        self._low = 1
        self._open: dict[int, tuple[_Window, int, str]] = {}
        self._link = connect(self._opened, self._lost)

    @property
    def link(self) -> LinkT:
        """The connection; its owner runs and stops it."""
        return self._link

    @property
    def up(self) -> bool:
        """Whether the broker is connected and takes messages."""
        return self._link.up and not self._link.blocked

    def publish(self, messages: Sequence[Message], timeout: float = 10.0) -> list[str]:
        """The fate of each message, in order: confirmed, unroutable, refused, or unknown when time is up."""
        window = _Window(len(messages))
        channel = self._link.channel
        if channel is None or not messages:
            return window.fates
        try:
            for index, message in enumerate(messages):
                self._send(channel, message, window, index)
        except BROKEN:
            return window.fates
        window.done.wait(timeout)
        return window.fates

    def _send(self, channel: amqp.Channel, message: Message, window: _Window, index: int) -> None:
        self._tag += 1
        self._open[self._tag] = (window, index, message.id)
        content = amqp.Message(
            message.body,
            content_type=message.content_type,
            delivery_mode=2,
            message_id=message.id,
            timestamp=int(time.time()),
            application_headers=message.headers,
        )
        arguments = (0, message.exchange, message.routing_key, message.mandatory, False)
        channel.send_method(spec.Basic.Publish, "Bssbb", arguments, content)

    def _opened(self, channel: amqp.Channel) -> None:
        declare_exchanges(channel)
        channel.confirm_select()
        self._tag, self._low, self._open = 0, 1, {}
        channel.events["basic_ack"].add(lambda tag, multiple: self._settled(tag, multiple, CONFIRMED))
        channel.events["basic_nack"].add(lambda tag, multiple: self._settled(tag, multiple, REFUSED))
        channel.events["basic_return"].add(self._returned)

    def _lost(self) -> None:
        waiting, self._open = self._open, {}
        for window, index, _ in waiting.values():
            window.settle(index, UNKNOWN)

    def _settled(self, tag: int, multiple: bool, fate: str) -> None:
        tags = range(self._low, tag + 1) if multiple else (tag,)
        for each in tags:
            entry = self._open.pop(each, None)
            if entry is not None:
                entry[0].settle(entry[1], fate)
        if multiple:
            self._low = tag + 1

    def _returned(self, _error: Exception, _exchange: str, _key: str, message: amqp.Message) -> None:
        """Unroutable: comes before the confirm of the same message."""
        returned = message.properties.get("message_id")
        for window, index, id_ in list(self._open.values()):
            if id_ == returned:
                window.mark(index, UNROUTABLE)
