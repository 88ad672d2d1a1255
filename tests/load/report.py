"""The report: tables on the screen, Markdown with charts and JSON in `out/bench`."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from tests.load.figures import Figure
from tests.load.goals import Verdict, ratios
from tests.load.sections import SECTIONS, Section, title
from tests.load.spying import COLUMNS, Shares

Beside = tuple[str, Sequence[str], Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Report:
    """All of one run."""

    figures: Sequence[Figure]
    verdicts: Sequence[Verdict]
    rounds: int
    seconds: float
    # Of what was sampled, the share of each layer in each process.
    layers: Mapping[str, Shares] = field(default_factory=dict)
    # Tables that are no measurements: title, columns and rows.
    beside: Sequence[Beside] = ()

    @property
    def others(self) -> float:
        """Cores that programs which are no part of the run kept busy, in the median cell."""
        return median(figure.others for figure in self.figures) if self.figures else 0.0

    @property
    def conditions(self) -> str:
        """On what and how it was measured."""
        return f"{machine()}; medians of {self.rounds} rounds; other programs kept {self.others:.1f} cores busy"

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        return {
            "machine": machine(),
            "rounds": self.rounds,
            "seconds": round(self.seconds, 1),
            "others": round(self.others, 2),
            "figures": [{"title": title(f.name), **f.to_dict()} for f in self.figures],
            "goals": [asdict(verdict) for verdict in self.verdicts],
            "ratios": dict(self._ratios()),
            "layers": {what: {name: dict(each) for name, each in of.items()} for what, of in self.layers.items()},
            "beside": {
                name: [dict(zip(columns, row, strict=True)) for row in rows] for name, columns, rows in self.beside
            },
        }

    def write(self, folder: Path, charts: Mapping[str, str] | None = None) -> None:
        """`report.json` and `report.md`; `charts` are files in the folder, by what they show."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.json").write_bytes(orjson.dumps(self.to_dict(), option=orjson.OPT_INDENT_2))
        (folder / "report.md").write_text(self.markdown(charts or {}), encoding="utf-8")

    def markdown(self, charts: Mapping[str, str]) -> str:
        """Everything as Markdown."""
        goals = [[v.goal, f"{v.sign} {v.limit:.3g}{_unit(v)}", _value(v), _word(v)] for v in self.verdicts]
        lines = ["# Benchmark", "", f"{self.conditions}; {self.seconds:.0f} s in all. Only ratios count.", ""]
        lines += [f"![{shown}]({file})" for shown, file in charts.items()]
        lines += ["", "## Goals", "", *_markdown(("goal", "limit", "measured", ""), goals), ""]
        lines += [f"Why some are missed: {why}." for why in self._reasons()]
        if beside := [[each, f"{value:.2f}"] for each, value in self._ratios()]:
            lines += ["", "## Without a limit", "", *_markdown(("ratio", "measured"), beside), ""]
        for section, rows in self._tables():
            lines += ["", f"## {section.title}", "", section.note, "", *_markdown(list(section.columns), rows)]
        if steps := self._steps():
            lines += ["", "The p50 of its steps:", "", *_markdown(("", "step", "at", "ms"), steps)]
        for section, rows in self._layers():
            lines += ["", f"## {section}", "", *_markdown(("", *COLUMNS), rows)]
        for name, columns, rows in self.beside:
            lines += ["", f"## {name}", "", *_markdown(columns, rows)]
        return "\n".join([*lines, ""])

    def show(self, console: Console) -> None:
        """The tables on the screen."""
        console.print(self.conditions)
        for section, rows in self._tables():
            console.print(_table(section.title, list(section.columns), rows))
        for section, shown in self._layers():
            console.print(_table(section, ("", *COLUMNS), shown))
        for name, columns, rows in self.beside:
            console.print(_table(name, columns, rows))
        self._show_goals(console)

    def _show_goals(self, console: Console) -> None:
        goals = Table(title="Goals (ARCHITECTURE.md, Speed)")
        for column in ("goal", "limit", "measured", ""):
            goals.add_column(column, justify="left")
        for verdict in self.verdicts:
            colour = "green" if verdict.met else "dim" if verdict.value is None else "red"
            limit = f"{verdict.sign} {verdict.limit:.3g}{_unit(verdict)}"
            goals.add_row(verdict.goal, limit, _value(verdict), f"[{colour}]{_word(verdict)}[/]")
        console.print(goals)
        for why in self._reasons():
            console.print(f"why: {why}")
        for each, value in self._ratios():
            console.print(f"without a limit: {each} {value:.2f}")

    def _ratios(self) -> list[tuple[str, float]]:
        return ratios(self.figures)

    def _reasons(self) -> list[str]:
        """Why goals are missed that were measured."""
        return sorted({each.why for each in self.verdicts if each.why and each.value is not None})

    def _tables(self) -> list[tuple[Section, list[list[str]]]]:
        """The sections that have figures, with their rows."""
        found = []
        for section in SECTIONS:
            rows = [
                [show(figure) for show in section.columns.values()]
                for name in section.names
                for figure in self.figures
                if figure.name == name
            ]
            if rows:
                found.append((section, rows))
        return found

    def _layers(self) -> list[tuple[str, list[list[str]]]]:
        """Of each sampled job its processes, with the per cent of their own samples that each layer has."""
        return [
            (f"{what}: per cent of each process's time, by layer",
             [[name, *(f"{shares[layer]:.0%}" for layer in COLUMNS)] for name, shares in of.items() if shares])
            for what, of in self.layers.items()
        ]  # fmt: skip

    def _steps(self) -> list[list[str]]:
        return [
            [title(figure.name), step, str(figure.concurrency), f"{value:.1f}"]
            for figure in self.figures
            for step, value in figure.steps.items()
        ]


def machine() -> str:
    """What it ran on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def _table(name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=name)
    for index, column in enumerate(columns):
        table.add_column(column, justify="left" if index == 0 else "right", no_wrap=True)
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        table.add_row(*row, end_section=after is None or after[0] != row[0])
    return table


def _unit(verdict: Verdict) -> str:
    return f" {verdict.unit}" if verdict.unit else ""


def _value(verdict: Verdict) -> str:
    return "—" if verdict.value is None else f"{verdict.value:.2f}{_unit(verdict)}"


def _word(verdict: Verdict) -> str:
    if verdict.value is None:
        return "not measured"
    return "met" if verdict.met else "MISSED"


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [columns, ["---"] * len(columns), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]
