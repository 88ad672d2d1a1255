"""The event server: one queue per service, dispatch by event class, and a fate for every message.

done or seen before → ack · the database is away → hold, no attempt counted · a domain refusal or a bad
message → dead letters at once · anything else → the next rung of the retry ladder, then dead letters.
"""

from __future__ import annotations

import random
import traceback
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import amqp
import eventlet
import structlog
from greenlet import GreenletExit
from nameko.extensions import SharedExtension

from shared import logs, metrics
from shared.clock import now
from shared.errors import DomainError
from shared.events import BadEvent, Event, Received
from shared.events.envelope import decode
from shared.messaging import topology
from shared.messaging.dead import DeadLetters
from shared.messaging.engine import Engine, settings
from shared.messaging.intake import Intake, header
from shared.messaging.publisher import CONFIRMED, Message
from shared.mongo import Unit, unreachable

if TYPE_CHECKING:
    from shared.messaging.events import Handler

ATTEMPT = "x-jingmei-attempt"
FIRST_AT = "x-jingmei-first-at"
LARGEST = 1024 * 1024
HOLD_FIRST, HOLD_LONGEST = 0.5, 5.0


class Delivery:
    """One event on its way through a worker."""

    __slots__ = ("attempt", "event", "handler", "message", "server")

    def __init__(
        self,
        server: EventServer,
        message: amqp.Message,
        handler: Handler,
        event: Received[Event],
        attempt: int,
    ) -> None:
        self.server = server
        self.message = message
        self.handler = handler
        self.event = event
        self.attempt = attempt

    def work(self, run: Callable[[Unit], None]) -> None:
        """Give the event its effect and settle the message, whatever happens."""
        envelope = self.event.envelope
        structlog.contextvars.bind_contextvars(
            event_id=envelope.id,
            event=envelope.type,
            request_id=envelope.correlation,
            traceparent=envelope.traceparent,
            bureau=envelope.bureau,
        )
        try:
            self._settle(run)
        except GreenletExit:
            self.server.intake.settled(self.message, requeue=True)
            raise
        except BaseException as error:  # a timeout that a handler left armed goes off in whatever comes after it
            logs.get().error("interrupted", error=repr(error))
            self.server.intake.settled(self.message, requeue=True)

    def _settle(self, run: Callable[[Unit], None]) -> None:
        pause = HOLD_FIRST
        while True:
            try:
                outcome = self._effect(run)
            except GreenletExit:
                raise
            except DomainError as error:
                dead = partial(self.server.bury, self.message, "refused", error, self.attempt + 1, self.event)
                return self.server.apart(self.message, dead)
            except BaseException as error:  # a Timeout or SystemExit out of a handler is a fault like others
                if not unreachable(error):
                    return self.server.apart(self.message, partial(self.server.retry, self, error))
                if self.server.intake.draining or not self._held(pause, error):
                    return self.server.intake.settled(self.message, requeue=True)
                pause = min(HOLD_LONGEST, pause * 2)
            else:
                return self._done(outcome)

    def _effect(self, run: Callable[[Unit], None]) -> str:
        envelope = self.event.envelope
        done = self.server.engine.execute(
            run,
            f"{self.handler.method_name}:{envelope.id}",
            traceparent=envelope.traceparent,
            correlation=envelope.correlation,
            causation=envelope.id,
        )
        return "repeated" if done.replayed else "done"

    def _done(self, outcome: str) -> None:
        metrics.EVENTS.labels(self.event.envelope.type, outcome).inc()
        if outcome == "done":
            metrics.EVENT_AGE.observe(max(0.0, (now() - self.event.time).total_seconds()))
        self.server.intake.settled(self.message)

    def _held(self, pause: float, error: BaseException) -> bool:
        """Wait for the database with the message in hand. False when its connection has gone meanwhile."""
        logs.get().warning("held: the database is away", error=str(error)[:200])
        eventlet.sleep(random.uniform(0.5, 1.0) * pause)  # noqa: S311 (jitter, not a secret)
        return self.message.channel.connection is not None


