"""The requests that the load clients send."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import Any

import orjson
from stdnum.cn import uscc

from shared.context import Actor, RequestContext
from shared.ids import new_id
from tests.load.texts import word

# The wire client puts a fresh id in its place, so that every request is one of its own.
KEY = "@KEY@"
BUREAU = "330108"
CONTEXT = RequestContext(Actor(new_id(), BUREAU), request_id=new_id(), traceparent=f"00-{'a' * 32}-{'b' * 16}-01")


def request(data: dict[str, Any], *, stock: bool = False, key: str | None = None) -> str:
    """The body of an RPC request in nameko's protocol; a stock service gets no context of ours."""
    context = replace(CONTEXT, key=key, fingerprint=key)
    arguments = [data] if stock else [data, context.to_wire()]
    return orjson.dumps({"args": arguments, "kwargs": {}}).decode()


# Two clients must not register one organisation: each counts from a random start.
_numbers = itertools.count(random.SystemRandom().randrange(10**8))


def credit_code() -> str:
    """A fresh unified social credit code with a good check digit (GB 32100)."""
    front = f"91330108{next(_numbers) % 10**9:09d}"
    return front + uscc.calc_check_digit(front)


def new_registration() -> tuple[str, dict[str, Any]]:
    """A key and the registration of an outlet that nobody else registers."""
    key = new_id()
    channel = {"platform": "wechat_oa", "claimed_level": "county", "account_name": "滨江播报", "followers": 12_000}
    return key, {
        "name": f"滨江播报 {word()}",
        "category": "official_media",
        "credit_code": credit_code(),
        "contacts": [{"name": "王小明", "phone": "13912345678"}],
        "region": "浦沿",
        "channels": [channel],
    }
