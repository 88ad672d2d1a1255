"""A fate for every event that a handler takes.

done or seen before → ack · the database is away → hold, no attempt counted · a domain refusal → dead letters at
once · anything else → the next rung of the retry ladder, then dead letters.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

import amqp
import eventlet
import structlog
from greenlet import GreenletExit

from shared import logs, metrics
from shared.clock import now
from shared.errors import DomainError
from shared.events import Event, Received
from shared.messaging.engine import Engine
from shared.messaging.settling import Settling
from shared.mongo import Unit, unreachable

HOLD_FIRST, HOLD_LONGEST = 0.5, 5.0


class Delivery:
    """One event on its way through a worker: to the method named `handler`, for the `attempt`th time (from 0)."""

    __slots__ = ("attempt", "engine", "event", "handler", "message", "settling")

    def __init__(
        self,
        engine: Engine,
        settling: Settling,
        message: amqp.Message,
        event: Received[Event],
        *,
        handler: str,
        attempt: int,
    ) -> None:
        self.engine = engine
        self.settling = settling
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
            self.settling.back(self.message)
            raise
        except BaseException as error:  # a timeout that a handler left armed goes off in whatever comes after it
            logs.get().error("interrupted", error=repr(error))
            self.settling.back(self.message)

    def _settle(self, run: Callable[[Unit], None]) -> None:
        pause = HOLD_FIRST
        while True:
            try:
                outcome = self._effect(run)
            except GreenletExit:
                raise
            except DomainError as error:
                dead = partial(self.settling.bury, self.message, "refused", error, self.attempt + 1, self.event)
                return self.settling.apart(self.message, dead)
            except BaseException as error:  # a Timeout or SystemExit out of a handler is a fault like others
                if not unreachable(error):
                    retry = partial(self.settling.retry, self.message, error, self.attempt, self.event)
                    return self.settling.apart(self.message, retry)
                if self.settling.stopping or not self._held(pause, error):
                    return self.settling.back(self.message)
                pause = min(HOLD_LONGEST, pause * 2)
            else:
                return self._done(outcome)

    def _effect(self, run: Callable[[Unit], None]) -> str:
        envelope = self.event.envelope
        done = self.engine.execute(
            run,
            f"{self.handler}:{envelope.id}",
            # What several events say of one thing changes the same documents: side by side, all but one would be stale.
            about=envelope.subject,
            traceparent=envelope.traceparent,
            correlation=envelope.correlation,
            causation=envelope.id,
        )
        return "repeated" if done.replayed else "done"

    def _done(self, outcome: str) -> None:
        metrics.EVENTS.labels(self.event.envelope.type, outcome).inc()
        if outcome == "done":
            metrics.EVENT_AGE.observe(max(0.0, (now() - self.event.time).total_seconds()))
        self.settling.done(self.message)

    def _held(self, pause: float, error: BaseException) -> bool:
        """Wait for the database with the message in hand. False when its connection has gone meanwhile."""
        logs.get().warning("held: the database is away", error=str(error)[:200])
        eventlet.sleep(random.uniform(0.5, 1.0) * pause)  # noqa: S311 (jitter, not a secret)
        return self.message.channel.connection is not None
