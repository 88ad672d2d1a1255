"""The command server: nameko's RPC protocol on our own intake.

A request is read, run in a nameko worker and answered on the channel that it came in on; answer and ack
leave in one send. Nothing that a caller sends can end the process.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

import amqp
import orjson
from nameko.extensions import Entrypoint, SharedExtension

from shared import frames, logs, metrics
from shared.context import RequestContext
from shared.messaging import topology
from shared.messaging.engine import Engine, settings
from shared.messaging.errors import describe, malformed
from shared.messaging.intake import Intake, body
from shared.signing import ANSWER, CALL, CALLER, Forged

# Every service answers it without a worker: callers ask it for reachability, benchmarks for the bare cost.
PING = "ping"
# Looking a metric up by its labels costs more than counting.
_answers = cache(metrics.COMMANDS.labels)
_seconds = cache(metrics.COMMAND_SECONDS.labels)


class Malformed(Exception):
    """A request that names no method of ours or is not of the protocol's form."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind


class Call:
    """One request on its way through a worker, to the method of this name."""

    __slots__ = ("context", "data", "engine", "message", "method", "started")

    def __init__(self, engine: Engine, message: amqp.Message, method: str, data: Any, context: RequestContext) -> None:
        self.engine = engine
        self.message = message
        self.method = method
        self.data = data
        self.context = context
        self.started = time.monotonic()


class RpcServer(SharedExtension):  # type: ignore[misc]
    """Consumes `rpc-<service>` for all methods of a service."""

    engine = Engine()

    def __init__(self) -> None:
        super().__init__()
        self.methods: dict[str, Entrypoint] = {}
        self._finished = False

    def setup(self) -> None:
        """Build the intake."""
        known = settings()
        self.intake = _RpcIntake(self, known.amqp_uri, known.heartbeat, known.max_workers)

    def start(self) -> None:
        """Consume as soon as the database is prepared."""
        self._thread = self.container.spawn_managed_thread(self._run, "rpc")

    def finish(self) -> None:
        """Take no more requests and answer those that were taken. Called by every method; works once."""
        if self._finished:
            return
        self._finished = True
        self.intake.drain(settings().stop_deadline)
        self.intake.link.stop()

    def _run(self) -> None:
        if self.engine.prepared.wait():
            self.intake.link.run()

    def accept(self, message: amqp.Message) -> None:
        """Check a request and start a worker, or refuse it at once."""
        if not self._answerable(message.properties):
            logs.get().warning(
                "request without a queue of answers dropped", key=message.delivery_info["routing_key"][:200]
            )
            self.intake.settled(message)
            return
        if message.delivery_info["routing_key"].partition(".")[2] == PING:
            self.reply(message, {"result": {"service": self.container.service_name}, "error": None}, "ok", 0, PING)
            return
        try:
            call = self._read(message)
        except Malformed as refusal:
            self.reply(message, {"result": None, "error": malformed(refusal.kind, str(refusal))}, "malformed", 0)
            return
        finish = partial(self._answered, call)
        self.container.spawn_worker(self.methods[call.method], (call,), {}, context_data={}, handle_result=finish)

    def _answerable(self, properties: Mapping[str, Any]) -> bool:
        """Whether it says where its answer goes. Where callers are known that is a queue of the gateway's: to another
        place an answer may be refused, and with it the whole channel."""
        to, known = str(properties.get("reply_to") or ""), not self.engine.signer.trusting
        return bool(to and properties.get("correlation_id")) and (to.startswith(topology.REPLY) or not known)

    def _read(self, message: amqp.Message) -> Call:
        name = message.delivery_info["routing_key"].partition(".")[2]
        if name not in self.methods:
            raise Malformed("MethodNotFound", name[:100])
        self._check(message)
        try:
            data, context = orjson.loads(message.body)["args"]
            call = Call(self.engine, message, name, data, RequestContext.from_wire(context))
        except (ValueError, KeyError, TypeError) as error:
            raise Malformed("MalformedRequest", f"{type(error).__name__}: {str(error)[:200]}") from None
        if call.context.deadline is None and not self.engine.signer.trusting:
            # Without one what was overheard could be said again at any time.
            raise Malformed("MalformedRequest", "a deadline is missing")
        return call

    def _check(self, message: amqp.Message) -> None:
        """Whether the gateway says it, here and to be answered there: who asks is in the call. Raises: Malformed."""
        properties = message.properties
        told = (message.delivery_info["routing_key"], properties["reply_to"], properties["correlation_id"])
        parts = (*(str(part).encode() for part in told), body(message))
        try:
            self.engine.signer.check(properties.get("app_id"), CALL, *parts, program=CALLER)
        except Forged as forged:
            logs.get().error("a call that is not the gateway's", key=str(told[0])[:200], why=str(forged))
            raise Malformed("Forged", str(forged)) from None

    def _answered(self, call: Call, _context: Any, result: dict[str, Any], exc_info: Any) -> tuple[Any, Any]:
        outcome = "ok" if result["error"] is None else result["error"]["exc_type"]
        self.reply(call.message, result, outcome, time.monotonic() - call.started, call.method)
        return result, exc_info

    def reply(
        self, message: amqp.Message, reply: dict[str, Any], outcome: str, seconds: float, method: str = ""
    ) -> None:
        """Answer and ack. A caller whose connection is gone gets its answer to a retry with the same key."""
        _answers(method, outcome).inc()
        _seconds(method).observe(seconds)
        properties = message.properties
        try:
            told, correlation = _encoded(reply), properties["correlation_id"]
            signature = self.engine.signer.sign(ANSWER, correlation.encode(), told)
            frames.publish(
                message.channel, topology.RPC, properties["reply_to"], told, correlation, signature=signature
            )
        except AttributeError:
            logs.get().debug("no channel to answer on")
        except Exception as error:  # the connection is gone or the reply_to is unusable: the ack path decides
            logs.get().warning("not answered", error=repr(error))
        self.intake.settled(message)


def _encoded(reply: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(reply)
    except TypeError as error:
        logs.get().error("a view is not JSON", error=str(error))
        return orjson.dumps({"result": None, "error": describe(error)})


class _RpcIntake(Intake):
    def __init__(self, server: RpcServer, uri: str, heartbeat: int, workers: int) -> None:
        self._server = server
        self._service = server.container.service_name
        super().__init__(uri, f"{self._service}.rpc", heartbeat, workers, workers)

    def subscribe(self, channel: amqp.Channel) -> None:
        topology.declare_rpc(channel, self._service)
        self.consume(channel, topology.rpc_queue(self._service), self._server.accept)
