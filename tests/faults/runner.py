"""Runs scenarios one after the other on one pair of servers."""

from __future__ import annotations

import shutil
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults import (
    bindings,
    calendars,
    clocks,
    cycle,
    departures,
    full,
    gatherings,
    kills,
    mails,
    masters,
    messages,
    mix,
    outages,
    poison,
    restores,
    rollbacks,
    sealing,
    stopping,
    uploads,
    wires,
)
from tests.faults.checker import Findings
from tests.faults.report import Result
from tests.faults.scenario import CATALOGUE, Scenario, Stage
from tests.support.servers import ROOT, Servers

OUT = ROOT / "out" / "faults"
MODULES = (
    kills, outages, stopping, messages, bindings, mix, cycle, departures, calendars, gatherings,
    uploads, masters, sealing, full, clocks, wires, poison, mails, rollbacks, restores,
)  # fmt: skip


def choose(only: Sequence[int], *, short: bool) -> list[Scenario]:
    """The wanted scenarios in the order of their numbers. Raises: KeyError for an unknown one."""
    if only:
        return [CATALOGUE[number] for number in only]
    return [s for _, s in sorted(CATALOGUE.items()) if s.short or not short]


def run(
    servers: Servers, scenario: Scenario, seed: int, *, short: bool = False, minutes: float = 10.0, out: Path = OUT
) -> Result:
    """One scenario; whatever goes wrong in it is a problem in its result."""
    home = out / "logs" / f"{scenario.number:02}-{seed}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    began = time.monotonic()
    try:
        findings = scenario.run(Stage(servers, home, seed, short, minutes))
    except Exception as error:  # the table tells it, and the next scenario runs
        findings = Findings(problems=[f"{type(error).__name__}: {error}", _place(error)])
    return Result(scenario.number, scenario.title, seed, round(time.monotonic() - began, 1), findings)


def run_all(
    servers: Servers,
    scenarios: Sequence[Scenario],
    seeds: Sequence[int],
    *,
    short: bool,
    minutes: float,
    out: Path = OUT,
) -> Iterator[Result]:
    """Every scenario under every seed."""
    for seed in seeds:
        for scenario in scenarios:
            yield run(servers, scenario, seed, short=short, minutes=minutes, out=out)


def _place(error: Exception) -> str:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "tests/faults" in f.filename]
    return " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))
