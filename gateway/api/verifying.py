"""Codes on paper that anybody may verify, signed in or not: so many a minute from one address."""

from __future__ import annotations

from typing import Any

from gateway.auth.rates import place
from gateway.current import current
from gateway.runtime import runtime
from shared.codes import bureau_of
from shared.context import Actor

Data = dict[str, Any]


def verified(method: str, code: str) -> Data:
    """What a service says that a code stands for. Raises: NotFound, RateLimited."""
    runtime().rates.hit("verify", place(current().remote))
    # Nobody is signed in: the code itself says whose it is.
    anyone = current().context_of(Actor("", bureau_of(code)))
    found: Data = runtime().rpc.call(method, {"code": code}, anyone)[0]
    return found
