"""The invariants that every scenario ends with.

Every 2xx command has one effect, every event one effect per consumer, no outbox row waits, no queue holds
anything, the dead letters are exactly those expected, and every exit of a process is explained.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.load import Load
from tests.faults.world import EXPLAINED, A, B, C, World, killed
from tests.support.waiting import HOPE, TooLate, until

# Who has an effect of which kind for each thing made.
CONSUMERS = ((B, "made"), (C, "made"), (C, "checked"))
SETTLE = 2 * HOPE


@dataclass
class Findings:
    """What a run left, in numbers, and what is wrong with it."""

    commands: int = 0
    accepted: int = 0
    effects: int = 0
    duplicates: int = 0
    lost: int = 0
    dead: int = 0
    recovery: float = 0.0
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def expect(self, holds: bool, problem: str) -> None:
        """Remember a broken promise."""
        if not holds:
            self.problems.append(problem)


@dataclass
class Expected:
    """Where a scenario differs from the rule: dead letters, things without the consumers' effects, other exits."""

    dead: Counter[tuple[str, str]] = field(default_factory=Counter)
    without: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    # Things made by publishing events and not by a command.
    published: set[int] = field(default_factory=set)
    settle: float = SETTLE


def check(world: World, load: Load | None, expected: Expected | None = None, found: Findings | None = None) -> Findings:
    """Wait until everything has settled, stop the services, look at everything that is left."""
    expected, found = expected or Expected(), found or Findings()
    began = time.monotonic()
    try:
        until("every event to have its effects", lambda: _settled(world, load, expected), expected.settle, every=0.3)
    except TooLate as late:
        found.problems.append(str(late))
    found.recovery = found.recovery or time.monotonic() - began
    found.expect(_soon(lambda: not world.queues(), 40), "queues are not empty")
    if found.problems:
        found.problems.append(f"queues: {world.queues()}, outbox: {world.pending()}")
    world.down()
    _commands(world, load, found)
    _events(world, load, expected, found)
    _rest(world, expected, found)
    return found


def _settled(world: World, load: Load | None, expected: Expected) -> bool:
    if world.pending() or sum(world.dead().values()) < expected.dead.total():
        return False
    if load is not None and world.db(A).effects.count_documents({"kind": "make"}) < len(load.accepted):
        return False
    return all(not _missing(world, load, expected, name, kind) for name, kind in CONSUMERS)


def _made(world: World, expected: Expected) -> set[int]:
    """Every thing that consumers must have heard of: also of commands whose answer never came."""
    return set(world.effects(A, "make")) | expected.published


def _missing(world: World, load: Load | None, expected: Expected, name: str, kind: str) -> set[int]:
    wanted = _made(world, expected) - expected.without.get((name, kind), set())
    return wanted - set(world.effects(name, kind))


def _commands(world: World, load: Load | None, found: Findings) -> None:
    if load is None:
        return
    made = world.effects(A, "make")
    found.commands, found.accepted = len(load.tried), len(load.accepted)
    lost = set(load.accepted) - set(made)
    unasked = set(made) - load.tried
    found.lost += len(lost)
    found.expect(not lost, f"accepted commands without effect: {sorted(lost)[:5]}")
    found.expect(not unasked, f"effects nobody asked for: {sorted(unasked)[:5]}")
    found.expect(not load.faults, f"{len(load.faults)} answers that are no fault of a server away: {load.faults[:2]}")
    _once(made, A, "make", found)


def _events(world: World, load: Load | None, expected: Expected, found: Findings) -> None:
    for name, kind in CONSUMERS:
        lost = _missing(world, load, expected, name, kind)
        found.lost += len(lost)
        found.expect(not lost, f"{name} never heard '{kind}' of {sorted(lost)[:5]}")
        had = world.effects(name, kind)
        wrong = set(had) & expected.without.get((name, kind), set())
        found.expect(not wrong, f"{name} has effects of '{kind}' of {sorted(wrong)[:5]}")
        _once(had, name, kind, found)


def _once(had: Counter[int], name: str, kind: str, found: Findings) -> None:
    twice = {n: times for n, times in had.items() if times > 1}
    found.effects += had.total()
    found.duplicates += sum(times - 1 for times in twice.values())
    found.expect(not twice, f"{name} has more than one effect of '{kind}' of {sorted(twice)[:5]}")


def _rest(world: World, expected: Expected, found: Findings) -> None:
    dead = world.dead()
    found.dead = dead.total()
    found.expect(dead == expected.dead, f"dead letters {dict(dead)}, expected {dict(expected.dead)}")
    found.expect(not (pending := world.pending()), f"{pending} outbox rows are pending")
    for name in (A, B, C):
        counted = sum(row["n"] for row in world.db(name).counters.find())
        rows = world.db(name).effects.count_documents({})
        found.expect(counted == rows, f"{name} counted {counted} effects and has {rows}")
    strange = [(name, code) for name, code in world.exits if code not in EXPLAINED]
    found.expect(not strange, "\n".join([f"unexplained exits: {strange}", *world.last_words]))
    found.expect(not world.hung, f"did not stop when told to: {world.hung}")
    deaths, causes = killed(world.exits), world.kills + world.crashes
    found.expect(deaths == causes, f"{deaths} died of SIGKILL, {causes} were killed")


def _soon(look: Callable[[], bool], timeout: float) -> bool:
    try:
        return until("it", look, timeout, every=0.5)
    except TooLate:
        return False
