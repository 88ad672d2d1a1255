"""SIGTERM at every moment, and more or fewer instances under load."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.faults.checker import Expected, Findings, check
from tests.faults.messages import made
from tests.faults.scenario import Stage, scenario
from tests.faults.world import A, B, C, World
from tests.support.process import ServiceProcess
from tests.support.waiting import HOPE, rest, until


def _publish(world: World, things: range, mode: str) -> None:
    with world.bus() as bus:
        for n in things:
            bus.publish(made(n, mode))


def _stopped_amid(world: World, things: range, mode: str, *, running: int, within: float | None) -> Findings:
    """Stop the consumer when so many of its handlers have begun; `within` so many seconds, if that matters."""
    _publish(world, things, mode)
    until(f"{running} to run", lambda: len(world.run_times(B)) >= running)
    began = time.monotonic()
    code = world.replace(B)
    stopped = time.monotonic() - began
    found = Findings(commands=len(things))
    found.expect(code == 0, f"exit code {code}")
    found.expect(within is None or stopped < within, f"took {stopped:.1f} s")
    check(world, None, Expected(published=set(things)), found)
    again = {event for event, times in world.runs().items() if times > 1}
    found.expect(not again, f"{len(again)} ran again")
    found.notes.append(f"stopped in {stopped:.1f} s")
    return found


@scenario(12, "SIGTERM with 10 s handlers: exit 0, no redelivery", short=True)
def slow_handlers(stage: Stage) -> Findings:
    """What runs is let finish and acked; nothing of it runs again elsewhere."""
    with stage.world() as world:
        # It has as long as it takes: that it waits for its handlers is what is looked at.
        world.up({A: 1, B: 1, C: 1}, JINGMEI_STOP_DEADLINE=str(HOPE))
        return _stopped_amid(world, range(12), "slow:10", running=12, within=None if stage.short else 20)


@scenario(13, "SIGTERM with prefetch above workers")
def prefetched(stage: Stage) -> Findings:
    """What was only fetched goes back at once, what ran is finished; no hang."""
    with stage.world() as world:
        world.up({A: 1, B: 1, C: 1}, JINGMEI_PREFETCH="50", JINGMEI_MAX_WORKERS="4")
        return _stopped_amid(world, range(40), "slow:1", running=6, within=10)


@scenario(14, "SIGTERM during start with the broker down: out in 5 s")
def during_start(stage: Stage) -> Findings:
    """Whatever it waits for, it hears that it is to stop."""
    with stage.world() as world:
        found, slowest = Findings(), 0.0
        for state, (fault, repair) in away(world).items():
            fault()
            try:
                slowest = max(slowest, _start_and_stop(world, state, found))
            finally:
                repair()
        found.recovery = slowest
        world.up()
        load = stage.load(world, 20).finish()
        return check(world, load, found=found)


def away(world: World) -> dict[str, tuple[Callable[[], None], Callable[[], None]]]:
    """How a server can be away, and the end of it."""
    broker, database = world.broker, world.database
    return {
        "broker dead": (broker.kill, broker.start),
        "broker frozen": (broker.freeze, broker.thaw),
        "database dead": (database.kill, database.start),
        "database frozen": (database.freeze, database.thaw),
    }


@scenario(26, "SIGTERM under load while a server is away")
def while_away(stage: Stage) -> Findings:
    """What is in hand and cannot be finished is given back: every stop is in time, with nothing lost."""
    with stage.world() as world:
        world.up()
        world.broker.wait_written("notification.dlq.v1")
        load = stage.load(world, deadline=3.0, patience=120)
        found, slowest = Findings(), 0.0
        for state, (fault, repair) in away(world).items():
            load.more()
            fault()
            try:
                rest(1)
                began = time.monotonic()
                codes = [world.replace(name) for name in (A, B, C)]
                took = time.monotonic() - began
            finally:
                repair()
            found.expect(codes == [0, 0, 0] and took < 60, f"{state}: exits {codes} in {took:.1f} s")
            found.notes.append(f"{state}: three stops in {took:.1f} s")
            slowest = max(slowest, took)
            world.ready()
        load.more()
        check(world, load.stop(), found=found)
        found.recovery = slowest
        return found


def _start_and_stop(world: World, state: str, found: Findings) -> float:
    """The slowest of stops at several moments after the start."""
    slowest = 0.0
    for moment in (0.0, 1.0, 4.0):
        process = world.spawn(B)
        until("it to listen to signals", lambda p=process: _started(p))
        rest(moment)
        began = time.monotonic()
        code = process.terminate(60)
        took = time.monotonic() - began
        slowest = max(slowest, took)
        found.commands += 1
        found.expect(code == 0 and took < 5, f"{state}, {moment:g} s after the start: exit {code} after {took:.1f} s")
    return slowest


def _started(process: ServiceProcess) -> bool:
    return any(line["event"] == "started" for line in process.lines())


@scenario(22, "scale 1 to 4 to 1 under load")
def scale(stage: Stage) -> Findings:
    """More instances and fewer again, each stop an orderly one."""
    with stage.world() as world:
        world.up({A: 1, B: 1, C: 1})
        load = stage.load(world)
        for _ in range(stage.rounds(3, 1)):
            world.up({A: 4, B: 4, C: 4})
            rest(1)
            for name in (A, B, C):
                for _ in range(3):
                    world.terminate(name)
        found = check(world, load.stop())
        found.expect(all(code == 0 for _, code in world.exits), f"exits {world.exits}")
        found.expect(not world.logged("handler failed"), "an attempt was consumed")
        found.notes.append(f"{len(world.exits)} stops")
        return found
