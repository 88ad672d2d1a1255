"""How an endpoint asks a service."""

from __future__ import annotations

from gateway.current import current
from gateway.http.reading import Data
from gateway.runtime import runtime


def ask(method: str, data: Data) -> Data:
    """The answer of `<service>.<method>` on behalf of who is signed in. Raises: DomainError."""
    now = current()
    result: Data
    result, now.replayed = runtime().rpc.call(method, data, now.context())
    return result
