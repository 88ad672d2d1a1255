"""A primary dies with writes that nobody else has, and takes them back when it returns."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from deploy.local.processes import await_end, send
from deploy.local.servers import Database, free_ports
from tests.e2e.people import BUREAU
from tests.faults import trails
from tests.faults.checker import Findings, check
from tests.faults.load import Load
from tests.faults.scenario import Stage, scenario
from tests.faults.web import WebWorld
from tests.support.waiting import rest, until

# Seconds for which the primary writes alone, before it notices.
ALONE = 1.5
# What a node says that took back what it alone had.
SIGN = '"msg":"Transition to ROLLBACK"'


@scenario(41, "rollback of a primary: what was acknowledged stays, what was not is done once at the retry")
def rollback(stage: Stage) -> Findings:
    """Both secondaries die, the primary goes on alone and dies, too; the others come back and elect one of them, and
    the first has to take back what it alone had. Whoever was answered with 2xx meets none of it."""
    database = Database(stage.home / "replica-set", free_ports(3)[0], members=3)
    try:
        database.start()
        with stage.web(database=database) as world:
            world.dying = True
            world.up()
            load, found = stage.load(world, patience=200, threads=12), Findings()
            for _ in range(stage.rounds(4, 2)):
                _strike(world, database, load)
            load.more()
            load.stop()
            taken_back = sum(_signs(database, port) for port in database.ports)
            found.expect(taken_back > 0, "no primary had anything to take back")
            trails.sealed(world.gateway_db)
            found.problems += trails.faults(world.gateway_db, BUREAU)
            check(world, load, found=found)
            found.expect(not world.logged("handler failed"), f"{world.logged('handler failed')} attempts were consumed")
            found.notes.append(f"{taken_back} rollbacks, answers {dict(sorted(load.statuses.items()))}")
            return found
    finally:
        database.stop()


def _strike(world: WebWorld, database: Database, load: Load) -> None:
    """One primary writes alone, dies, comes back and is one of the others."""
    load.more(15)
    first = _primary(database)
    others = [port for port in database.ports if port != first]
    _kill(database, others)
    rest(ALONE)
    _kill(database, [first])
    for port in others:
        database.launch(port)
    until("another primary", lambda: _primary(database) in others)
    load.more(15)
    database.launch(first)
    # What it has is of the time of another: what it alone had is gone by then.
    until("the first one to follow", lambda: _term(first) == max(map(_term, database.ports)))
    world.ready()


def _kill(database: Database, ports: Sequence[int]) -> None:
    """kill -9, all at once."""
    found = [database.pid_of(port) for port in ports]
    for pid in found:
        assert pid is not None, "a node does not run"
        send(pid, signal.SIGKILL)
    for pid in found:
        await_end(pid)  # type: ignore[arg-type]


def _primary(database: Database) -> int:
    """The port of the one that takes writes, 0 for none."""
    return next((port for port in database.ports if _hello(port).get("isWritablePrimary")), 0)


def _term(port: int) -> int:
    """The number of the election that the newest write of a node belongs to; -1 for none."""
    told = _hello(port)
    return int(told["lastWrite"]["opTime"]["t"]) if told.get("secondary") or told.get("isWritablePrimary") else -1


def _hello(port: int) -> dict[str, Any]:
    try:
        with MongoClient[dict[str, Any]](f"mongodb://127.0.0.1:{port}/?directConnection=true", timeoutMS=2_000) as node:
            return node.admin.command("hello")
    except PyMongoError:
        return {}


def _signs(database: Database, port: int) -> int:
    return database.log_of(port).read_text(errors="replace").count(SIGN)
