"""`python -m tests.load [--quick]`: measure, compare with the goals, print and keep the report.

Exit code 0 whether the goals are met or not: a machine's noise must not fail a build. Missed goals are marked.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.load import cells, web
from tests.load.cells import Cell
from tests.load.effects import Effects
from tests.load.figures import Sample, figure
from tests.load.goals import judge
from tests.load.peers import cells as peers
from tests.load.report import TITLES, Report
from tests.load.servers import Servers

OUT = Path(__file__).parents[2] / "out" / "bench"
ROUNDS, SECONDS = 3, 1.0
WIDTH = 132  # of the tables where there is no screen
QUICK_ROUNDS, QUICK_SECONDS = 1, 0.3


def measure(chosen: Sequence[Cell], rounds: int, seconds: float, console: Console) -> list[list[Sample]]:
    """Every cell once a round, so that a slow moment of the machine hits all kinds alike; samples by cell."""
    samples: list[list[Sample]] = [[] for _ in chosen]
    columns = (TextColumn("{task.description:44}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("", total=rounds * len(chosen))
        for number in range(1, rounds + 1):
            for cell, kept in zip(chosen, samples, strict=True):
                progress.update(task, description=f"round {number}: {TITLES[cell.name]} at {cell.concurrency}")
                kept.append(cell.run(seconds))
                progress.advance(task)
    return samples


def run(rounds: int, seconds: float, console: Console) -> Report:
    """The whole benchmark. Raises: StartError, ClientError."""
    started = time.monotonic()
    console.print("starting RabbitMQ, MongoDB, the services and the gateway …")
    with Servers() as servers:
        effects = Effects(servers.home / "effects")
        chosen = [*cells.bare(servers), *cells.rpc(servers), *web.cells(servers, effects)]
        chosen += peers.cells(servers, effects)
        samples = measure(chosen, rounds, seconds, console)
    figures = [figure(cell.name, cell.concurrency, kept) for cell, kept in zip(chosen, samples, strict=True)]
    verdicts = judge({(each.name, each.concurrency): each for each in figures})
    return Report(figures, verdicts, rounds, time.monotonic() - started)


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description="Benchmark of the running system.")
    parser.add_argument("--quick", action="store_true", help="one short round: shows that everything runs")
    quick = parser.parse_args().quick
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    report = run(QUICK_ROUNDS if quick else ROUNDS, QUICK_SECONDS if quick else SECONDS, console)
    report.show(console)
    report.write(OUT)
    console.print(f"kept in {OUT.relative_to(Path(__file__).parents[2])}/report.md and report.json")


if __name__ == "__main__":
    main()
