"""Every queue and binding, declared here alone (exchanges: `shared.sending`). Valid on RabbitMQ 3.10 and 4.x.

`<svc>.events.v1` is the one event queue of a service. What fails for a passing reason waits in
`<svc>.retry.<n>s.v2` and falls back by itself; what can never succeed ends in `<svc>.dlq.v1`. All are
quorum queues. The delivery limit is a backstop against a message that kills its consumer; the ladder of
retries is counted in a header of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import amqp

from shared.sending.exchanges import DEAD, EVENTS, REPLY, RETRY, RPC, declare_exchanges

__all__ = [
    "DEAD",
    "DELIVERY_LIMIT",
    "EVENTS",
    "NO_LIMIT",
    "REPLY",
    "RETRY",
    "RPC",
    "back_key",
    "dead_queue",
    "declare_events",
    "declare_exchanges",
    "declare_rpc",
    "events_queue",
    "own_key",
    "retry_queue",
    "rpc_queue",
    "wait_key",
]

DELIVERY_LIMIT: Final = 100
# For the dead letters: 4.x would drop after 20 returns, and -1, which means "no limit" there, makes 3.10 drop a
# message at its first return, that is when the process dies that was about to store it.
NO_LIMIT: Final = 1_000_000_000


def events_queue(service: str) -> str:
    """The queue that every event for a service arrives in."""
    return f"{service}.events.v1"


def own_key(service: str) -> str:
    """The key by which a service hears what is told to it alone; see `Event.routing_key`."""
    return f"*.*.*.*.{service}"


def retry_queue(service: str, seconds: int) -> str:
    """The queue in which a failed event waits before it comes back."""
    return f"{service}.retry.{seconds}s.v2"


def wait_key(service: str, seconds: int) -> str:
    """The key under which a failed event goes to wait."""
    return f"{service}.wait.{seconds}"


def back_key(service: str) -> str:
    """The key under which it comes back, and under which an operator hands over one that is replayed."""
    return f"{service}.back"


def dead_queue(service: str) -> str:
    """The queue of what a service could not handle, until it is stored."""
    return f"{service}.dlq.v1"


def rpc_queue(service: str) -> str:
    """The queue of commands and queries, named as nameko names it, so that its clients work with ours."""
    return f"rpc-{service}"


def declare_events(channel: amqp.Channel, service: str, bindings: Iterable[str], ladder: Sequence[int]) -> None:
    """A service's event queue with its bindings, its retry ladder and its dead-letter queue."""
    declare_exchanges(channel)
    queue = events_queue(service)
    _declare(channel, dead_queue(service), {"x-delivery-limit": NO_LIMIT})
    channel.queue_bind(dead_queue(service), DEAD, routing_key=service)
    _declare(channel, queue, {"x-delivery-limit": DELIVERY_LIMIT, **_falls_to(DEAD, service)})
    for key in bindings:
        channel.queue_bind(queue, EVENTS, routing_key=key)
    channel.queue_bind(queue, RETRY, routing_key=back_key(service))
    for seconds in ladder:
        ttl = {"x-message-ttl": seconds * 1000, **_falls_to(RETRY, back_key(service))}
        _declare(channel, retry_queue(service, seconds), ttl)
        channel.queue_bind(retry_queue(service, seconds), RETRY, routing_key=wait_key(service, seconds))


def declare_rpc(channel: amqp.Channel, service: str) -> None:
    """A service's command queue. It goes with its last consumer, so that callers learn at once that it is away."""
    channel.exchange_declare(RPC, "topic", durable=True, auto_delete=False)
    channel.queue_declare(rpc_queue(service), durable=True, auto_delete=True)
    channel.queue_bind(rpc_queue(service), RPC, routing_key=f"{service}.*")


def _falls_to(exchange: str, routing_key: str) -> dict[str, Any]:
    return {
        "x-dead-letter-exchange": exchange,
        "x-dead-letter-routing-key": routing_key,
        "x-dead-letter-strategy": "at-least-once",
    }


def _declare(channel: amqp.Channel, queue: str, arguments: dict[str, Any]) -> None:
    quorum = {"x-queue-type": "quorum", "x-overflow": "reject-publish"}
    channel.queue_declare(queue, durable=True, auto_delete=False, arguments=quorum | arguments)
