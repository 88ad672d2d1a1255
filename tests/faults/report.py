"""What the scenarios gave: a table on the screen, out/faults/report.json and .md."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.faults.checker import Findings

COLUMNS = ("no", "scenario", "seed", "commands", "accepted", "effects", "dupl.", "lost", "dead", "recovery", "verdict")


@dataclass
class Result:
    """One scenario under one seed."""

    number: int
    title: str
    seed: int
    seconds: float
    findings: Findings = field(default_factory=Findings)

    @property
    def good(self) -> bool:
        """Whether every promise was kept."""
        return not self.findings.problems

    def cells(self) -> list[str]:
        """The row of the table."""
        f = self.findings
        numbers = (f.commands, f.accepted, f.effects, f.duplicates, f.lost, f.dead)
        texts = [str(n) for n in numbers]
        verdict = "ok" if self.good else "FAIL"
        return [str(self.number), self.title, str(self.seed), *texts, f"{f.recovery:.1f} s", verdict]


def show(console: Console, results: Sequence[Result]) -> None:
    """Print the table, and below it what is wrong."""
    table = Table(*COLUMNS, title="fault scenarios")
    for column in table.columns[2:10]:
        column.justify = "right"
    for result in results:
        table.add_row(*result.cells(), style=None if result.good else "red")
    console.print(table)
    for result in results:
        for problem in result.findings.problems:
            told = escape(problem)  # a log's end is full of brackets
            console.print(f"[red]{result.number} (seed {result.seed})[/red] {told}", markup=True, highlight=False)


def write(folder: Path, results: Sequence[Result]) -> None:
    """Keep the results beside the logs."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [{**asdict(result), "good": result.good} for result in results]
    (folder / "report.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    lines = ["| " + " | ".join((*COLUMNS, "notes")) + " |", "|" + "---|" * (len(COLUMNS) + 1)]
    for result in results:
        notes = "; ".join(result.findings.problems + result.findings.notes).replace("|", "\\|").replace("\n", " ")
        lines.append("| " + " | ".join([*result.cells(), notes[:600]]) + " |")
    (folder / "report.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
