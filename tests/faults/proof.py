"""The checker proves itself: the same kills, the same load, the same checker, on our handlers and on stock ones."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from tests.faults.checker import SETTLE, Expected, Findings, check
from tests.faults.scenario import Scenario, Stage
from tests.faults.world import A, B, C, World
from tests.support.process import ServiceProcess
from tests.support.servers import ROOT
from tests.support.waiting import rest

STOCK = {A: "tests.faults.stock:Making", B: "tests.faults.stock:Checking", C: "tests.faults.stock:Hearing"}


class StockProcess(ServiceProcess):
    """A service under `nameko run`: it has no health address, its log says when it is connected."""

    def begin(self, target: str, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """As the documentation of nameko says."""
        uri = environment["JINGMEI_AMQP_URI"]
        command = [sys.executable, "-W", "ignore", "-m", "nameko", "run", target, "--define", f"AMQP_URI={uri}"]
        with self.log.open("ab") as out:
            return subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL
            )

    def readiness(self) -> dict[str, Any]:
        """Ready once connected; it does not tell when it no longer is."""
        return {"ready": "Connected to amqp" in self.log.read_text(errors="replace")}


def hammer(stage: Stage, world: World) -> Findings:
    """Kills of services, of the database and of the broker, and orderly stops, under load."""
    world.up({A: 2, B: 2, C: 2})
    load = stage.load(world, pace=0.0, patience=60.0)
    for _ in range(stage.rounds(12, 6)):
        rest(stage.random.uniform(0.5, 1.5))
        world.kill(stage.random.choice((A, B, C)), stage.random.randrange(2))
        rest(stage.random.uniform(0.5, 1.5))
        world.replace(stage.random.choice((A, B, C)), stage.random.randrange(2))
    for _ in range(2):
        world.database.kill()
        rest(4)
        world.database.start()
        rest(4)
    world.broker.kill()
    world.broker.start()
    rest(2)
    world.ready()
    return check(world, load.stop(), Expected(settle=20 if world.targets == STOCK else SETTLE))


def ours(stage: Stage) -> Findings:
    """Our handlers keep every promise."""
    with stage.world() as world:
        return hammer(stage, world)


def stock(stage: Stage) -> Findings:
    """The usual pattern is found out: a run without a loss is what is wrong here."""
    with stage.world() as world:
        world.targets, world.process, world.stop_timeout = dict(STOCK), StockProcess, 5.0
        seen = hammer(stage, world)
    seen.notes += [f"found out: {problem}" for problem in seen.problems]
    seen.problems = []
    seen.expect(seen.lost > 0, "the checker found no loss in stock handlers")
    return seen


PAIR = (Scenario(101, "our handlers, hammered", ours, False), Scenario(102, "stock handlers, hammered", stock, False))
