"""Everything at random, for minutes, with clocks that jump."""

from __future__ import annotations

import time
from collections import Counter

from tests.faults.checker import SETTLE, Expected, Findings, check
from tests.faults.scenario import Stage, scenario
from tests.faults.world import POINTS, A, B, C, World
from tests.support.waiting import TooLate, rest

POISON_EVERY = 50


def poison(n: int) -> dict[str, str]:
    """Some things are refused by one consumer, some always fail there."""
    return {7: {"mode": "refuse", "at": C}, 9: {"mode": "fail", "at": C}}.get(n % POISON_EVERY, {})


class Chaos:
    """One fault after the other; counts them by kind."""

    def __init__(self, stage: Stage, world: World) -> None:
        self.random = stage.random
        self.world = world
        self.done: Counter[str] = Counter()
        kinds = {
            self.kill: 30, self.crash: 25, self.replace: 15, self.broker_kill: 8, self.broker_freeze: 5,
            self.database_kill: 8, self.database_freeze: 5, self.alarm: 4, self.clock: 15,
        }  # fmt: skip
        self._kinds, self._weights = list(kinds), list(kinds.values())

    def step(self) -> None:
        """One fault, and a while without."""
        [fault] = self.random.choices(self._kinds, self._weights)
        fault()
        self.done[fault.__name__] += 1
        rest(self.random.uniform(0.3, 2.5))

    def kill(self) -> None:
        """kill -9 a service."""
        name = self._name()
        self.world.kill(name, self.random.randrange(len(self.world.instances(name))))

    def crash(self) -> None:
        """Die at a chosen point, if the load comes there in time."""
        name, point = self._name(), self.random.choice(POINTS)
        try:
            self.world.crash(name, point, 3)
        except TooLate:
            (self.world.flags(name) / f"crash-{point}").unlink(missing_ok=True)

    def replace(self) -> None:
        """SIGTERM, and another in its place."""
        name = self._name()
        self.world.replace(name, self.random.randrange(len(self.world.instances(name))))

    def broker_kill(self) -> None:
        """kill -9 the broker."""
        self.world.broker.kill()
        rest(self.random.uniform(0, 2))
        self.world.broker.start()

    def broker_freeze(self) -> None:
        """Nobody answers for a while."""
        self.world.broker.freeze()
        rest(self.random.uniform(2, 12))
        self.world.broker.thaw()

    def database_kill(self) -> None:
        """kill -9 the database."""
        self.world.database.kill()
        rest(self.random.uniform(0, 2))
        self.world.database.start()

    def database_freeze(self) -> None:
        """Nobody answers for a while."""
        self.world.database.freeze()
        rest(self.random.uniform(2, 8))
        self.world.database.thaw()

    def alarm(self) -> None:
        """The broker takes nothing for a while."""
        self.world.broker.memory_alarm(True)
        rest(self.random.uniform(2, 6))
        self.world.broker.memory_alarm(False)

    def clock(self) -> None:
        """The clock of one service's machine jumps."""
        jump = self.random.choice([-86_400, -3_600, -30, 0, 0, 30, 3_600, 86_400])
        (self.world.flags(self._name()) / "clock").write_text(str(jump))

    def _name(self) -> str:
        return self.random.choice((A, B, C))


@scenario(25, "random mix with clock jumps")
def mix(stage: Stage) -> Findings:
    """Kills, freezes, stops, alarms and jumps in any order; some events are poison."""
    with stage.world() as world:
        world.up({A: 2, B: 2, C: 2})
        world.broker.wait_written("notification.dlq.v1")
        load = stage.load(world, deadline=5.0, pace=0.05, patience=200, data=poison)
        chaos, end = Chaos(stage, world), time.monotonic() + 60 * stage.minutes
        while time.monotonic() < end:
            chaos.step()
        world.ready()
        load.stop()
        expected = _expected(world)
        found = check(world, load, expected)
        found.notes.append(", ".join(f"{kind} {count}" for kind, count in chaos.done.most_common()))
        return found


def _expected(world: World) -> Expected:
    """What was poison goes to the dead letters, once each."""
    made = world.effects(A, "make")
    bad = {n: poison(n)["mode"] for n in made if poison(n)}
    dead: Counter[tuple[str, str]] = Counter()
    for mode in bad.values():
        dead[C, "refused" if mode == "refuse" else "exhausted"] += 1
    return Expected(dead=dead, without={(C, "made"): set(bad)}, settle=SETTLE)
