"""A bare AMQP client with many requests under way on one connection: the smallest load that py-amqp can make.

Arguments: AMQP URI. The job's options name exchange, routing key and body. With it the raw round trip is
measured, and both services of the comparison of service CPU get exactly the same load.
"""

from __future__ import annotations

import sys
import threading
import time
from typing import Any
from urllib.parse import unquote, urlsplit

import amqp

from shared.ids import new_id
from tests.load.clients.loop import Course, Job, serve
from tests.load.figures import Sample
from tests.load.traffic import KEY

PATIENCE = 60.0
START = 120.0
RPC = "nameko-rpc"


class Unanswered(RuntimeError):
    """A request came back as unroutable."""


def connect(uri: str) -> amqp.Connection:
    """A plain connection, without heartbeats."""
    parts = urlsplit(uri)
    connection = amqp.Connection(
        f"{parts.hostname}:{parts.port}",
        parts.username,
        parts.password,
        virtual_host=unquote(parts.path[1:]) or "/",
    )
    connection.connect()
    # Else every publish would first read from the socket, and call back into the loop that publishes.
    connection.client_properties["capabilities"]["connection.blocked"] = False
    return connection


class WireClient:
    """Sends requests and matches replies by correlation id."""

    def __init__(self, uri: str) -> None:
        self._connection = connect(uri)
        self._channel = self._connection.channel()
        self._channel.exchange_declare(RPC, "topic", durable=True, auto_delete=False)
        self._queue = self._channel.queue_declare(f"rpc.reply-wire-{new_id()}", exclusive=True).queue
        self._channel.queue_bind(self._queue, RPC, self._queue)
        self._channel.basic_consume(self._queue, no_ack=True, callback=self._answered)
        self._channel.events["basic_return"].add(self._returned)
        self._prefix = new_id()
        self._number = 0
        self._under_way: dict[str, float] = {}
        self._options: dict[str, Any] = {}
        self._course = Course(Job(1, PATIENCE, limit=0))

    def run(self, job: Job) -> Sample:
        """One job. Raises: Unanswered, TimeoutError."""
        self._options = dict(job.options or {})
        self._find_route()
        self._course = course = Course(job)
        for _ in range(job.concurrency):
            self._next()
        self._drain()
        return course.sample()

    def _find_route(self) -> None:
        """Ask once until somebody is there to answer: the far end may still be starting."""
        deadline = time.monotonic() + START
        while True:
            try:
                self._course = Course(Job(1, PATIENCE, limit=1))
                self._next()
                return self._drain()
            except Unanswered:
                self._under_way.clear()
                if time.monotonic() > deadline:
                    raise
                threading.Event().wait(0.1)

    def _drain(self) -> None:
        while self._under_way:
            self._connection.drain_events(timeout=PATIENCE)

    def _next(self) -> None:
        if not self._course.another():
            return
        self._number += 1
        id_ = f"{self._prefix}-{self._number}"
        message = amqp.Message(
            self._options["body"].replace(KEY, id_),
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=1,
            reply_to=self._queue,
            correlation_id=id_,
        )
        self._under_way[id_] = time.perf_counter()
        self._channel.basic_publish(message, self._options["exchange"], self._options["routing_key"], mandatory=True)

    def _answered(self, message: amqp.Message) -> None:
        self._course.made(self._under_way.pop(message.properties["correlation_id"]))
        self._next()

    def _returned(self, error: Exception, *_: object) -> None:
        raise Unanswered(str(error))


if __name__ == "__main__":
    serve(WireClient(sys.argv[1]).run)