class EventServer(SharedExtension):  # type: ignore[misc]
    """Consumes `<service>.events.v1` for all handlers of a service, and stores its dead letters."""

    engine = Engine()

    def __init__(self) -> None:
        super().__init__()
        self.handlers: dict[str, Handler] = {}
        self._finished = False

    def setup(self) -> None:
        """Build the intake."""
        known = settings()
        self.service = self.container.service_name
        self.ladder = known.retry_ladder
        self.intake = _EventIntake(self, known.amqp_uri, known.heartbeat, known.max_workers, known.prefetch)
        self.dead = DeadLetters(self.engine, self.service)

    def start(self) -> None:
        """Consume as soon as the database is prepared."""
        self.container.spawn_managed_thread(self._run, "events")

    def finish(self) -> None:
        """Take no more events and settle those that were taken. Called by every handler; works once."""
        if self._finished:
            return
        self._finished = True
        self.intake.drain(settings().stop_deadline)
        self.intake.link.stop()

    def accept(self, message: amqp.Message) -> None:
        """Read an event and start a worker, or send it to the dead letters."""
        try:
            delivery = self._read(message)
        except BadEvent as bad:
            self.apart(message, partial(self.bury, message, bad.reason, bad, 1))
            return
        self.container.spawn_worker(delivery.handler, (delivery,), {}, context_data={})

    def store(self, message: amqp.Message) -> None:
        """Keep one message of the dead-letter queue."""
        self.apart(message, partial(self.dead.record, message, self.intake))

    def retry(self, delivery: Delivery, error: BaseException) -> None:
        """The next rung of the ladder, or the dead letters after the last."""
        message, attempt = delivery.message, delivery.attempt
        metrics.EVENTS.labels(delivery.event.envelope.type, "failed").inc()
        logs.get().error("handler failed", attempt=attempt + 1, exc_info=error)
        if attempt >= len(self.ladder):
            return self.bury(message, "exhausted", error, attempt + 1, delivery.event)
        queue = topology.retry_queue(self.service, self.ladder[attempt])
        headers = {ATTEMPT: attempt + 1, FIRST_AT: str(header(message, FIRST_AT) or now().isoformat())[:64]}
        forward = Message(delivery.event.id, topology.DEFAULT, queue, _bytes(message), _content_type(message), headers)
        return self._forward(message, forward)

    def bury(
        self,
        message: amqp.Message,
        reason: str,
        error: BaseException,
        attempts: int,
        event: Received[Event] | None = None,
    ) -> None:
        """To the dead letters, with everything that is known."""
        metrics.EVENTS.labels(event.envelope.type if event else "unreadable", "dead").inc()
        logs.get().error("dead letter", reason=reason, error=str(error)[:300], attempts=attempts)
        text = str(error) or "".join(traceback.format_exception_only(error)).strip()
        forward = self.dead.message(message, reason, type(error).__name__, text, attempts)
        self._forward(message, forward)

    def _forward(self, message: amqp.Message, forward: Message) -> None:
        """Publish, confirmed, then ack; while the broker cannot take it, keep the message in hand."""
        while self.engine.publisher.publish([forward], 5.0) != [CONFIRMED]:
            if self.intake.draining or message.channel.connection is None:
                return self.intake.settled(message, requeue=True)
            eventlet.sleep(0.5)
        return self.intake.settled(message)

    def _run(self) -> None:
        if self.engine.prepared.wait() and self.handlers:
            self.intake.link.run()

    def apart(self, message: amqp.Message, settle: Callable[[], Any]) -> None:
        """Settle a message in a greenlet of its own, where no timeout of a handler's can go off."""

        ids = structlog.contextvars.get_contextvars()

        def work() -> None:
            structlog.contextvars.bind_contextvars(**ids)
            try:
                settle()
            except Exception as error:  # no message may end the process; it comes again, up to the delivery limit
                logs.get().error("not settled", exc_info=error)
                eventlet.sleep(HOLD_FIRST)
                self.intake.settled(message, requeue=True)

        self.container.spawn_managed_thread(work, "settle")

    def _read(self, message: amqp.Message) -> Delivery:
        body = _bytes(message)
        if message.problem is not None:
            raise BadEvent("headers", message.problem)
        if len(body) > LARGEST:
            raise BadEvent("oversized", f"{len(body)} bytes; {LARGEST} at most")
        attempt = header(message, ATTEMPT, 0)
        if not isinstance(attempt, int) or isinstance(attempt, bool) or not 0 <= attempt <= len(self.ladder):
            raise BadEvent("headers", f"{ATTEMPT}: {str(attempt)[:100]!r} is not a count of attempts")
        event = decode(body, _content_type(message))
        handler = self.handlers.get(event.envelope.type)
        if handler is None:
            raise BadEvent("unhandled_event", f"{self.service} does not handle {event.envelope.type}")
        return Delivery(self, message, handler, event, attempt)


class _EventIntake(Intake):
    def __init__(self, server: EventServer, uri: str, heartbeat: int, workers: int, prefetch: int) -> None:
        self._server = server
        super().__init__(uri, f"{server.service}.events", heartbeat, workers, prefetch or workers)

    def subscribe(self, channel: amqp.Channel) -> None:
        server = self._server
        bindings = [cls.binding_key() for handler in set(server.handlers.values()) for cls in handler.classes]
        topology.declare_events(channel, server.service, bindings, server.ladder)
        self.consume(channel, topology.events_queue(server.service), server.accept)
        self.consume(channel, topology.dead_queue(server.service), server.store)


def _bytes(message: amqp.Message) -> bytes:
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body)


def _content_type(message: amqp.Message) -> str:
    return str(message.properties.get("content_type") or "")
