"""The master of a gateway dies and its workers do not: they finish what they have, and go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.e2e.people import BUREAU
from tests.faults import trails
from tests.faults.checker import Findings, check
from tests.faults.scenario import Stage, scenario
from tests.faults.web import WebWorld
from tests.gateway.serving import ROOT, Served
from tests.support.waiting import until


class Started(Served):
    """Begun from the command line, so that a worker also ends as in the field."""

    def _begun(self) -> subprocess.Popen[bytes]:
        command = [Path(sys.executable).with_name("gunicorn"), "-c", ROOT / "deploy/gunicorn_conf.py", self.application]
        with self.log.open("ab") as out:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL,
                start_new_session=True,
            )  # fmt: skip


class Field(WebWorld):
    """A world whose gateway is begun so."""

    serving = Started


# What a worker says that takes broker and database away from under its own requests.
TRACES = ("after close", "Traceback", '"why":"lost"', "in another greenlet")


@scenario(33, "kill -9 gateway's master: its workers answer what they have, and go")
def masters(stage: Stage) -> Findings:
    """A supervisor starts the next gateway at once, beside workers that nobody leads any more."""
    with stage.left_clean(Field(stage.servers, stage.home)) as world:
        world.up()
        # Who keeps a connection open asks again by itself when it was closed between two requests.
        world.dying = True
        load = stage.load(world, pace=0.02)
        found, workers = Findings(), 0
        for _ in range(stage.rounds(6, 2)):
            load.more(15)
            orphans = world.kill_master()
            workers += len(orphans)
            until("its workers to be gone", lambda pids=orphans: not any(map(_runs, pids)))  # type: ignore[misc]
        load.more(15)
        load.stop()
        _said(world, found)
        trails.sealed(world.gateway_db)
        found.problems += trails.faults(world.gateway_db, BUREAU)
        lost = trails.unknown(world.gateway_db, BUREAU)
        found.expect(not lost, f"{lost} requests have no result on the audit trail")
        found.notes.append(f"{workers} workers without a master, answers {dict(sorted(load.statuses.items()))}")
        return check(world, load, found=found)


def _said(world: WebWorld, found: Findings) -> None:
    """No request met a broker or a database that was gone before it."""
    lines = world.gateway.log.read_text(errors="replace").splitlines()
    bad = [line[:300] for line in lines if any(mark in line for mark in TRACES)]
    found.expect(not bad, f"{len(bad)} lines tell of it: {bad[:2]}")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
