"""How an endpoint asks a service."""

from __future__ import annotations

from typing import Any

from gateway.current import current, runtime


def ask(method: str, data: dict[str, Any]) -> Any:
    """The answer of `<service>.<method>` on behalf of who is signed in. Raises: DomainError."""
    now = current()
    result, now.replayed = runtime().rpc.call(method, data, now.context())
    return result
