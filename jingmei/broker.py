"""What the operator does over AMQP: look at queues, hand a message to one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import amqp
from amqp.exceptions import AMQPError, MessageNacked, NotFound
from kombu.connection import Connection

from shared.sending.publisher import Message
from shared.settings import KernelSettings
from shared.transport import address

TIMEOUT = 10
FAULTS = (OSError, AMQPError)


@dataclass(frozen=True)
class Depth:
    """One queue as a passive declare tells it; both numbers are None when there is no such queue."""

    service: str
    queue: str
    ready: int | None
    consumers: int | None


class Broker:
    """One connection to the broker."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._channel = connection.channel()  # type: ignore[no-untyped-call]

    def depth(self, service: str, queue: str) -> Depth:
        """How one queue stands."""
        try:
            found = self._channel.queue_declare(queue, passive=True)
        except NotFound:
            # The broker closes the channel over it.
            self._channel = self._connection.channel()  # type: ignore[no-untyped-call]
            return Depth(service, queue, None, None)
        return Depth(service, queue, found.message_count, found.consumer_count)

    def send(self, message: Message) -> None:
        """Publish what may find nobody, and wait for the confirm. Raises: OSError, AMQPError."""
        wire = amqp.Message(
            message.body, content_type=message.content_type, delivery_mode=2, message_id=message.id,
            application_headers=message.headers,
        )  # fmt: skip
        self._channel.basic_publish_confirm(wire, message.exchange, message.routing_key, timeout=TIMEOUT)

    def hand(
        self, service: str, body: bytes, content_type: str, message_id: str, headers: Mapping[str, str]
    ) -> str | None:
        """Put a message into a service's event queue and wait for the confirm; gives the reason when it was not taken.

        Raises: OSError, AMQPError when the broker goes away: the message may or may not have arrived.
        """
        from shared.messaging.topology import RETRY, back_key  # noqa: PLC0415 (brings eventlet along: only when needed)

        message = amqp.Message(
            body, content_type=content_type, delivery_mode=2, message_id=message_id, application_headers=dict(headers)
        )
        returned: list[str] = []
        self._channel.events["basic_return"] = {lambda error, *_: returned.append(str(error))}
        try:
            self._channel.basic_publish_confirm(message, RETRY, back_key(service), mandatory=True, timeout=TIMEOUT)
        except MessageNacked:
            return "nacked"
        return returned[0] if returned else None


@contextmanager
def broker(settings: KernelSettings) -> Iterator[Broker]:
    """A connected broker. Raises: OSError, AMQPError."""
    known = address(settings.amqp_uri)
    host, _, port = known.pop("host").rpartition(":")
    with Connection(host.strip("[]"), port=int(port), connect_timeout=5, **known) as connection:  # type: ignore[no-untyped-call]
        connection.connect()
        yield Broker(connection)


def queues_of(service: str, ladder: Sequence[int]) -> list[str]:
    """Every queue of a service."""
    from shared.messaging import topology  # noqa: PLC0415 (brings eventlet along: only when it is needed)

    retries = [topology.retry_queue(service, seconds) for seconds in ladder]
    main = [topology.events_queue(service), topology.rpc_queue(service)]
    return [*main, *retries, topology.dead_queue(service)]
