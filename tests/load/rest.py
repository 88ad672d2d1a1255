"""The whole system while nobody uses it: what each process costs all the same."""

from __future__ import annotations

import time

from services import GATEWAY, PROGRAMS, SERVICES
from tests.load import cpu
from tests.load.cells import ENGINES, Cell
from tests.load.figures import Sample
from tests.load.system import System

# Seconds that are looked at, for each second that another cell is measured: what comes seldom is to be in it.
LONGER = 20


def cells(system: System) -> list[Cell]:
    """One cell, whose calls are seconds. Of what other parts started only what `make up` runs goes on."""
    system.run(*SERVICES)
    assert system.gateway  # which starts it
    system.servers.keep_only(*PROGRAMS)
    system.servers.one_worker(GATEWAY)
    return [Cell("rest", 1, lambda seconds: resting(system, max(1, round(seconds * LONGER))))]


def resting(system: System, count: int) -> Sample:
    """So many seconds."""
    began, before, all_ = time.monotonic(), system.servers.cpu(), cpu.busy()
    time.sleep(count)
    spent = cpu.spent(before, system.servers.cpu())
    others = cpu.busy() - all_ - sum(spent.values())
    counted = {name: spent[name] for name in (*ENGINES, *PROGRAMS)}
    return Sample([1.0] * count, time.monotonic() - began, count, cpu=counted, others=max(0.0, others))
