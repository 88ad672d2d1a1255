"""The requests that the load clients send."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson

from shared.context import Actor, RequestContext
from shared.ids import new_id

# The wire client puts a fresh id in its place, so that every request is one of its own.
KEY = "@KEY@"
BUREAU = "330108"
CONTEXT = RequestContext(Actor(new_id(), BUREAU), request_id=new_id(), traceparent=f"00-{'a' * 32}-{'b' * 16}-01")


def request(data: dict[str, Any], *, stock: bool = False, key: str | None = None) -> str:
    """The body of an RPC request in nameko's protocol; a stock service gets no context of ours."""
    context = replace(CONTEXT, key=key, fingerprint=key)
    arguments = [data] if stock else [data, context.to_wire()]
    return orjson.dumps({"args": arguments, "kwargs": {}}).decode()
