"""A whole quarter while everything it runs on is killed, against the same quarter without a fault."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.checker import Findings
from tests.faults.cycle_facts import collect, differences
from tests.faults.cycle_play import play, prepared, quarter
from tests.faults.cycle_world import Chaos, CycleWorld
from tests.faults.scenario import Stage, scenario
from tests.faults.world import EXPLAINED, killed
from tests.support.process import KILLED

CALM, ROUGH = "330108", "330109"
TWICE = {"outlet": 1, "submission": 2, "review": 2, "scoring": 2, "notification": 2}


@contextmanager
def cycle_world(stage: Stage) -> Iterator[CycleWorld]:
    """The real system; it leaves nothing behind, and the servers run again."""
    world = CycleWorld(stage.servers, stage.home)
    try:
        yield world
    finally:
        stage.servers.restore()
        world.close()


@scenario(27, "a whole quarter under kills equals an undisturbed one", short=True)
def cycle(stage: Stage) -> Findings:
    """Two bureaus play the same workbook, the second while services, gateway, broker and database are killed."""
    with cycle_world(stage) as world:
        world.up(None if stage.short else TWICE)
        rows = quarter(stage.home, 7 if stage.short else 14)
        found, marks = Findings(commands=len(rows.works)), [time.monotonic()]
        calm, rough = prepared(world, rows, CALM), prepared(world, rows, ROUGH)
        play(calm)
        world.settle()
        wanted = collect(calm)
        found.problems += [f"undisturbed: {fault}" for fault in wanted.faults]
        found.expect(not world.exits, f"undisturbed: exits {world.exits}")
        marks.append(time.monotonic())
        with Chaos(world, stage.random, (0.5, 2.0) if stage.short else (1.0, 4.0)) as chaos:
            play(rough)
        marks.append(time.monotonic())
        world.settle()
        found.recovery = time.monotonic() - marks[-1]
        disturbed = collect(rough)
        found.problems += differences(wanted, disturbed)
        # The neighbours saw nothing of it.
        found.problems += [f"the other bureau: {line}" for line in differences(wanted, collect(calm))]
        found.effects = sum(rows.total() for rows in disturbed.areas.values())
        found.notes.append(", ".join(f"{name} {count}" for name, count in chaos.done.items()))
        found.notes.append("calm {:.0f} s, rough {:.0f} s".format(*(b - a for a, b in zip(marks, marks[1:]))))
        found.problems += [*world.chains(CALM), *world.chains(ROUGH)]
        _left(world, found)
        return found


def _left(world: CycleWorld, found: Findings) -> None:
    """No dead letter, nothing pending, every exit explained; the services are stopped."""
    found.dead = world.dead().total()
    found.expect(not found.dead, f"dead letters {dict(world.dead())}")
    world.down()
    strange = [(name, code) for name, code in world.exits if code not in EXPLAINED]
    found.expect(not strange, "\n".join([f"unexplained exits: {strange}", *world.last_words]))
    found.expect(not world.hung, f"did not stop when told to: {world.hung}")
    found.expect(killed(world.exits) == world.kills, f"{world.kills} killed, {KILLED} ended {killed(world.exits)}")
