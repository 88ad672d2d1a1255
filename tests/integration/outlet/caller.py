"""A gateway's side of an RPC, in its simplest form."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any, Self

import orjson
from kombu import Connection, Exchange, Message, Queue

from shared.context import Actor, RequestContext
from shared.errors import from_wire
from shared.ids import new_id
from tests.support.waiting import HOPE

RPC = Exchange("nameko-rpc", "topic", durable=True)


class Caller:
    """Calls methods of the outlet service over the broker."""

    def __init__(self, uri: str) -> None:
        self._connection = Connection(uri)
        self._channel = self._connection.channel()
        name = f"rpc.reply-test-{new_id()}"
        self._replies = Queue(name, RPC, name, exclusive=True, auto_delete=True)(self._channel)
        self._replies.declare()
        self._address = name
        self._answers: dict[str, Any] = {}
        self._consumer = self._connection.Consumer(
            self._replies, callbacks=[self._answered], no_ack=True, accept=None, channel=self._channel
        )
        self._consumer.consume()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.release()

    def call(self, method: str, actor: Actor, data: dict[str, Any], deadline: float = HOPE, **context: Any) -> Any:
        """The result. Raises: DomainError, or AssertionError when there is no answer in time."""
        request, id_ = RequestContext(actor, new_id(), **context), new_id()
        body = orjson.dumps({"args": [data, request.to_wire()], "kwargs": {}})
        with self._connection.Producer(self._channel, auto_declare=False) as producer:
            producer.publish(
                body,
                exchange="nameko-rpc",
                routing_key=f"outlet.{method}",
                content_type="application/json",
                content_encoding="utf-8",
                reply_to=self._address,
                correlation_id=id_,
                delivery_mode=1,
            )
        end = time.monotonic() + deadline
        while id_ not in self._answers:
            assert time.monotonic() < end, f"{method} was not answered"
            self._connection.drain_events(timeout=deadline)
        answer = self._answers.pop(id_)
        if answer["error"] is None:
            return answer["result"]
        assert answer["error"]["exc_type"] == "DomainError", answer
        raise from_wire(answer["error"]["exc_args"][0])

    def _answered(self, _body: Any, message: Message) -> None:
        body = message.body if isinstance(message.body, bytes) else str(message.body).encode()
        self._answers[message.properties["correlation_id"]] = orjson.loads(body)
