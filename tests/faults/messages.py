"""Messages that are bad, fail, repeat, or come in any order."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from itertools import pairwise

from shared.ids import new_id
from tests.faults import crafted
from tests.faults.checker import Expected, Findings, check
from tests.faults.scenario import Stage, scenario
from tests.faults.world import A, B, C, World
from tests.support.bus import cloud_event
from tests.support.servers import ROOT
from tests.support.waiting import rest, until

MADE, MOVED = "jingmei.faults.ThingMade.v1", "jingmei.faults.ThingMoved.v1"


def made(n: int, mode: str = "", at: str = B, **fields: object) -> dict[str, object]:
    """A ThingMade as a stranger publishes it."""
    return cloud_event(MADE, {"n": n, "mode": mode, "at": at}, **fields)


@scenario(15, "bad messages: each a dead letter with its reason", short=True)
def bad_messages(stage: Stage) -> Findings:
    """Bad JSON, UTF-8, type, schema, headers, routing keys, size; the processes stay alive."""
    with stage.world() as world:
        world.up({A: 1, B: 1, C: 1})
        pids = [world.instances(name)[0].pid for name in (A, B, C)]
        reasons = crafted.publish_all(world)
        with world.bus() as bus:
            bus.publish(made(1))
        expected = Expected(published={1})
        for reason in reasons:
            expected.dead += Counter({(B, reason): 1, (C, reason): 1})
        until("all dead letters", lambda: world.dead().total() >= expected.dead.total())
        found = Findings(commands=len(reasons))
        found.expect([world.instances(n)[0].pid for n in (A, B, C)] == pids, "a service had to be started again")
        alive = [p.readiness() for n in (A, B, C) for p in world.instances(n)]
        found.expect(all(answer["ready"] for answer in alive), f"not ready: {alive}")
        found.notes.append(f"reasons {dict(Counter(reasons))}")
        return check(world, None, expected, found)


@scenario(16, "always-failing handler: exact ladder, one row, no hot loop", short=True)
def always_failing(stage: Stage) -> Findings:
    """Each rung once, at its time; then one dead letter with the count of attempts, also when its keeper dies."""
    with stage.world() as world:
        ladder = (1, 2, 4)
        world.up({A: 1, B: 2, C: 1}, JINGMEI_RETRY_LADDER=",".join(map(str, ladder)))
        with world.bus() as bus:
            bus.publish(made(1, "fail"))
        world.crash(B, "before-store")
        expected = Expected(published={1}, without={(B, "made"): {1}, (C, "checked"): {1}})
        expected.dead[B, "exhausted"] = 1
        until("the dead letter", lambda: world.dead().total() == 1)
        rest(2)  # a hot loop would go on
        times = world.run_times(B)
        waits = [round(later - earlier, 2) for earlier, later in pairwise(times)]
        found = Findings(commands=1)
        if len(waits) == len(ladder) + 1 and waits[-1] < min(ladder) / 2:
            # Who ran the last attempt kept its letter too, and died with the ack of that attempt still to be sent.
            found.notes.append(f"the last attempt came again after {waits[-1]} s")
            del times[-1], waits[-1]
        found.expect(len(times) == len(ladder) + 1, f"{len(times)} runs")
        early_late = [w for w, rung in zip(waits, ladder, strict=False) if not rung <= w <= rung + 1.5]
        found.expect(not early_late, f"waited {waits}, ladder {ladder}")
        rows = list(world.db(B).dead_letters.find())
        found.expect([row["attempts"] for row in rows] == [len(ladder) + 1], f"rows {rows}")
        found.notes.append(f"waits {waits}")
        return check(world, None, expected, found)


@scenario(17, "fixed and replayed twice: one effect, others untouched", short=True)
def replayed(stage: Stage) -> Findings:
    """The operator's replay reaches the one service only, and a second replay changes nothing."""
    with stage.world() as world:
        fixed = stage.home / "fixed"
        world.up({A: 1, B: 1, C: 1}, JINGMEI_RETRY_LADDER="1")
        with world.bus() as bus:
            bus.publish(made(1, f"unless:{fixed}"))
        until("the dead letter", lambda: world.dead().total() == 1)
        heard = world.effects(C, "made")
        found = Findings(commands=1)
        found.expect(heard == {1: 1}, f"the other consumer has {dict(heard)}")
        fixed.touch()
        for states in (("dead",), ("replayed",)):
            _replay(world, *states)
            until("the effect", lambda: world.effects(B, "made").total() == 1)
            until("the letter settled", lambda: not world.dead())
        return check(world, None, Expected(published={1}), found)


