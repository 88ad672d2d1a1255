"""How the messages of one queue are settled: acked, given back, on to the next rung of the retry ladder, or dead."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import amqp
import eventlet
import structlog

from shared import logs, metrics
from shared.clock import now
from shared.events import Event, Received
from shared.messaging import topology
from shared.messaging.dead import DeadLetters
from shared.messaging.engine import Engine
from shared.messaging.intake import Intake, body, content_type, header
from shared.sending.facts import signed
from shared.sending.publisher import CONFIRMED, Message
from shared.signing import SIGNATURE

ATTEMPT = "x-jingmei-attempt"
FIRST_AT = "x-jingmei-first-at"
PAUSE = 0.5


class Settling:
    """One per intake of events. `ladder`: seconds to wait on each rung; `spawn` starts a greenlet by its name."""

    def __init__(
        self,
        engine: Engine,
        intake: Intake,
        service: str,
        ladder: Sequence[int],
        spawn: Callable[[Callable[[], None], str], Any],
    ) -> None:
        self._engine = engine
        self._intake = intake
        self._service = service
        self._ladder = ladder
        self._spawn = spawn
        self._dead = DeadLetters(engine, service)

    def done(self, message: amqp.Message) -> None:
        """Ack it: it has had its effect."""
        self._intake.settled(message)

    def back(self, message: amqp.Message) -> None:
        """Give it back to the broker, which delivers it again."""
        self._intake.settled(message, requeue=True)

    @property
    def stopping(self) -> bool:
        """Whether nothing is to be held any longer."""
        return self._intake.draining

    def store(self, message: amqp.Message) -> None:
        """Keep one message of the dead-letter queue."""
        self.apart(message, partial(self._dead.record, message, self._intake))

    def retry(self, message: amqp.Message, error: BaseException, attempt: int, event: Received[Event]) -> None:
        """The next rung of the ladder, or the dead letters after the last."""
        metrics.EVENTS.labels(event.envelope.type, "failed").inc()
        logs.get().error("handler failed", attempt=attempt + 1, exc_info=error)
        if attempt >= len(self._ladder):
            return self.bury(message, "exhausted", error, attempt + 1, event)
        key = topology.wait_key(self._service, self._ladder[attempt])
        headers = {
            ATTEMPT: attempt + 1,
            FIRST_AT: str(header(message, FIRST_AT) or now().isoformat())[:64],
            **signed(header(message, SIGNATURE)),
        }
        forward = Message(event.id, topology.RETRY, key, body(message), content_type(message), headers)
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
        forward = self._dead.message(message, reason, type(error).__name__, text, attempts)
        self._forward(message, forward)

    def apart(self, message: amqp.Message, settle: Callable[[], Any]) -> None:
        """Settle a message in a greenlet of its own, where no timeout of a handler's can go off."""

        ids = structlog.contextvars.get_contextvars()

        def work() -> None:
            structlog.contextvars.bind_contextvars(**ids)
            try:
                settle()
            except Exception as error:  # no message may end the process; it comes again, up to the delivery limit
                logs.get().error("not settled", exc_info=error)
                eventlet.sleep(PAUSE)
                self.back(message)

        self._spawn(work, "settle")

    def _forward(self, message: amqp.Message, forward: Message) -> None:
        """Publish, confirmed, then ack; while the broker cannot take it, keep the message in hand."""
        while self._engine.publisher.publish([forward], 5.0) != [CONFIRMED]:
            if self._intake.draining or message.channel.connection is None:
                return self.back(message)
            eventlet.sleep(PAUSE)
        return self.done(message)
