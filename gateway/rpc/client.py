"""Calls to services. Every call ends by its deadline, whatever the broker or the service does.

| what happens | outcome |
|---|---|
| the service answers | its result, or the error that it raised |
| no queue of that service (the broker gives the request back, in a millisecond) | ServiceUnavailable |
| no connection, a silent broker, a memory alarm, too many calls waiting | ServiceUnavailable, at once |
| the connection is lost while the call waits | ServiceUnavailable, at once |
| no answer by the deadline | DeadlineExceeded, or ServiceUnavailable when the broker said nothing either |

After the last three the request may have had its effect: to repeat it with the same idempotency key is safe.
"""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import replace
from typing import Any, Final

import orjson

from gateway import metrics
from gateway.errors import Internal, ServiceUnavailable
from gateway.rpc.link import ASK_AFTER, Link
from shared import logs
from shared.context import RequestContext
from shared.errors import DeadlineExceeded, from_wire
from shared.ids import new_id
from shared.signing import ANSWER, Forged, Signer
from shared.transport import BROKEN

MOST_PENDING = 4096
RETRY_AFTER = 2
# Why a call ended without an answer from the service.
NOBODY: Final = "nobody"
LOST: Final = "lost"


class Waiter:
    """One call that waits. The lock is held until there is an outcome: the reply's body, NOBODY or LOST."""

    __slots__ = ("lock", "outcome", "service", "started")

    def __init__(self, service: str) -> None:
        self.service = service
        self.lock = threading.Lock()
        self.lock.acquire()
        self.outcome: bytes | str | None = None
        self.started = time.monotonic()

    def settle(self, outcome: bytes | str) -> None:
        """End the wait. Called once: whoever takes the waiter out of the table."""
        self.outcome = outcome
        self.lock.release()


class RpcClient:
    """One per process; any number of threads or greenlets call at the same time."""

    def __init__(self, uri: str, signer: Signer, deadline: float = 10.0) -> None:
        self.deadline = deadline
        self._signer = signer
        self._pending: dict[str, Waiter] = {}
        self._numbers = itertools.count()
        self._name = new_id()
        self._link = Link(uri, signer, self._replied, self._returned, self._lost)

    @property
    def ready(self) -> bool:
        """Whether a call made now would be sent."""
        return self.problem is None

    @property
    def problem(self) -> str | None:
        """What keeps calls from being sent, if anything."""
        return self._link.problem

    def start(self) -> None:
        """Connect in the background. Call it after the process has forked."""
        self._link.start()

    def stop(self) -> None:
        """Close the connection; calls that wait end as unavailable."""
        self._link.stop()
        self._lost()

    def call(self, method: str, data: dict[str, Any], context: RequestContext) -> tuple[Any, bool]:
        """The result of `<service>.<method>` and whether it is a stored answer to an earlier try.

        Ends by `context.deadline` (epoch seconds; without one, after the client's own). Raises: DomainError.
        """
        started = time.monotonic()
        outcome = "ok"
        try:
            reply = self._exchange(method, data, context)
            return self._result(method, reply)
        except Exception as error:  # only to count it
            outcome = getattr(error, "kind", type(error).__name__)
            raise
        finally:
            metrics.RPC_SECONDS.labels(method).observe(time.monotonic() - started)
            metrics.RPC.labels(method, outcome).inc()

    def _exchange(self, method: str, data: dict[str, Any], context: RequestContext) -> bytes:
        service = method.partition(".")[0]
        if (problem := self.problem) is not None or len(self._pending) >= MOST_PENDING:
            raise unavailable(service, problem or "too many calls are waiting")
        if context.deadline is None:
            context = replace(context, deadline=time.time() + self.deadline)
        remaining = (context.deadline or 0.0) - time.time()
        if remaining <= 0:
            raise DeadlineExceeded("deadline")
        body = orjson.dumps({"args": [data, context.to_wire()], "kwargs": {}})
        waiter, correlation = Waiter(service), f"{self._name}-{next(self._numbers)}"
        self._pending[correlation] = waiter
        try:
            self._link.publish(method, correlation, body, max(1, int(remaining * 1000)))
            self._await(waiter, waiter.started + remaining)
        except BROKEN as error:
            raise unavailable(service, repr(error)) from None
        finally:
            self._pending.pop(correlation, None)
        return self._outcome(service, waiter)

    def _await(self, waiter: Waiter, end: float) -> None:
        """Until there is an outcome, or it is too late for one (monotonic). Raises: one of BROKEN."""
        while (left := end - time.monotonic()) > 0 and not waiter.lock.acquire(timeout=min(left, ASK_AFTER)):
            self._link.ask()

    def _outcome(self, service: str, waiter: Waiter) -> bytes:
        outcome = waiter.outcome
        if isinstance(outcome, bytes):
            return outcome
        if outcome is not None:
            raise unavailable(service, outcome)
        if not self._link.answers_since(waiter.started):
            raise unavailable(service, "the broker does not answer")
        raise DeadlineExceeded("deadline")

    def _result(self, method: str, body: bytes) -> tuple[Any, bool]:
        reply = orjson.loads(body)
        error = reply.get("error")
        if error is None:
            return reply["result"], bool(reply.get("replayed"))
        kind = error.get("exc_type")
        if kind == "DomainError":
            raise from_wire(error["exc_args"][0])
        if kind == "Unavailable":
            raise unavailable(method.partition(".")[0], "its database is away")
        logs.get().error("service failed", method=method, error=kind, value=str(error.get("value"))[:200])
        raise Internal("internal")

    def _replied(self, correlation: str, body: bytes, signature: object) -> None:
        waiter = self._pending.get(correlation)
        if waiter is None:
            return
        try:
            self._signer.check(signature, ANSWER, correlation.encode(), body, program=waiter.service)
        except Forged as forged:  # the true answer may still come
            logs.get().error("an answer that is not the service's", service=waiter.service, why=str(forged))
        else:
            self._settle(correlation, body)

    def _returned(self, correlation: str) -> None:
        self._settle(correlation, NOBODY)

    def _lost(self) -> None:
        for correlation in list(self._pending):
            self._settle(correlation, LOST)

    def _settle(self, correlation: str, outcome: bytes | str) -> None:
        # A reply that comes after its deadline finds nobody.
        waiter = self._pending.pop(correlation, None)
        if waiter is not None:
            waiter.settle(outcome)


def unavailable(service: str, why: str) -> ServiceUnavailable:
    """The refusal, with why in the log: callers need not know our insides."""
    logs.get().warning("service unavailable", service=service, why=why)
    return ServiceUnavailable("unavailable", service=service, retry_after=RETRY_AFTER)
