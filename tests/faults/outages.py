"""A server is away, frozen or refuses to take more; the database changes its primary."""

from __future__ import annotations

import time
from collections.abc import Callable

from deploy.local.servers import Broker, Database, free_ports
from tests.faults.checker import Findings, check
from tests.faults.driver import AWAY, DONE, LATE
from tests.faults.load import Load
from tests.faults.scenario import Stage, scenario
from tests.faults.world import A, B, C, World
from tests.support.waiting import rest, until

DEADLINE = 5.0
GRACE = 1.5  # a loaded machine's scheduling


def bounded(load: Load, found: Findings) -> None:
    """Every request ended in time, with an answer that says that it may be repeated."""
    found.expect(load.slowest <= load.deadline + GRACE, f"a request took {load.slowest:.1f} s")
    strange = set(load.statuses) - {DONE, AWAY, LATE}
    # Of what was under way at that moment the message may have been taken, and the answer not have come.
    found.expect(not strange and load.statuses[LATE] <= load.at_once, f"answers {dict(load.statuses)}")
    found.expect(not load.untold, f"{load.untold} refusals without Retry-After")
    found.notes.append(f"answers {dict(sorted(load.statuses.items()))}")


@scenario(7, "broker frozen 60 s")
def frozen(stage: Stage) -> Findings:
    """Every request ends within its deadline; what was committed before is delivered after."""
    return _away(stage, Broker.freeze, Broker.thaw)


@scenario(8, "memory alarm 60 s")
def memory_alarm(stage: Stage) -> Findings:
    """The broker takes nothing; nothing is lost, and what was committed is delivered after."""
    return _away(stage, lambda broker: broker.memory_alarm(True), lambda broker: broker.memory_alarm(False))


@scenario(10, "MongoDB away 5 minutes")
def database_away(stage: Stage) -> Findings:
    """Consumers pause, commands are answered 503, nothing is dead-lettered and no attempt is counted."""
    with stage.web(DEADLINE) as world:
        world.up()
        load = stage.load(world, deadline=DEADLINE, patience=400)
        load.more()
        world.database.kill()
        rest(300 if not stage.short else 15)
        alive = [p.code is None for name in (A, B, C) for p in world.instances(name)]
        world.database.start()
        began = time.monotonic()
        load.more(5)
        recovered = time.monotonic() - began
        found = Findings()
        found.expect(all(alive), "a service did not outlive the outage")
        check(world, load.stop(), found=found)
        found.recovery = recovered
        found.expect(not world.logged("handler failed"), "attempts were consumed")
        bounded(load, found)
        return found


@scenario(11, "three-node replica set, primary steps down mid-transaction")
def step_down(stage: Stage) -> Findings:
    """Transactions are held open before their commit while the primary changes."""
    database = Database(stage.home / "replica-set", free_ports(3)[0], members=3)
    try:
        database.start()
        with stage.world(database=database) as world:
            world.up()
            load = stage.load(world, deadline=DEADLINE, patience=120)
            for _ in range(stage.rounds(4, 2)):
                load.more()
                _step_down_within(world)
            load.more()
            found = check(world, load.stop())
            found.expect(not world.logged("handler failed"), f"{world.logged('handler failed')} attempts were consumed")
            return found
    finally:
        database.stop()


def _away(stage: Stage, fault: Callable[[Broker], None], repair: Callable[[Broker], None]) -> Findings:
    """Load before, while and after the broker takes nothing for a minute."""
    with stage.web(DEADLINE) as world:
        world.up()
        load = stage.load(world, deadline=DEADLINE, patience=150)
        load.more()
        fault(world.broker)
        try:
            rest(60 if not stage.short else 20)
        finally:
            repair(world.broker)
        began = time.monotonic()
        load.more()
        recovered = time.monotonic() - began
        found = Findings()
        check(world, load.stop(), found=found)
        found.recovery = recovered
        bounded(load, found)
        return found


def _step_down_within(world: World) -> None:
    """Have transactions of two services under way, change the primary, let them go on."""
    flags = [world.flags(name) for name in (B, A)]
    for folder in flags:  # the consumer first: once the maker waits, there is nothing new to consume
        (folder / "hold-before-commit").touch()
        until("an open transaction", (folder / "holding-before-commit").exists)
    world.database.step_down(5)
    for folder in flags:
        (folder / "hold-before-commit").unlink()
        (folder / "holding-before-commit").unlink()
    world.database.wait_ready()
