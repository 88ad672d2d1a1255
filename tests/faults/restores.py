"""Everything is wiped and comes back from a backup that was taken while all were at work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pymongo import MongoClient

from deploy.local.servers import Database, free_ports
from tests.faults.checker import Findings, check
from tests.faults.load import Load
from tests.faults.scenario import Stage, scenario
from tests.faults.world import A, B, C, World
from tests.support.servers import ROOT
from tests.support.waiting import until

# Things made after the restore: apart from those that the backup does not know.
AFTERWARDS = 1_000_000


@scenario(42, "restore from a backup taken at work: all that was acknowledged before it, each effect once")
def restore(stage: Stage) -> Findings:
    """The volume is copied while a consumer is away and its events wait at the broker. Then database and broker are
    lost: the copy comes back, the broker is empty, and facts that were in it are sent again (`jingmei resend`)."""
    database = Database(stage.home / "mongodb", free_ports(1)[0])
    try:
        database.start()
        with stage.world(database=database) as world:
            world.up({A: 2, B: 1, C: 1})
            load = stage.load(world, patience=200)
            load.more(stage.rounds(100, 30))
            # As while it is replaced: what it has not taken yet waits at the broker, and is sent for its owner.
            world.terminate(B)
            load.more()
            until("all to be sent", lambda: not world.pending() and world.queues())
            before = dict(load.accepted)
            with _still(database):
                shutil.copytree(database.home / "node0", stage.home / "backup")
            world.up({B: 1})
            load.more()
            load.stop()
            later = len(load.accepted) - len(before)
            found = Findings(notes=[f"{len(before)} acknowledged before the backup, {later} after it"])
            _wipe(world, database, stage.home / "backup")
            missing = len(set(world.effects(A, "make")) - set(world.effects(B, "made")))
            found.expect(missing > 0, "no fact was under way in the backup")
            found.notes.append(f"{missing} facts were with the broker alone, {_resent(world)} sent again")
            world.up({A: 2, B: 1, C: 1})
            after = stage.load(world, 40, first=AFTERWARDS).finish()
            _together(after, load, before)
            return check(world, after, found=found)
    finally:
        database.stop()


@contextmanager
def _still(database: Database) -> Iterator[None]:
    """Nothing is written to the volume meanwhile."""
    with MongoClient[dict[str, object]](f"{database.uri}&directConnection=true") as client:
        client.admin.command({"fsync": 1, "lock": True})
        try:
            yield
        finally:
            client.admin.command("fsyncUnlock")


def _wipe(world: World, database: Database, backup: Path) -> None:
    """Stop all, lose volume and broker, put the copy back."""
    for name in (A, B, C):
        while world.instances(name):
            world.terminate(name)
    database.kill()
    shutil.rmtree(database.home / "node0")
    shutil.copytree(backup, database.home / "node0")
    world.broker.delete_vhost(world.vhost)
    world.broker.add_vhost(world.vhost)
    database.start()


def _resent(world: World) -> str:
    """What the operator's command says."""
    told = {"AMQP_URI": world.uri, "MONGO_URI": world.database.uri, "DATABASE_PREFIX": world.prefix}
    told |= {"UNSIGNED": "true"}
    environment = os.environ | {f"JINGMEI_{name}": value for name, value in told.items()}
    command = [sys.executable, "-m", "jingmei", "resend", "--minutes", "60"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    counts = [int(line.split()[-1]) for line in done.stdout.splitlines()[1:]]
    return str(sum(counts))


def _together(after: Load, load: Load, before: dict[int, object]) -> None:
    """One account of both: what was acknowledged after the backup is not in it, and may be there none the less."""
    after.tried |= load.tried
    after.accepted |= {n: load.accepted[n] for n in before}
