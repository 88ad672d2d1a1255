"""An RPC caller on plain py-amqp: the protocol as it is on the wire, with nothing of ours on this side.

One connection, one thread: each thread of a test has a caller of its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import amqp
import orjson

from shared.context import Actor, RequestContext, Role
from shared.ids import new_id
from tests.support.waiting import HOPE

BUREAU = "330108"
EXCHANGE = "nameko-rpc"
LOST = (OSError, amqp.AMQPError)


@dataclass(frozen=True)
class Reply:
    """An answer: a result, or an error in nameko's form."""

    result: Any
    error: dict[str, Any] | None
    replayed: bool = False

    @property
    def kind(self) -> str | None:
        """The domain error's kind, or the class of another error; None for a success."""
        if self.error is None:
            return None
        if self.error["exc_type"] == "DomainError":
            return str(self.error["exc_args"][0]["kind"])
        return str(self.error["exc_type"])

    @property
    def code(self) -> str | None:
        """The domain error's code."""
        return self.error["exc_args"][0]["code"] if self.error and self.error["exc_type"] == "DomainError" else None


def asking(
    key: str | None = None, fingerprint: str | None = "f", *, account: str = "tester", roles: Iterable[Role] = ()
) -> RequestContext:
    """The context of a request by an account of `BUREAU`."""
    actor = Actor(account, BUREAU, frozenset(roles))
    return RequestContext(actor, request_id=new_id(), key=key, fingerprint=fingerprint)


def connect(uri: str, timeout: float = HOPE) -> amqp.Connection:
    """A py-amqp connection. Raises: OSError, AMQPError."""
    parts = urlsplit(uri)
    connection = amqp.Connection(
        host=f"{parts.hostname}:{parts.port}",
        userid=unquote(parts.username or "guest"),
        password=unquote(parts.password or "guest"),
        virtual_host=unquote(parts.path[1:]) or "/",
        connect_timeout=timeout,
        read_timeout=timeout,
        write_timeout=timeout,
    )
    connection.connect()
    # Else every publish would first read from the socket.
    connection.client_properties["capabilities"]["connection.blocked"] = False
    return connection


class Caller:
    """Sends requests and gathers replies by correlation id."""

    def __init__(self, uri: str, timeout: float = HOPE) -> None:
        self._connection = connect(uri, timeout)
        self.channel = self._connection.channel()
        self.channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)
        self.queue = self.channel.queue_declare(f"rpc.reply-test-{new_id()}", exclusive=True).queue
        self.channel.queue_bind(self.queue, EXCHANGE, self.queue)
        self.channel.basic_consume(self.queue, no_ack=True, callback=self._replied)
        self.channel.events["basic_return"].add(self._returned)
        self._replies: dict[str, Reply] = {}

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Drop the connection."""
        self._connection.collect()

    def send(self, method: str, data: Any, context: RequestContext | None = None, timeout: float = HOPE) -> str:
        """Publish one request; gives its correlation id."""
        context = context or asking()
        return self.raw(method, orjson.dumps({"args": [data, context.to_wire()], "kwargs": {}}), timeout)

    def raw(self, method: str, body: bytes, timeout: float = HOPE, **properties: Any) -> str:
        """Publish bytes as a request; a property that is None is left out."""
        id_ = new_id()
        known: dict[str, Any] = {
            "reply_to": self.queue,
            "correlation_id": id_,
            "content_type": "application/json",
            "expiration": str(int(timeout * 1000)),
            **properties,
        }
        given = {name: value for name, value in known.items() if value is not None}
        self.channel.basic_publish(amqp.Message(body, **given), EXCHANGE, method, mandatory=True)
        return id_

    def call(
        self, method: str, data: Any = None, context: RequestContext | None = None, timeout: float = HOPE
    ) -> Reply:
        """Ask and wait. Raises: TimeoutError, OSError, AMQPError."""
        return self.wait(self.send(method, {} if data is None else data, context, timeout), timeout)

    def wait(self, id_: str, timeout: float = HOPE) -> Reply:
        """The reply to one request. Raises: TimeoutError, OSError, AMQPError."""
        self._drain(lambda: id_ in self._replies, timeout)
        return self._replies.pop(id_)

    def together(self, requests: Iterable[tuple[str, Any, RequestContext]], timeout: float = HOPE) -> list[Reply]:
        """Send all, then gather all replies, in the order of the requests."""
        ids = [self.send(method, data, context, timeout) for method, data, context in requests]
        self._drain(lambda: all(id_ in self._replies for id_ in ids), timeout)
        return [self._replies.pop(id_) for id_ in ids]

    def _drain(self, done: Callable[[], bool], timeout: float) -> None:
        end = time.monotonic() + timeout
        while not done():
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"no reply within {timeout:g} s")
            self._connection.drain_events(timeout=left)

    def _replied(self, message: amqp.Message) -> None:
        body = orjson.loads(message.body)
        reply = Reply(body["result"], body["error"], body.get("replayed", False))
        self._replies[message.properties["correlation_id"]] = reply

    def _returned(self, _error: Exception, _exchange: str, _key: str, message: amqp.Message) -> None:
        gone = {"exc_type": "Unroutable", "exc_args": [], "value": "nobody consumes it"}
        self._replies[message.properties["correlation_id"]] = Reply(None, gone)