def _replay(world: World, *states: str) -> None:
    environment = {
        "JINGMEI_AMQP_URI": world.uri,
        "JINGMEI_MONGO_URI": world.database.uri,
        "JINGMEI_DATABASE_PREFIX": world.prefix,
        "JINGMEI_UNSIGNED": "true",
    }
    options = [option for state in states for option in ("--state", state)]
    command = [sys.executable, "-m", "jingmei", "dlq", "replay", "--service", B, "--all", "--yes", *options]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


@scenario(18, "one id three times at once", short=True)
def three_times(stage: Stage) -> Findings:
    """The same event delivered to several instances in the same moment."""
    with stage.world() as world:
        world.up({A: 1, B: 3, C: 1})
        things = set(range(stage.rounds(200, 40)))
        with world.bus() as bus:
            for n in things:
                event = made(n)
                for _ in range(3):
                    bus.publish(event)
        return check(world, None, Expected(published=things), Findings(commands=3 * len(things)))


@scenario(19, "stale and reordered versions")
def reordered(stage: Stage) -> Findings:
    """A replica ends at the newest version; an additive effect counts each event once."""
    with stage.world() as world:
        world.up({A: 1, B: 3, C: 1})
        subjects, versions = [new_id() for _ in range(stage.rounds(100, 20))], 6
        events = [(s, v) for s in subjects for v in range(1, versions + 1)] * 2
        stage.random.shuffle(events)
        ids = {event: new_id() for event in set(events)}
        with world.bus() as bus:
            for subject, version in events:
                event = cloud_event(MOVED, {"n": version}, id=ids[subject, version], subject=subject, version=version)
                bus.publish(event)
        moved = len(subjects) * versions
        until("all moves", lambda: world.effects(B, "moved").total() >= moved)
        found = check(world, None, None, Findings(commands=len(events)))
        kept = {row["_id"]: (row["version"], row["n"]) for row in world.db(B).replicas.find()}
        found.expect(kept == dict.fromkeys(subjects, (versions, versions)), "a replica is not at the newest version")
        counted = world.effects(B, "moved")
        found.expect(counted == dict.fromkeys(range(1, versions + 1), len(subjects)), f"additive effects {counted}")
        found.effects += counted.total()
        return found


@scenario(20, "handler raises Timeout or SystemExit fifty times: no stall")
def raising(stage: Stage) -> Findings:
    """Also a timeout that a handler left armed, which goes off later, in the kernel's own waiting."""
    modes = ["timeout:0.001", "exit", "timeout:0.05", "leak:0.002", "leakfail:0.001", "notyet"]
    with stage.world() as world:
        world.up({A: 1, B: 1, C: 1}, JINGMEI_MAX_WORKERS="8")
        pid = world.instances(B)[0].pid
        things = range(stage.rounds(102, 54))
        with world.bus() as bus:
            for n in things:
                bus.publish(made(n, modes[n % len(modes)]))
        found = Findings(commands=len(things))
        check(world, None, Expected(published=set(things)), found)
        found.expect((B, -9) not in world.exits and world.logged("started") == 3, f"process {pid} was started again")
        return found


@scenario(21, "24 s of CPU in a handler: no second run")
def burning(stage: Stage) -> Findings:
    """The heartbeat is late, and the broker does not give the message to somebody else."""
    with stage.world() as world:
        world.up({A: 1, B: 2, C: 1})
        with world.bus() as bus:
            bus.publish(made(1, "burn:24"))
        until("the effect", lambda: world.effects(B, "made").total() == 1)
        found = check(world, None, Expected(published={1}), Findings(commands=1))
        runs = {event: times for event, times in world.runs().items() if times != 1}
        found.expect(not runs, f"ran more than once: {runs}")
        return found
