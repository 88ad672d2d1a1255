"""A stand-in for a service: nameko's RPC protocol on a plain connection, answering by functions that tests give."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
from kombu import Connection, Consumer, Exchange, Message, Producer, Queue

from shared.signing import ANSWER, Signer
from tests.support.waiting import HOPE

RPC = Exchange("nameko-rpc", "topic", durable=True)
Answer = Callable[[dict[str, Any], dict[str, Any]], Any]


class Refusal(Exception):
    """Answer with this error, as it is."""

    def __init__(self, **error: Any) -> None:
        super().__init__(error)
        self.error = error


class Peer:
    """Answers `<name>.<method>` with `methods[method](data, context)`; `received` has every request."""

    def __init__(self, uri: str, name: str) -> None:
        self.uri, self.name = uri, name
        self.methods: dict[str, Answer] = {"echo": lambda data, _: data}
        self.received: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        # Each answers, one after the other.
        self.signers = [Signer(name)]
        self._listening, self._ended = threading.Event(), threading.Event()
        self._pool = ThreadPoolExecutor(16)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        assert self._listening.wait(HOPE)

    def stop(self) -> None:
        self._ended.set()
        self._thread.join(HOPE)
        self._pool.shutdown()

    def _run(self) -> None:
        queue = Queue(f"rpc-{self.name}", RPC, f"{self.name}.*", durable=True, auto_delete=True)
        made = Connection(self.uri, connect_timeout=HOPE)
        with made as connection, Consumer(connection, [queue], on_message=self._take):
            self._listening.set()
            while not self._ended.is_set():
                try:
                    connection.drain_events(timeout=0.1)
                except TimeoutError:
                    continue

    def _take(self, message: Message) -> None:
        message.ack()
        self._pool.submit(self._work, message.delivery_info["routing_key"].partition(".")[2], message)

    def _work(self, method: str, message: Message) -> None:
        data, context = orjson.loads(message.body)["args"]
        self.received.append((method, data, context))
        reply: dict[str, Any] = {"result": None, "error": None}
        try:
            reply["result"] = self.methods[method](data, context)
        except Refusal as refusal:
            reply["error"] = refusal.error
        told, correlation = orjson.dumps(reply), message.properties["correlation_id"]
        with Connection(self.uri, connect_timeout=HOPE) as connection:
            for signer in self.signers:
                Producer(connection).publish(
                    told,
                    exchange=RPC,
                    routing_key=message.properties["reply_to"],
                    correlation_id=correlation,
                    content_type="application/json",
                    content_encoding="utf-8",
                    app_id=signer.sign(ANSWER, correlation.encode(), told),
                )
