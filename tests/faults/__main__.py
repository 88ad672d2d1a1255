"""`python -m tests.faults`: the fault scenarios with a no-fault control, and a table of what they found.

Exit code 1 when a promise was broken; with --stock also when the checker finds nothing wrong with the usual pattern.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.faults import proof, report, runner
from tests.support.servers import Servers

console = Console(width=None if sys.stdout.isatty() else 150)


def numbers(text: str) -> list[int]:
    """`1,4,9` as numbers."""
    return [int(part) for part in text.split(",") if part.strip()]


def main(
    *,
    only: Annotated[str, typer.Option(help="numbers of scenarios, such as 1,4; 0 is the control")] = "",
    seeds: Annotated[str, typer.Option("--seeds", "--seed", help="seeds, such as 1,2,3")] = "1",
    short: Annotated[bool, typer.Option(help="the subset of make test, in fewer rounds")] = False,
    minutes: Annotated[float, typer.Option(help="how long the random mix lasts")] = 10.0,
    out: Annotated[Path, typer.Option(help="where the report and the logs go")] = runner.OUT,
    stock: Annotated[bool, typer.Option(help="the usual nameko pattern instead of ours: must be found out")] = False,
) -> None:
    """Run fault scenarios on private servers."""
    chosen = list(proof.PAIR) if stock else runner.choose(numbers(only), short=short)
    results = []
    with Servers() as servers:
        for result in runner.run_all(servers, chosen, numbers(seeds), short=short, minutes=minutes, out=out):
            results.append(result)
            verdict = "[green]ok[/green]" if result.good else "[red]FAIL[/red]"
            console.print(
                f"{result.number:>3} {result.title} · seed {result.seed} · {result.seconds:.0f} s · {verdict}"
            )
            for note in result.findings.problems + result.findings.notes:
                console.print(f"      {note}", markup=False, highlight=False)
            report.write(out, results)
    report.show(console, results)
    raise typer.Exit(int(any(not result.good for result in results)))


if __name__ == "__main__":
    typer.run(main)
