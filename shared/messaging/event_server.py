"""The event server: one queue per service, dispatch by event class. A message that is no event of ours is dead."""

from __future__ import annotations

from functools import partial

import amqp
from nameko.extensions import Entrypoint, SharedExtension

from shared.events import BadEvent, Event
from shared.messaging import topology
from shared.messaging.delivery import Delivery
from shared.messaging.engine import Engine, settings
from shared.messaging.intake import Intake, body, content_type, header
from shared.messaging.settling import ATTEMPT, Settling
from shared.sending.facts import heard
from shared.signing import SIGNATURE

LARGEST = 1024 * 1024


class EventServer(SharedExtension):  # type: ignore[misc]
    """Consumes `<service>.events.v1` for all handlers of a service, and stores its dead letters."""

    engine = Engine()

    def __init__(self) -> None:
        super().__init__()
        # By the name of the event's class.
        self.handlers: dict[str, Entrypoint] = {}
        self.bindings: set[str] = set()
        self._finished = False

    def setup(self) -> None:
        """Build the intake."""
        known = settings()
        self.service = self.container.service_name
        self.ladder = known.retry_ladder
        self.intake = _EventIntake(self, known.amqp_uri, known.heartbeat, known.max_workers, known.prefetch)
        spawn = self.container.spawn_managed_thread
        self.settling = Settling(self.engine, self.intake, self.service, self.ladder, spawn)

    def add(self, handler: Entrypoint, cls: type[Event]) -> None:
        """Have the events of a class taken by this entrypoint's method. Raises: TypeError for a second one."""
        if self.handlers.setdefault(cls.type(), handler) is not handler:
            raise TypeError(f"{cls.type()} has two handlers in {self.container.service_name}")
        self.bindings |= {cls.binding_key(), topology.own_key(self.container.service_name)}

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
            self.settling.apart(message, partial(self.settling.bury, message, bad.reason, bad, 1))
            return
        handler = self.handlers[delivery.event.envelope.type]
        self.container.spawn_worker(handler, (delivery,), {}, context_data={})

    def _run(self) -> None:
        if self.engine.prepared.wait() and self.handlers:
            self.intake.link.run()

    def _read(self, message: amqp.Message) -> Delivery:
        raw = body(message)
        if message.problem is not None:
            raise BadEvent("headers", message.problem)
        if len(raw) > LARGEST:
            raise BadEvent("oversized", f"{len(raw)} bytes; {LARGEST} at most")
        attempt = header(message, ATTEMPT, 0)
        if not isinstance(attempt, int) or isinstance(attempt, bool) or not 0 <= attempt <= len(self.ladder):
            raise BadEvent("headers", f"{ATTEMPT}: {str(attempt)[:100]!r} is not a count of attempts")
        event = heard(raw, content_type(message), header(message, SIGNATURE), self.engine.signer)
        handler = self.handlers.get(event.envelope.type)
        if handler is None:
            raise BadEvent("unhandled_event", f"{self.service} does not handle {event.envelope.type}")
        return Delivery(self.engine, self.settling, message, event, handler=handler.method_name, attempt=attempt)


class _EventIntake(Intake):
    def __init__(self, server: EventServer, uri: str, heartbeat: int, workers: int, prefetch: int) -> None:
        self._server = server
        super().__init__(uri, f"{server.service}.events", heartbeat, workers, prefetch or workers)

    def subscribe(self, channel: amqp.Channel) -> None:
        server = self._server
        topology.declare_events(channel, server.service, server.bindings, server.ladder)
        self.consume(channel, topology.events_queue(server.service), server.accept)
        self.consume(channel, topology.dead_queue(server.service), server.settling.store)
