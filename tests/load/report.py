"""The report: a table on the screen, Markdown and JSON in `out/bench`."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from tests.load.figures import Figure
from tests.load.goals import Verdict

TITLES = {
    "round_trip": "raw AMQP round trip",
    "majority_write": "raw majority write",
    "transaction": "serial transaction (3 inserts)",
    "stock_rpc": "stock nameko RPC",
    "our_rpc": "our RPC (gateway's client)",
    "stock_service": "stock service, bare client",
    "our_service": "our service, bare client",
    "command": "our command (RPC, 3 inserts)",
    "http_read": "our HTTP read",
    "http_write": "our HTTP write (accept)",
    "peer_nameko": "nameko-examples' pattern",
    "peer_fast": "FastAPI + aio-pika + MongoDB",
    "peer_fast_hop": "the same behind an RPC hop",
}
COLUMNS = ("", "at", "p50 ms", "p99 ms", "per s", "CPU-ms", "service CPU-ms", "effect p50 ms", "errors")
# Whose CPU is the service's, by row.
SERVICES = {
    "stock_rpc": "stock", "stock_service": "stock", "our_rpc": "bench", "our_service": "bench", "command": "bench",
    "http_read": "outlet", "http_write": "outlet",
}  # fmt: skip


@dataclass(frozen=True)
class Report:
    """All of one run."""

    figures: Sequence[Figure]
    verdicts: Sequence[Verdict]
    rounds: int
    seconds: float

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
            "figures": [{"title": TITLES.get(f.name, f.name), **f.to_dict()} for f in self.figures],
            "goals": [asdict(verdict) for verdict in self.verdicts],
        }

    def write(self, folder: Path) -> None:
        """`report.json` and `report.md`."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "report.json").write_bytes(orjson.dumps(self.to_dict(), option=orjson.OPT_INDENT_2))
        (folder / "report.md").write_text(self.markdown(), encoding="utf-8")

    def markdown(self) -> str:
        """The tables as Markdown."""
        goals = [[v.goal, f"{v.sign} {v.limit:g}{_unit(v)}", _value(v), _word(v), v.why] for v in self.verdicts]
        return "\n".join(
            [
                "# Benchmark\n",
                f"{self.conditions}; {self.seconds:.0f} s in all. Only ratios count.\n",
                *_markdown(COLUMNS, [_row(figure) for figure in self.figures]),
                "",
                "## Goals\n",
                *_markdown(("goal", "limit", "measured", "", "why"), goals),
                "",
            ]
        )

    def show(self, console: Console) -> None:
        """The tables on the screen."""
        table = Table(title=self.conditions)
        for index, column in enumerate(COLUMNS):
            table.add_column(column, justify="left" if index == 0 else "right", no_wrap=True)
        for figure, after in zip(self.figures, [*self.figures[1:], None], strict=True):
            table.add_row(*_row(figure), end_section=after is None or after.name != figure.name)
        console.print(table)
        goals = Table(title="Goals (ARCHITECTURE.md, Speed)")
        for column in ("goal", "limit", "measured", "", "why"):
            goals.add_column(column, justify="left")
        for verdict in self.verdicts:
            colour = "green" if verdict.met else "red"
            limit = f"{verdict.sign} {verdict.limit:g}{_unit(verdict)}"
            goals.add_row(verdict.goal, limit, _value(verdict), f"[{colour}]{_word(verdict)}[/]", verdict.why)
        console.print(goals)


def machine() -> str:
    """What it ran on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def _row(figure: Figure) -> list[str]:
    service = figure.cpu.get(SERVICES.get(figure.name, ""))
    return [
        TITLES.get(figure.name, figure.name),
        str(figure.concurrency),
        f"{figure.p50:.2f}",
        f"{figure.p99:.2f}",
        f"{figure.per_second:,.0f}",
        f"{figure.cpu_all:.2f}",
        "" if service is None else f"{service:.3f}",
        "" if figure.effect_p50 is None else f"{figure.effect_p50:.2f}",
        str(figure.errors) if figure.errors else "",
    ]


def _unit(verdict: Verdict) -> str:
    return f" {verdict.unit}" if verdict.unit else ""


def _value(verdict: Verdict) -> str:
    return "—" if verdict.value is None else f"{verdict.value:.2f}{_unit(verdict)}"


def _word(verdict: Verdict) -> str:
    return "met" if verdict.met else "MISSED"


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [columns, ["---"] * len(columns), *rows]
    return ["| " + " | ".join(line) + " |" for line in lines]
