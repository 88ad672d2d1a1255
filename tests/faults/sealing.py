"""Who seals the audit trail is killed, again and again, and so is whoever writes it."""

from __future__ import annotations

import itertools
from typing import Any

from gateway.audit.kept import BLOCKS
from tests.e2e.people import BUREAU
from tests.faults import trails
from tests.faults.checker import Findings, check
from tests.faults.driver import Driver, Outcome
from tests.faults.load import Load
from tests.faults.scenario import Stage, scenario
from tests.faults.web import HttpDriver, WebWorld
from tests.support.waiting import until


class Either:
    """A client of two gateways by turns; remembers under which keys something was asked and done."""

    def __init__(self, clients: list[HttpDriver], asked: dict[int, str]) -> None:
        self._clients, self._turns, self._asked = clients, itertools.cycle(clients), asked

    def make(self, n: int, key: str, deadline: float, **data: Any) -> Outcome:
        """One attempt at one of them."""
        self._asked[n] = key
        return next(self._turns).make(n, key, deadline, **data)

    def close(self) -> None:
        """Let go of both connections."""
        for each in self._clients:
            each.close()


@scenario(34, "kill -9 sealer of the audit trail: one chain, a row for every change")
def sealers(stage: Stage) -> Findings:
    """Two gateways write the trail and one of them seals it; each is killed in turn, under load.

    The other goes on with the chain: no fork, no row twice, none forgotten; what was changed has its row.
    """
    with stage.web() as world:
        world.dying = True
        world.up()
        second = world.another("gateway-2")
        gateways, asked = (world.gateway, second), dict[int, str]()

        def driver() -> Driver:
            return Either([world.client_of(each) for each in gateways], asked)

        load = Load(driver, pace=0.1 if stage.short else 0.02).start()
        holders = set()
        for _ in range(stage.rounds(3, 1)):
            for each in gateways:
                holders.add(_sealing(world))
                load.more(20)
                world.kill_gateway(each)
        load.stop()
        _sealing(world)
        found = Findings(notes=[f"{len(holders)} sealers before the last"])
        _whole(world, stage, asked, set(load.accepted), found)
        return check(world, load, found=found)


def _sealing(world: WebWorld) -> str:
    """Who seals, once a block of theirs is there."""
    db = world.gateway_db
    height = db[BLOCKS].count_documents({})
    until("a further block", lambda: db[BLOCKS].count_documents({}) > height)
    return str(db["leases"].find_one({"_id": "audit-sealer"})["holder"])


def _whole(world: WebWorld, stage: Stage, asked: dict[int, str], accepted: set[int], found: Findings) -> None:
    """The chain is whole, has every row, and a row for every change; and what is done to it shows."""
    db = world.gateway_db
    trails.sealed(db, wholly=not stage.short)
    found.problems += trails.faults(db, BUREAU)
    changed = set(world.effects("outlet", "make")) | accepted
    missing = trails.without_a_row(db, (asked[n] for n in changed))
    found.expect(not missing, f"{len(missing)} changes are not on the audit trail")
    heads = [block["n"] for block in db[BLOCKS].find({"bureau": BUREAU}).sort("n", 1)]
    found.expect(heads == list(range(1, len(heads) + 1)), f"blocks {heads}")
    rows = [place["id"] for block in db[BLOCKS].find({"bureau": BUREAU}) for place in block["rows"]]
    found.expect(len(rows) == len(set(rows)), f"{len(rows) - len(set(rows))} rows are sealed twice")
    found.notes.append(f"{len(heads)} blocks, {len(rows)} rows, {trails.unknown(db, BUREAU)} of unknown result")
    db["audit"].update_one({"_id": rows[len(rows) // 2]}, {"$set": {"account": "somebody else"}})
    told = trails.faults(db, BUREAU)
    found.expect(any("altered" in line.lower() for line in told), f"a row was altered by hand, and told is {told}")
