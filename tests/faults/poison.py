"""Requests that no gateway would send, into the queue of a service that is at work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from shared.ids import new_id
from tests.faults.checker import Findings, check
from tests.faults.crafted import MIB, Raw, nested, short, table
from tests.faults.driver import DONE
from tests.faults.scenario import Stage, scenario
from tests.faults.world import A, B, C
from tests.support.caller import EXCHANGE, Caller, asking
from tests.support.waiting import until

MAKE = f"{A}.make"


def bodies() -> Iterator[bytes]:
    """What is no request."""
    context = asking().to_wire()
    yield from (b"{not json", b"\xff\xfe", b"", b"7", b"[]", b"{}", b'{"args": []}', b'{"args": [{}]}', b"[" * 100_000)
    yield from (b'{"args": [{}, null]}', b'{"args": [{}, {"actor": "me"}]}', b'{"args": {"0": {}}}')
    yield orjson.dumps({"args": [{}, {**context, "deadline": "tomorrow"}], "kwargs": {}})
    yield orjson.dumps({"args": [{}, {**context, "more": 1}], "kwargs": {}})
    yield orjson.dumps({"args": [{}, context, {}], "kwargs": {}})
    yield orjson.dumps({"args": [{"n": "x" * 17 * MIB}], "kwargs": {}})


def properties() -> Iterator[dict[str, Any]]:
    """With a good body: what cannot be answered, or not where it says."""
    yield from ({"reply_to": None}, {"correlation_id": None}, {"reply_to": "nowhere"}, {"reply_to": "a.b.#"})
    yield from ({"reply_to": "x" * 255}, {"expiration": "0"}, {"content_type": "text/plain"})


def raws() -> Iterator[Raw]:
    """Properties that no client library would send."""
    bad = short(b"\xff\xfe")
    yield Raw(b"{}", 0x0600, bad + bad)
    yield Raw(b"{}", 0x2000, table(short(b"t") + b"T" + b"\xff" * 8))
    yield Raw(b"{}", 0x2000, nested(3000))


@scenario(39, "poison into the queue of requests: each refused, no process ends", short=True)
def poison(stage: Stage) -> Findings:
    """Everything that is no request, again and again, while good ones come in between."""
    with stage.world() as world:
        world.up({A: 1, B: 1, C: 1})
        pid = world.instances(A)[0].pid
        load, found, count = stage.load(world), Findings(), 0
        with Caller(world.uri) as caller:
            for _ in range(stage.rounds(60, 4)):
                count += _poisoned(caller, found)
                load.more(2)
        load.stop()
        found.expect(world.instances(A)[0].pid == pid, "the service had to be started again")
        until("it to be ready", lambda: world.instances(A)[0].readiness()["ready"])
        found.expect(load.statuses.keys() == {DONE}, f"good requests are answered {dict(load.statuses)}")
        check(world, load, found=found)
        found.notes.append(f"{count} bad requests beside {len(load.tried)} good ones")
        return found


def _poisoned(caller: Caller, found: Findings) -> int:
    """Send all of it; the service answers what can be answered. How much it was."""
    asked = [caller.raw(MAKE, body) for body in bodies()]
    asked += [caller.raw(f"{A}.{name}", b"{}") for name in ("fly", "", "x" * 200, "__init__", "effects")]
    good = orjson.dumps({"args": [{}, asking().to_wire()], "kwargs": {}})
    lost = [caller.raw(f"{A}.fly", good, **each) for each in properties()]
    others = list(raws())
    for message in others:
        caller.channel.basic_publish(message, EXCHANGE, MAKE)
    kinds = {caller.wait(id_).kind for id_ in asked}
    found.expect(kinds == {"MalformedRequest", "MethodNotFound"}, f"bad requests are answered {kinds}")
    pong = caller.call(f"{A}.ping", context=asking(new_id()))
    found.expect(pong.error is None, f"nobody answers: {pong}")
    return len(asked) + len(lost) + len(others)
