"""A whole quarter while everything it runs on is killed, against the same quarter without a fault."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.demo.stage import Stage as Played
from services import SERVICES
from tests.faults.checker import Findings
from tests.faults.cycle_facts import Facts, collect, differences
from tests.faults.cycle_play import SCENES, gather, play, prepared, quarter
from tests.faults.cycle_world import WEIGHTS, Chaos, CycleWorld
from tests.faults.scenario import Stage, scenario
from tests.faults.world import EXPLAINED, killed
from tests.support.process import KILLED

CALM, ROUGH = "330108", "330109"
TWICE = {**dict.fromkeys(SERVICES, 2), "outlet": 1}


@contextmanager
def cycle_world(stage: Stage) -> Iterator[CycleWorld]:
    """The real system; it leaves nothing behind, and the servers run again."""
    world = CycleWorld(stage.servers, stage.home)
    try:
        yield world
    finally:
        stage.servers.restore()
        world.close()


@scenario(27, "a whole quarter under kills equals an undisturbed one")
def cycle(stage: Stage) -> Findings:
    """Two bureaus play the same workbook, the second while services, gateway, broker and database are killed."""
    with cycle_world(stage) as world:
        world.up(None if stage.short else TWICE)
        rows = quarter(stage.home, 7 if stage.short else 14)
        found = Findings(commands=len(rows.works))
        calm, rough = prepared(world, rows, CALM), prepared(world, rows, ROUGH)
        gather(*((calm, rough) if stage.short else (calm,)))
        wanted = _undisturbed(world, calm, found)
        _disturbed(stage, world, rough, found)
        disturbed = collect(rough)
        found.effects = sum(area.total() for area in disturbed.areas.values())
        found.problems += differences(wanted, disturbed)
        # The neighbours saw nothing of it.
        found.problems += [f"the other bureau: {line}" for line in differences(wanted, collect(calm))]
        found.problems += [*world.chains(CALM), *world.chains(ROUGH)]
        _blind(world, wanted, rough, found)
        left(world, found)
        return found


def _undisturbed(world: CycleWorld, calm: Played, found: Findings) -> Facts:
    """What the quarter gives when nothing happens to anybody."""
    began = time.monotonic()
    play(calm)
    world.settle()
    facts = collect(calm)
    found.problems += [f"undisturbed: {fault}" for fault in facts.faults]
    found.expect(not world.exits, f"undisturbed: exits {world.exits}")
    found.notes.append(f"undisturbed {time.monotonic() - began:.0f} s")
    return facts


def _disturbed(stage: Stage, world: CycleWorld, rough: Played, found: Findings) -> None:
    """The quarter under kills, until nothing of it is under way any more."""
    began = time.monotonic()
    with _chaos(stage, world) as chaos:
        play(rough, chaos.enter)
    ended = time.monotonic()
    world.settle()
    found.recovery = time.monotonic() - ended
    kills = Counter(kind for _, kind in chaos.done)
    found.notes.append(f"disturbed {ended - began:.0f} s, killed: {dict(sorted(kills.items()))}")
    scenes = Counter(scene.rpartition(" · ")[2] for scene, _ in chaos.done)
    found.notes.append(f"while {', '.join(f'{scene} {count}' for scene, count in scenes.items())}")
    found.expect(len(kills) > 3, f"only {dict(kills)} killed in a whole quarter")


def _chaos(stage: Stage, world: CycleWorld) -> Chaos:
    """Short: each kind of fault once, in phases drawn at random. Otherwise: several in every phase."""
    scenes = [phase.name for phase in SCENES]
    if stage.short:
        return Chaos(world, stage.random, dict.fromkeys(stage.random.sample(scenes[1:], len(WEIGHTS)), 1), (0.0, 0.2))
    return Chaos(world, stage.random, dict.fromkeys(scenes, 3), (0.0, 2.0))


def _blind(world: CycleWorld, wanted: Facts, rough: Played, found: Findings) -> None:
    """The comparison is tried once more with one line of the ledger altered and one message taken away."""
    ledger, items = world.db("scoring").ledger, world.db("notification")["items"]
    own = {"bureau": ROUGH, "period": rough.quarter.period}
    standing = {**own, "reverses": "", "_id": {"$nin": ledger.distinct("reverses", own)}}
    altered = ledger.update_one(standing, {"$inc": {"cents": 1}})
    taken = items.delete_one({"bureau": ROUGH, "kind": "award.granted"})
    found.expect((altered.modified_count, taken.deleted_count) == (1, 1), "there was nothing to tamper with")
    told = differences(wanted, collect(rough))
    for sign in ("ledger: missing 1 ×", "ledger: surplus 1 ×", "rebuild:", "inboxes: missing 1 ×"):
        found.expect(any(line.startswith(sign) for line in told), f"tampered with, and nothing begins with {sign!r}")


def left(world: CycleWorld, found: Findings) -> None:
    """No dead letter, nothing pending, every exit explained; the services are stopped."""
    found.dead = world.dead().total()
    found.expect(not found.dead, f"dead letters {dict(world.dead())}")
    world.down()
    strange = [(name, code) for name, code in world.exits if code not in EXPLAINED]
    found.expect(not strange, "\n".join([f"unexplained exits: {strange}", *world.last_words]))
    found.expect(not world.hung, f"did not stop when told to: {world.hung}")
    found.expect(killed(world.exits) == world.kills, f"{world.kills} killed, {KILLED} ended {killed(world.exits)}")
