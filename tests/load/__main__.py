"""`python -m tests.load [--quick] [--only http,peers] [--spy]`: measure, judge, print and keep.

Exit code 0 whether the goals are met or not: a machine's noise must not fail a build. Missed goals are marked.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from services import PROGRAMS
from tests.load import rules
from tests.load.acts import ACTS, PARTS
from tests.load.cells import Cell
from tests.load.client import ROOT
from tests.load.figures import Figure, Sample, figure
from tests.load.goals import judge
from tests.load.peers import cells as peers
from tests.load.report import Beside, Report
from tests.load.sections import title
from tests.load.servers import Servers
from tests.load.spying import Shares, spied
from tests.load.system import System

OUT = Path(__file__).parents[2] / "out" / "bench"
LONGER = 5  # seconds that are sampled, for each that a cell is measured
WIDTH = 132  # of the tables where there is no screen


@dataclass(frozen=True)
class Measure:
    """How thoroughly: so many rounds, so many seconds for each cell, and whether little is filled."""

    rounds: int = 3
    seconds: float = 1.0
    less: bool = False
    spy: bool = False
    # A file of headlines, one a line: how many of them the rules of screening mark.
    headlines: Path | None = None


# What is looked into with `--spy`: where the goals ask for processor time.
SPIED = (("http_read", 32), ("http_write", 32), ("chain", 16))
QUICK = Measure(1, 0.3, less=True)


def measure(chosen: Sequence[Cell], how: Measure, console: Console) -> list[Figure]:
    """Every cell once a round, so that a slow moment of the machine hits all kinds alike."""
    samples: list[list[Sample]] = [[] for _ in chosen]
    columns = (TextColumn("{task.description:56}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=how.rounds * len(chosen))
        for number in range(1, how.rounds + 1):
            for cell, kept in zip(chosen, samples, strict=True):
                progress.update(
                    task, description=f"round {number}: {title(cell.name)} at {cell.size or cell.concurrency}"
                )
                kept.append(cell.run(how.seconds))
                progress.advance(task)
    return [figure(cell.name, cell.concurrency, kept, cell.size) for cell, kept in zip(chosen, samples, strict=True)]


def run(how: Measure, parts: Collection[str], console: Console) -> Report:
    """The whole benchmark, or some parts of it. Raises: StartError, ClientError."""
    started, figures, layers = time.monotonic(), list[Figure](), dict[str, Shares]()
    console.print("starting RabbitMQ and MongoDB …")
    with Servers() as servers:
        system = System(servers)
        for act in ACTS:
            console.print(f"preparing {', '.join(name for name in act if name in parts) or 'nothing'} …")
            chosen = [cell for name, part in act.items() if name in parts for cell in part(system, how.less)]
            figures += measure(chosen, how, console)
            if how.spy:
                layers |= look(servers, chosen, how)
    verdicts = judge(figures)
    beside = judged_rules(how.headlines) if "screening" in parts else []
    return Report(figures, verdicts, how.rounds, time.monotonic() - started, layers, beside)


def judged_rules(headlines: Path | None) -> list[Beside]:
    """How good the rules of screening are, as tables. Raises: OSError."""
    tables: list[Beside] = [("Rules of screening, on the labelled texts", rules.COLUMNS, rules.scores())]
    return [*tables, ("Marked headlines", rules.ALARMS, rules.alarms(headlines))] if headlines else tables


def look(servers: Servers, chosen: Sequence[Cell], how: Measure) -> dict[str, Shares]:
    """Cells of `SPIED` once more while our processes are sampled; what they measure is not kept. Raises: SpyError."""
    found = {}
    for cell in chosen:
        if (cell.name, cell.concurrency) in SPIED:
            stacks = OUT / "stacks" / f"{cell.name}-{cell.concurrency}"
            act = partial(cell.run, how.seconds * LONGER)
            found[f"{title(cell.name)} at {cell.concurrency}"] = spied(servers.pids(PROGRAMS), ROOT, stacks, act)[1]
    return found


def parse(arguments: Sequence[str]) -> tuple[Measure, list[str]]:
    """How to measure, and which parts. Raises: SystemExit."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description="Benchmark of the running system.")
    parser.add_argument("--quick", action="store_true", help="one short round on less data: shows that everything runs")
    parser.add_argument("--only", default=",".join(PARTS), help=f"some of the parts {','.join(PARTS)}")
    parser.add_argument("--spy", action="store_true", help="also sample where our processes spend their time")
    parser.add_argument("--headlines", type=Path, help="headlines, one a line: how often screening marks one")
    given = parser.parse_args(arguments)
    parts = given.only.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return replace(QUICK if given.quick else Measure(), spy=given.spy, headlines=given.headlines), parts


def main() -> None:
    """Run, show and keep."""
    how, parts = parse(sys.argv[1:])
    if not peers.installed():
        sys.exit("the packages of requirements/bench.txt are missing: `make bench` installs them")
    from tests.load import charts  # needs one of these

    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    # Told to end, it ends what it started as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    report = run(how, parts, console)
    report.show(console)
    report.write(OUT, charts.draw(report.figures, OUT))
    console.print(f"kept in {OUT.relative_to(Path(__file__).parents[2])}: report.md, report.json and charts")


if __name__ == "__main__":
    main()
