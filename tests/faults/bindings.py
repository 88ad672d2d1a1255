"""Topology that is not as it should be."""

from __future__ import annotations

import time

from tests.faults.checker import Findings, check
from tests.faults.driver import DONE
from tests.faults.scenario import Stage, scenario
from tests.faults.world import A, B, C
from tests.support.bus import EVENTS
from tests.support.caller import Caller, asking
from tests.support.waiting import meanwhile, until

UNHEARD = "faults.ThingUnheard.v1.*"


@scenario(23, "missing binding: stays pending, alarm, delivered once bound")
def unbound(stage: Stage) -> Findings:
    """An event that nobody is bound for is not forgotten."""
    with stage.world() as world:
        world.up({A: 2, B: 1, C: 1})
        things = range(5)
        with Caller(world.uri) as caller:
            for n in things:
                reply = caller.call("outlet.make_unheard", {"n": n}, asking(f"k{n}"))
                assert reply.error is None, reply
        found = Findings(commands=len(things), accepted=len(things))
        alarm = "jingmei_outbox_unroutable"
        until("the alarm", lambda: max(p.metric(alarm) for p in world.instances(A)) == len(things))
        meanwhile(3, lambda: world.pending() == len(things), "all pending")
        with world.bus() as bus:
            queue = bus.channel.queue_declare("late", durable=True, auto_delete=False).queue
            bus.channel.queue_bind(queue, EVENTS, UNHEARD)
            began = time.monotonic()
            until("all delivered", lambda: bus.ready(queue) >= len(things) and not world.pending())
            found.recovery = time.monotonic() - began
            found.duplicates = bus.ready(queue) - len(things)
            until("the end of the alarm", lambda: max(p.metric(alarm) for p in world.instances(A)) == 0)
            bus.channel.queue_delete(queue)
        # Its only listener was the queue above: the usual consumers have nothing of it.
        world.db(A).effects.delete_many({})
        world.db(A).counters.delete_many({})
        found.effects = len(things)
        load = stage.load(world, 20).finish()
        check(world, load, found=found)
        found.expect(load.statuses == {DONE: 20}, f"answers {dict(load.statuses)}")
        return found


@scenario(24, "queue argument mismatch: unready in 30 s with a clear error")
def mismatch(stage: Stage) -> Findings:
    """Somebody declared our queue differently: the process says so, and goes on once it is put right."""
    with stage.world() as world:
        queue = f"{B}.events.v1"
        with world.bus() as bus:
            bus.channel.queue_declare(queue, durable=True, auto_delete=False)
            process = world.spawn(B)
            began = time.monotonic()
            told = until("a clear error", lambda: _names(process.readiness(), queue))
            found = Findings(commands=1, recovery=time.monotonic() - began)
            found.notes.append(told[:160])
            meanwhile(3, lambda: process.code is None and not process.readiness()["ready"], "alive and unready")
            bus.channel.queue_delete(queue)
            process.wait_ready()
        found.expect(process.terminate() == 0, f"exit {process.code}")
        world.up()
        load = stage.load(world, 20).finish()
        return check(world, load, found=found)


def _names(answer: dict[str, object], queue: str) -> str:
    problems = answer.get("problems") or {}
    assert isinstance(problems, dict)
    return next((text for text in problems.values() if "PRECONDITION_FAILED" in text and queue in text), "")
