"""How a service answers: `query` and `command` on a method. The author sees neither broker nor transaction."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

import structlog
from greenlet import GreenletExit
from marshmallow import Schema
from nameko.extensions import Entrypoint, register_entrypoint

from shared import logs, validation
from shared.context import RequestContext
from shared.errors import Conflict, DeadlineExceeded, DomainError
from shared.messaging.errors import describe
from shared.messaging.rpc_server import Call, RpcServer
from shared.mongo import StaleWrite, unreachable

COMMAND_DAYS = 7


class Method(Entrypoint):  # type: ignore[misc]
    """A service method that answers requests."""

    server = RpcServer()

    def setup(self) -> None:
        """Become reachable by name."""
        self.server.methods[self.method_name] = self

    def stop(self) -> None:
        """Drain with the server."""
        self.server.finish()


def query(schema: type[Schema] | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Answer a question: `method(self, data, context)`; reads only."""

    check = _checking(schema)

    def register(method: Callable[..., Any]) -> Callable[..., Any]:
        def answer(service: Any, call: Call) -> dict[str, Any]:
            data = check(call.data)
            return {"result": call.engine.ask(lambda: method(service, data, call.context)), "error": None}

        return _registered(method, answer)

    return register


def command(
    schema: type[Schema] | None, *, parting: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Change something: `method(self, unit, data, context)`, with one effect per idempotency key.

    What it answered is told again, by its key, to who has all the rights that they had then: roles, and outlets that
    they act for (`own` of the service). `parting`: it takes such a right from who does it, and answers nothing else.
    """

    check = _checking(schema)

    def register(method: Callable[..., Any]) -> Callable[..., Any]:
        def answer(service: Any, call: Call) -> dict[str, Any]:
            context, data = call.context, check(call.data)
            rights = frozenset if parting else partial(_rights, service, context)
            try:
                done = call.engine.execute(
                    lambda unit: method(service, unit, data, context),
                    context.key and f"{call.method}:{context.key}",
                    context.fingerprint,
                    rights=rights,
                    traceparent=context.traceparent,
                    correlation=context.request_id,
                    causation=context.request_id,
                    keep_days=COMMAND_DAYS,
                )
            except StaleWrite:
                raise Conflict("concurrent_change") from None
            reply = {"result": done.result, "error": None}
            return {**reply, "replayed": True} if done.replayed else reply

        return _registered(method, answer)

    return register


def _rights(service: Any, context: RequestContext) -> frozenset[str]:
    """What somebody acts by now."""
    own = service.own(context) if hasattr(service, "own") else ()
    return frozenset((*(f"role:{role}" for role in context.actor.roles), *(f"outlet:{id_}" for id_ in own)))


def _checking(schema: type[Schema] | None) -> Callable[[Any], Any]:
    """What gives a request's checked data, and raises Invalid; without a schema the data as it came."""
    return (lambda data: data) if schema is None else partial(validation.load, schema())


def _registered(method: Callable[..., Any], answer: Callable[[Any, Call], dict[str, Any]]) -> Callable[..., Any]:
    @wraps(method)
    def invoke(service: Any, call: Call) -> dict[str, Any]:
        return _guarded(partial(answer, service), call)

    register_entrypoint(invoke, Method())
    return invoke


def _guarded(answer: Callable[[Call], dict[str, Any]], call: Call) -> dict[str, Any]:
    """The reply, whatever happens; only the greenlet's own death passes."""
    ids = call.context
    structlog.contextvars.bind_contextvars(
        request_id=ids.request_id, traceparent=ids.traceparent, bureau=ids.bureau, account=ids.actor.account
    )
    try:
        if ids.deadline is not None and time.time() > ids.deadline:
            raise DeadlineExceeded("deadline")
        return answer(call)
    except GreenletExit:
        raise
    except BaseException as error:  # a Timeout or SystemExit out of a handler must not end the process
        _log_failure(call, error)
        return {"result": None, "error": describe(error)}


def _log_failure(call: Call, error: BaseException) -> None:
    method = call.method
    if isinstance(error, DomainError):
        logs.get().info("refused", method=method, code=error.code)
    elif unreachable(error):
        logs.get().warning("database away", method=method, error=str(error)[:200])
    else:
        logs.get().error("failed", method=method, exc_info=error)
